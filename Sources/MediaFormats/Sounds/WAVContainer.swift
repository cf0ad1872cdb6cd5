/// How the chunks of WAV files and their kin follow each other: RIFF and RIFX (Microsoft, 1991), RF64 and BW64 (EBU Tech 3306, ITU-R
/// BS.2088), and Sony's W64.
struct WAVContainer {
    /// A chunk's name, and where its contents lie.
    struct Chunk {
        let name: String
        let start: Int
        /// As the chunk says, or where that is too little to hold it (RF64), as `ds64` says.
        let byteCount: Int
        /// Where the next chunk begins.
        let next: Int
        /// Whether its size is one that stands for an unknown one.
        let isOpen: Bool
    }

    let kind: SoundLayout.Container
    /// Of all numbers, samples among them: RIFX is RIFF with the other one.
    let byteOrder: ByteOrder
    let header: HeaderBytes
    /// Where the first chunk begins.
    let firstChunk: Int
    /// Where the file ends, as it says; nil where it leaves that open.
    let promisedEnd: Int?
    /// The size of `data` that `ds64` names.
    private let largeDataSize: Int?

    /// The 16 bytes that W64 files begin with, and those that stand at byte 24.
    private static let riffGUID: [UInt8] =
        Array("riff".utf8) + [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0, 0]
    /// What follows the four letters of all others' GUIDs.
    private static let guidTail: [UInt8] = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A]

    /// - Returns: nil where the file is none of these.
    init?(_ header: HeaderBytes) {
        self.header = header
        byteOrder = header.has("RIFX", at: 0) ? .big : .little
        if header.has("RIFF", at: 0) || header.has("RIFX", at: 0), header.has("WAVE", at: 8) {
            kind = .riff
            firstChunk = 12
            let size = (try? header.number(at: 4, byteCount: 4, byteOrder)) ?? 0
            promisedEnd = size == 0 || size == 0xFFFF_FFFF ? nil : size + 8
            largeDataSize = nil
        } else if header.has("RF64", at: 0) || header.has("BW64", at: 0), header.has("WAVE", at: 8) {
            kind = .rf64
            firstChunk = 12
            // The chunk of large sizes comes first; a size of zero or of all ones is an unknown one here too.
            func size(_ offset: Int) -> Int? {
                guard header.has("ds64", at: 12), let size = try? header.number(at: offset, byteCount: 8, .little),
                    size != 0, size != Int.max
                else { return nil }
                return size
            }
            promisedEnd = size(20).flatMap { $0 < Int.max - 8 ? $0 + 8 : nil }
            largeDataSize = size(28)
        } else if header.has(Self.riffGUID, at: 0), header.has("wave".utf8 + Self.guidTail, at: 24) {
            kind = .w64
            firstChunk = 40
            let size = (try? header.number(at: 16, byteCount: 8, .little)) ?? 0
            promisedEnd = size == 0 || size == Int.max ? nil : size
            largeDataSize = nil
        } else {
            return nil
        }
    }

    /// The bytes of a chunk's name and size.
    var chunkHeaderByteCount: Int { kind == .w64 ? 24 : 8 }

    /// The chunk at an offset; nil where its name and size do not lie within the file.
    ///
    /// - Throws: kind `incomplete` where they lie beyond the bytes at hand, `malformed` where the size makes no sense.
    func chunk(at offset: Int) throws(MediaFormatError) -> Chunk? {
        let headerByteCount = chunkHeaderByteCount
        guard offset <= header.fileByteCount - headerByteCount else { return nil }
        guard offset <= header.count - headerByteCount else { throw header.missing(upTo: offset + headerByteCount, "") }
        let start = offset + headerByteCount
        var size: Int
        var isOpen: Bool
        if kind == .w64 {
            let whole = try header.number(at: offset + 16, byteCount: 8, .little)
            let isData = header.has("data", at: offset)
            guard whole >= headerByteCount || isData && whole == 0 else {
                throw .malformed(offset, "a chunk of \(whole) bytes does not hold its own header")
            }
            isOpen = whole == 0 || whole == headerByteCount || whole == Int.max
            // These sizes count the chunk's own header: one of 0 is never an empty chunk, but one that nobody filled in.
            size = whole == 0 ? Int.max : whole - headerByteCount
        } else {
            size = try header.number(at: offset + 4, byteCount: 4, byteOrder)
            isOpen = size == 0 || size == 0xFFFF_FFFF
            if size == 0xFFFF_FFFF, let largeDataSize, header.has("data", at: offset) {
                size = largeDataSize
                isOpen = false
            }
        }
        // Chunks are padded to even lengths, those of W64 to eight bytes.
        let padding = kind == .w64 ? (8 - size % 8) % 8 : size % 2
        let next = start + min(size, Int.max - start - 8) + padding
        let isForeign = kind == .w64 && !header.has(Self.guidTail, at: offset + 4)
        return Chunk(
            name: isForeign ? "" : header.name(at: offset), start: start, byteCount: size, next: next, isOpen: isOpen)
    }

    /// Whether a chunk with a name lies whole at an offset, before the file's end as it says.
    ///
    /// - Throws: kind `incomplete` where that cannot be told from the bytes at hand.
    func hasChunk(at offset: Int, before end: Int) throws(MediaFormatError) -> Bool {
        let start = offset + chunkHeaderByteCount
        guard start <= min(end, header.fileByteCount) else { return false }
        guard start <= header.count else { throw header.missing(upTo: start, "") }
        guard let chunk = try? chunk(at: offset) else { return false }
        return !chunk.name.isEmpty && SoundChunks.isName(at: offset, in: header) && chunk.byteCount <= end - start
    }

    /// What else a whole file holds, see ``SoundChunks``.
    func others(_ samples: SoundLayout) -> SoundChunks {
        var others = SoundChunks()
        var offset = firstChunk
        while let chunk = try? chunk(at: offset), chunk.next > offset {
            if chunk.start == samples.headerByteCount {
                // Behind samples of unknown length there is nothing that could be told from them.
                if samples.promisedByteCount == nil { return others }
            } else if chunk.name == "data" {
                others.add("a further data chunk")
            } else if chunk.name.isEmpty, chunk.byteCount <= header.count - chunk.start {
                // W64 has chunks that are no chunks of WAV, which have no such name.
            } else if !SoundChunks.isName(at: offset, in: header) {
                // Before the samples a chunk is one whatever it is called: they were found behind it.
                if offset > samples.headerByteCount { break }
            } else if chunk.byteCount > header.count - chunk.start {
                // Text behind the samples looks like a name with an absurd size.
                break
            } else if !["fmt ", "fact", "ds64", "JUNK", "junk", "PAD ", "FLLR"].contains(chunk.name) {
                others.add(chunk.name)
            }
            offset = chunk.next
        }
        others.strayByteCount = SoundChunks.stray(from: offset, in: header)
        return others
    }
}
