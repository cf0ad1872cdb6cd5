/// What a WAV file's samples are (Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", 1991).
package struct WAVFormat: Sendable, Hashable {
    package var channels: Int
    package var sampleRate: Int
    package var bitsPerSample: Int

    package init(channels: Int, sampleRate: Int, bitsPerSample: Int) {
        self.channels = channels
        self.sampleRate = sampleRate
        self.bitsPerSample = bitsPerSample
    }

    /// Bytes of one sample of every channel.
    package var frameByteCount: Int { channels * ((bitsPerSample + 7) / 8) }

    /// The canonical file: a 44-byte header and the samples, little-endian.
    func file(data: some Collection<UInt8>) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        var bytes = Array("RIFF".utf8) + little(36 + data.count, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
        bytes += little(1, 2) + little(channels, 2) + little(sampleRate, 4) + little(sampleRate * frameByteCount, 4)
        bytes += little(frameByteCount, 2) + little(bitsPerSample, 2) + Array("data".utf8) + little(data.count, 4)
        bytes += data
        return bytes
    }
}

/// Reads WAV files with PCM samples; every length is checked before it is believed.
///
/// Any chunks may stand before the samples, the format may be the extensible one, and samples of a bit count between
/// bytes are taken at the size they have in the file. A `data` chunk that says it is longer than the file, as programs that
/// write into a pipe do, has what is there.
package struct WAVReader {
    package let format: WAVFormat
    /// Where the samples lie: whole frames only.
    package let data: Range<Int>
    /// Bytes of samples that the header promises; other than the range's where it lies.
    package let promisedByteCount: Int

    package init(_ bytes: [UInt8], path: String) throws(CorpusError) {
        func fail(_ offset: Int, _ reason: String) -> CorpusError {
            .media(path: path, offset: offset, reason: reason)
        }
        func little(_ offset: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        func has(_ name: String, at offset: Int) -> Bool { bytes[offset..<offset + 4].elementsEqual(name.utf8) }
        guard bytes.count >= 12, has("RIFF", at: 0), has("WAVE", at: 8) else {
            throw fail(0, "not a WAV file: it does not begin with RIFF and WAVE")
        }
        let isEndless = little(4, 4) == 0 || little(4, 4) == 0xFFFF_FFFF
        var offset = 12
        var format: WAVFormat?
        while offset + 8 <= bytes.count {
            let size = little(offset + 4, 4)
            let start = offset + 8
            if has("data", at: offset) {
                guard let format else { throw fail(offset, "samples before the format chunk") }
                let available = bytes.count - start
                let count = size == 0 && isEndless ? available : min(size, available)
                self.format = format
                promisedByteCount = size
                data = start..<start + count / format.frameByteCount * format.frameByteCount
                return
            }
            guard size <= bytes.count - start else {
                throw fail(
                    offset, "a chunk of \(size) bytes where only \(bytes.count - start) are left: the file is cut short"
                )
            }
            if has("fmt ", at: offset) { format = try Self.format(path, at: start, size, fail, little) }
            // Chunks are padded to even lengths.
            offset = start + size + size % 2
        }
        throw fail(min(offset, bytes.count), "the file ends without samples")
    }

    private static func format(
        _ path: String, at start: Int, _ size: Int, _ fail: (Int, String) -> CorpusError, _ little: (Int, Int) -> Int
    ) throws(CorpusError) -> WAVFormat {
        guard size >= 16 else { throw fail(start, "the format chunk has \(size) bytes instead of 16 or more") }
        var tag = little(start, 2)
        // WAVE_FORMAT_EXTENSIBLE: the true format begins the GUID at byte 24.
        if tag == 0xFFFE, size >= 40 { tag = little(start + 24, 2) }
        guard tag == 1 else {
            throw .undecodable(
                path: path, offset: start,
                reason: tag == 3 ? "the samples are floating-point numbers, not PCM" : "format \(tag) is not PCM")
        }
        let (channels, rate, bits) = (little(start + 2, 2), little(start + 4, 4), little(start + 14, 2))
        guard (1...1024).contains(channels), (1...32).contains(bits) else {
            throw fail(start, "\(channels) channels of \(bits) bits are not supported")
        }
        // What the file names is how many bits matter; they lie at the top of whole bytes.
        return WAVFormat(channels: channels, sampleRate: rate, bitsPerSample: (bits + 7) / 8 * 8)
    }
}
