/// Headers of WAV files and their kin, with samples that are plain numbers (Microsoft, "Multimedia Programming Interface and
/// Data Specifications 1.0", 1991, and "Multiple Channel Audio Data and WAVE Files", 2001).
enum WAVHeader {
    static func layout(_ header: HeaderBytes) throws(MediaFormatError) -> SoundLayout {
        guard let container = WAVContainer(header) else {
            // W64 has its second magic number at byte 24.
            let needed = header.has("riff", at: 0) ? 40 : 12
            throw header.count < needed && header.fileByteCount >= needed
                ? header.missing(upTo: needed, "")
                : .malformed(0, "not a WAV file: it does not begin with RIFF and WAVE")
        }
        var offset = container.firstChunk
        var format: (samples: SoundLayout.SampleFormat, offset: Int)?
        while let chunk = try container.chunk(at: offset) {
            if chunk.name == "data" {
                guard let format else { throw .malformed(offset, "samples before their format") }
                let promised = try promised(chunk, container)
                return try SoundLayout(
                    container.kind, format.samples, headerByteCount: chunk.start,
                    promised: promised, chunk: promised, fileByteCount: header.fileByteCount,
                    sizeFields: sizeFields(container, chunk), offset: format.offset)
            }
            guard chunk.byteCount <= header.fileByteCount - chunk.start else {
                throw .malformed(
                    offset,
                    "a chunk of \(chunk.byteCount) bytes where only \(header.fileByteCount - chunk.start) are left:"
                        + " the file is cut short")
            }
            if chunk.name == "fmt " {
                format = (try samples(header, chunk, container.byteOrder), chunk.start)
            }
            offset = chunk.next
        }
        throw .malformed(min(offset, header.fileByteCount), "the file ends without samples")
    }

    /// The bytes of samples that the header speaks of; nil where it leaves that open: by a size of all ones, or of zero as
    /// programs leave it that never came back to mend it. Only in a file that says where it ends, with a chunk between there
    /// and here, are there really none.
    private static func promised(
        _ chunk: WAVContainer.Chunk, _ container: WAVContainer
    ) throws(MediaFormatError) -> Int? {
        guard chunk.isOpen else { return chunk.byteCount }
        guard chunk.byteCount == 0, let end = container.promisedEnd else { return nil }
        return try container.hasChunk(at: chunk.start, before: end) ? 0 : nil
    }

    private static func sizeFields(
        _ container: WAVContainer, _ data: WAVContainer.Chunk
    ) -> [SoundLayout.SizeField] {
        func field(_ offset: Int, _ byteCount: Int, _ meaning: SoundLayout.SizeField.Meaning) -> SoundLayout.SizeField {
            SoundLayout.SizeField(offset: offset, byteCount: byteCount, order: container.byteOrder, meaning: meaning)
        }
        switch container.kind {
        case .w64: return [field(16, 8, .file(less: 0)), field(data.start - 8, 8, .samples(plus: 24))]
        case .rf64 where container.header.has("ds64", at: 12):
            return [
                field(20, 8, .file(less: 8)), field(28, 8, .samples(plus: 0)), field(36, 8, .frames),
                field(data.start - 4, 4, .samples(plus: 0)),
            ]
        default: return [field(4, 4, .file(less: 8)), field(data.start - 4, 4, .samples(plus: 0))]
        }
    }

    /// Reads a `fmt ` chunk.
    private static func samples(
        _ header: HeaderBytes, _ chunk: WAVContainer.Chunk, _ order: ByteOrder
    ) throws(MediaFormatError) -> SoundLayout.SampleFormat {
        let start = chunk.start
        func field(_ offset: Int, _ byteCount: Int = 2) throws(MediaFormatError) -> Int {
            try header.number(at: start + offset, byteCount: byteCount, order)
        }
        guard chunk.byteCount >= 16 else {
            throw .malformed(start, "the format chunk has \(chunk.byteCount) bytes instead of 16 or more")
        }
        var tag = try field(0)
        let (channels, bits, frame) = (try field(2), try field(14), try field(12))
        guard (1...1024).contains(channels), (1...64).contains(bits) else {
            throw .malformed(start, "\(channels) channels of \(bits) bits are not supported")
        }
        var validBits = bits
        var channelMask: Int?
        // WAVE_FORMAT_EXTENSIBLE: the bits that matter, the speakers, and a GUID whose beginning is the true format.
        if tag == 0xFFFE, chunk.byteCount >= 40 {
            let valid = try field(18)
            if (1...bits).contains(valid) { validBits = valid }
            channelMask = try field(20, 4)
            tag = try field(24, 4) & 0xFFFF
        }
        guard tag == 1 || tag == 3 else { throw .unsupported(start, "its encoding is \(tag), not PCM (1)") }
        // The container of a sample is its share of a frame; files that do not say how long that is have whole bytes.
        let bytesPerSample = frame == 0 ? (bits + 7) / 8 : frame / channels
        guard frame == 0 || frame % channels == 0, 8 * bytesPerSample >= bits, bytesPerSample <= 8 else {
            throw .malformed(start, "frames of \(frame) bytes do not hold \(channels) channels of \(bits) bits")
        }
        let encoding: SoundLayout.Encoding = tag == 3 ? .float : bytesPerSample == 1 ? .unsigned : .signed
        return SoundLayout.SampleFormat(
            channels: channels, sampleRate: try field(4, 4), bytesPerSample: bytesPerSample, validBits: validBits,
            encoding: encoding, byteOrder: order, channelMask: channelMask)
    }
}
