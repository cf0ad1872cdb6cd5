/// Headers of AIFF and AIFF-C files with samples that are plain numbers (Apple, "Audio Interchange File Format", 1989, and
/// "AIFF-C", 1991).
enum AIFFHeader {
    /// The names that AIFF-C has for plain numbers.
    private static let encodings: [String: (encoding: SoundLayout.Encoding, order: ByteOrder, byteCount: Int?)] = [
        "NONE": (.signed, .big, nil), "twos": (.signed, .big, nil), "sowt": (.signed, .little, nil),
        "in24": (.signed, .big, 3), "in32": (.signed, .big, 4), "raw ": (.unsigned, .big, 1),
        "fl32": (.float, .big, 4), "FL32": (.float, .big, 4), "fl64": (.float, .big, 8), "FL64": (.float, .big, 8),
    ]

    static func layout(_ header: HeaderBytes) throws(MediaFormatError) -> SoundLayout {
        guard header.has("FORM", at: 0), header.has("AIFF", at: 8) || header.has("AIFC", at: 8) else {
            throw .malformed(0, "not an AIFF file: it does not begin with FORM and AIFF")
        }
        let isCompressed = header.has("AIFC", at: 8)
        var common: (format: SoundLayout.SampleFormat, frameCount: Int, start: Int)?
        var sound: (start: Int, byteCount: Int, isOpen: Bool)?
        var offset = 12
        // The two chunks may come in either order.
        while offset <= header.fileByteCount - 8, common == nil || sound == nil {
            let size = try header.number(at: offset + 4, byteCount: 4, .big)
            let start = offset + 8
            if header.has("COMM", at: offset) {
                common = try read(header, at: start, size, isCompressed)
            } else if header.has("SSND", at: offset) {
                // An offset to the first sample, and a block size that matters only to old disks.
                let gap = try header.number(at: start, byteCount: 4, .big)
                var isOpen = size < 8 + gap || size == 0xFFFF_FFFF
                // Nothing, and no chunk behind it: so far did a program come that writes into a pipe.
                if size == 8 + gap { isOpen = !(try hasChunk(header, at: start + size)) }
                guard gap <= header.fileByteCount - start - 8 else {
                    throw .malformed(start, "the samples cannot begin \(gap) bytes into their chunk")
                }
                sound = (start + 8 + gap, max(0, size - 8 - gap), isOpen)
                // Samples of unknown length end with the file.
                if isOpen { break }
            } else if size > header.fileByteCount - start {
                throw .malformed(offset, "a chunk of \(size) bytes is cut short")
            }
            // Chunks are padded to even lengths.
            offset = start + size + size % 2
        }
        guard let common, let sound else {
            throw .malformed(min(offset, header.fileByteCount), "the file ends without samples or their format")
        }
        let frame = common.format.channels * common.format.bytesPerSample
        // Either of the two counts may have been left open by a program that could not come back to mend it.
        let counted = common.frameCount == 0 || common.frameCount == 0xFFFF_FFFF ? nil : common.frameCount * frame
        let promised = sound.isOpen ? counted : min(counted ?? sound.byteCount, sound.byteCount)
        return try SoundLayout(
            isCompressed ? .aiffC : .aiff, common.format, headerByteCount: sound.start, promised: promised,
            chunk: sound.isOpen ? nil : sound.byteCount, fileByteCount: header.fileByteCount,
            sizeFields: [
                .init(offset: 4, byteCount: 4, order: .big, meaning: .file(less: 8)),
                .init(offset: common.start + 2, byteCount: 4, order: .big, meaning: .frames),
            ] + ssndField(header, sound.start), offset: common.start)
    }

    /// Whether a chunk with a name lies whole at an offset, in a file that says where it ends.
    private static func hasChunk(_ header: HeaderBytes, at offset: Int) throws(MediaFormatError) -> Bool {
        let size = try header.number(at: 4, byteCount: 4, .big)
        let end = size == 0 || size == 0xFFFF_FFFF ? 0 : 8 + size
        guard offset + 8 <= min(end, header.fileByteCount) else { return false }
        let byteCount = try header.number(at: offset + 4, byteCount: 4, .big)
        return SoundChunks.isName(at: offset, in: header) && byteCount <= end - offset - 8
    }

    /// Reads a `COMM` chunk.
    private static func read(
        _ header: HeaderBytes, at start: Int, _ size: Int, _ isCompressed: Bool
    ) throws(MediaFormatError) -> (format: SoundLayout.SampleFormat, frameCount: Int, start: Int) {
        guard size >= (isCompressed ? 22 : 18) else {
            throw .malformed(start, "the COMM chunk has \(size) bytes, which is too little")
        }
        let channels = try header.number(at: start, byteCount: 2, .big)
        let frameCount = try header.number(at: start + 2, byteCount: 4, .big)
        let bits = try header.number(at: start + 6, byteCount: 2, .big)
        let exponent = try header.number(at: start + 8, byteCount: 2, .big)
        // The mantissa's upper 32 bits are all that a rate in hertz needs; the highest is the whole part.
        let mantissa = try header.number(at: start + 10, byteCount: 4, .big)
        let lowerMantissa = try header.number(at: start + 14, byteCount: 4, .big)
        let (sampleRate, isRateExact) = rate(exponent, mantissa)
        guard (1...1024).contains(channels), (1...64).contains(bits) else {
            throw .malformed(start, "\(channels) channels of \(bits) bits are not supported")
        }
        guard !isCompressed || start + 22 <= header.count else { throw header.missing(upTo: start + 22, "cut short") }
        let name = isCompressed ? header.name(at: start + 18) : "NONE"
        guard let found = encodings[name] else {
            throw .unsupported(start + 18, "its compression '\(name)' is not PCM")
        }
        let bytesPerSample = found.byteCount ?? (bits + 7) / 8
        guard bits <= 8 * bytesPerSample else {
            throw .malformed(start, "\(bits) bits do not fit into \(bytesPerSample) bytes")
        }
        let format = SoundLayout.SampleFormat(
            channels: channels, sampleRate: sampleRate,
            bytesPerSample: bytesPerSample, validBits: found.encoding == .float ? 8 * bytesPerSample : bits,
            encoding: found.encoding, byteOrder: found.order, channelMask: nil,
            isRateExact: isRateExact && lowerMantissa == 0)
        return (format, frameCount, start)
    }

    /// A sample rate out of the sign, the exponent and the upper half of the mantissa of an 80-bit floating-point number,
    /// rounded, and whether that is what they say; 0 where it makes no sense.
    private static func rate(_ exponent: Int, _ mantissa: Int) -> (rate: Int, isExact: Bool) {
        let power = exponent - 16383 - 31
        guard (-31...0).contains(power) else { return (0, exponent == 0 && mantissa == 0) }
        let rate = power == 0 ? mantissa : (mantissa >> (-power - 1) + 1) >> 1
        return (rate, rate << -power == mantissa)
    }

    /// The size of the `SSND` chunk whose samples begin at `start` with nothing in between.
    private static func ssndField(_ header: HeaderBytes, _ start: Int) -> [SoundLayout.SizeField] {
        guard header.has("SSND", at: start - 16) else { return [] }
        return [.init(offset: start - 12, byteCount: 4, order: .big, meaning: .samples(plus: 8))]
    }

    /// As ``WAVContainer/others(_:)``.
    static func others(_ header: HeaderBytes, _ samples: SoundLayout) -> SoundChunks {
        var others = SoundChunks()
        guard header.has("FORM", at: 0), header.has("AIFF", at: 8) || header.has("AIFC", at: 8) else { return others }
        var offset = 12
        while SoundChunks.isName(at: offset, in: header),
            let size = try? header.number(at: offset + 4, byteCount: 4, .big)
        {
            let name = header.name(at: offset)
            let (start, next) = (offset + 8, offset + 8 + size + size % 2)
            if name == "SSND", start <= samples.headerByteCount, samples.headerByteCount <= max(next, start + 8) {
                // Samples of unknown length end with the file.
                if start + size < samples.headerByteCount || size == 0xFFFF_FFFF || samples.promisedByteCount == nil {
                    return others
                }
            } else if size > header.count - start {
                // Text behind the samples looks like a name with an absurd size.
                break
            } else if name == "SSND" {
                others.add("a further SSND chunk")
            } else if !["COMM", "FVER", "FLLR"].contains(name) {
                others.add(name)
            }
            offset = next
        }
        others.strayByteCount = SoundChunks.stray(from: offset, in: header)
        return others
    }
}
