/// What a sound file holds beside its samples and how to read them: chunks with titles, loops, pictures, and bytes that are no chunk. It
/// is lost when only the samples are kept.
package struct SoundChunks: Sendable, Hashable {
    /// The names of the chunks, each once.
    package private(set) var names: [String] = []
    /// Bytes behind the last chunk that are no chunks.
    package internal(set) var strayByteCount = 0

    private static let nameLimit = 32

    init() {}

    /// What is in a whole WAV or AIFF file.
    ///
    /// - Parameter samples: what ``SoundLayout/init(head:fileByteCount:)`` says of it.
    package init(in file: UnsafeRawBufferPointer, beside samples: SoundLayout) {
        let header = HeaderBytes(file, fileByteCount: nil)
        self = WAVContainer(header)?.others(samples) ?? AIFFHeader.others(header, samples)
    }

    mutating func add(_ name: String) {
        if !names.contains(name), names.count < Self.nameLimit { names.append(name) }
    }

    /// Whether four bytes can be a chunk's name: letters that are seen, and blanks.
    static func isName(at offset: Int, in header: HeaderBytes) -> Bool {
        offset <= header.count - 4 && header.bytes[offset..<offset + 4].allSatisfy { (0x20..<0x7F).contains($0) }
    }

    /// Bytes from an offset on, unless they are but the zeros that fill up a file.
    static func stray(from offset: Int, in header: HeaderBytes) -> Int {
        let rest = header.bytes[min(offset, header.count)...]
        return rest.allSatisfy { $0 == 0 } ? 0 : rest.count
    }
}
