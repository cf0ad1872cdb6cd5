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

/// Reads WAV files; every length is checked before it is believed.
package struct WAVReader {
    package let format: WAVFormat
    /// Where the samples lie.
    package let data: Range<Int>

    package init(_ bytes: [UInt8], path: String) throws(CorpusError) {
        func fail(_ offset: Int, _ reason: String) -> CorpusError {
            .media(path: path, offset: offset, reason: reason)
        }
        func little(_ offset: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        guard bytes.count >= 12, bytes[0..<4].elementsEqual("RIFF".utf8), bytes[8..<12].elementsEqual("WAVE".utf8)
        else {
            throw fail(0, "not a WAV file: it does not begin with RIFF and WAVE")
        }
        var offset = 12
        var format: WAVFormat?
        while offset + 8 <= bytes.count {
            let size = little(offset + 4, 4)
            let start = offset + 8
            let isData = bytes[offset..<offset + 4].elementsEqual("data".utf8)
            guard size <= bytes.count - start else {
                throw fail(
                    offset, "a chunk of \(size) bytes where only \(bytes.count - start) are left: the file is cut short"
                )
            }
            if bytes[offset..<offset + 4].elementsEqual("fmt ".utf8) {
                guard size >= 16 else { throw fail(offset, "the format chunk has \(size) bytes instead of 16 or more") }
                let tag = little(start, 2)
                guard tag == 1 || tag == 0xFFFE else { throw fail(start, "format \(tag) is not PCM") }
                let read = WAVFormat(
                    channels: little(start + 2, 2), sampleRate: little(start + 4, 4),
                    bitsPerSample: little(start + 14, 2))
                guard (1...64).contains(read.channels), [8, 16, 24, 32].contains(read.bitsPerSample) else {
                    throw fail(start, "\(read.channels) channels of \(read.bitsPerSample) bits are not supported")
                }
                format = read
            } else if isData {
                guard let format else { throw fail(offset, "samples before the format chunk") }
                self.format = format
                data = start..<start + size / format.frameByteCount * format.frameByteCount
                return
            }
            // Chunks are padded to even lengths.
            offset = start + size + size % 2
        }
        throw fail(offset, "the file ends without samples")
    }
}
