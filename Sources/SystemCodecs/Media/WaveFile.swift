import CodecInterface

/// The samples of a sound: what the audio codecs take and give back.
struct AudioShape: Equatable, Sendable {
    let channelCount: Int
    /// 1 (unsigned), 2 or 3 (both signed, little-endian), as WAV files have them.
    let bytesPerSample: Int
    /// Samples of a channel in a second.
    let sampleRate: Int
    /// Samples of each channel.
    let frameCount: Int

    var bytesPerFrame: Int { channelCount * bytesPerSample }
    var bitsPerSample: Int { bytesPerSample * 8 }
    /// Bytes in all of the samples.
    let sampleByteCount: Int

    /// - Returns: nil where the samples do not fit into an `Int`.
    init?(channelCount: Int, bytesPerSample: Int, sampleRate: Int, frameCount: Int) {
        let (byteCount, overflow) = frameCount.multipliedReportingOverflow(by: channelCount * bytesPerSample)
        guard !overflow, frameCount >= 0 else { return nil }
        self.channelCount = channelCount
        self.bytesPerSample = bytesPerSample
        self.sampleRate = sampleRate
        self.frameCount = frameCount
        sampleByteCount = byteCount
    }

    /// The one WAV header that an audio codec gives back without keeping it: a `fmt ` chunk of 16 bytes and the `data`
    /// chunk, 44 bytes altogether. Empty where the samples are too long for one.
    var canonicalHeader: [UInt8] {
        guard sampleByteCount <= Int(UInt32.max) - 36 else { return [] }
        func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
            withUnsafeBytes(of: value.littleEndian, Array.init)
        }
        return Array("RIFF".utf8) + littleEndian(UInt32(36 + sampleByteCount)) + Array("WAVEfmt ".utf8)
            + littleEndian(UInt32(16)) + littleEndian(UInt16(1)) + littleEndian(UInt16(channelCount))
            + littleEndian(UInt32(sampleRate)) + littleEndian(UInt32(truncatingIfNeeded: sampleRate * bytesPerFrame))
            + littleEndian(UInt16(bytesPerFrame)) + littleEndian(UInt16(bitsPerSample)) + Array("data".utf8)
            + littleEndian(UInt32(sampleByteCount))
    }
}

/// A RIFF WAVE file with PCM samples of 8, 16 or 24 bits.
///
/// Extensible headers, other chunks, an odd byte of padding and a `data` chunk whose size is a lie are all taken: what
/// lies before and behind the samples is kept as it is.
struct WaveFile {
    let shape: AudioShape
    /// Everything up to the samples.
    let header: UnsafeRawBufferPointer
    let samples: UnsafeRawBufferPointer
    /// Everything behind the last complete frame of samples.
    let trailer: UnsafeRawBufferPointer

    /// Whether header and trailer are what ``AudioShape/canonicalHeader`` brings back.
    var isCanonical: Bool { trailer.isEmpty && header.elementsEqual(shape.canonicalHeader) }

    /// Finds the parts of a file.
    ///
    /// - Throws: ``CodecError/unsupported(codec:reason:)`` where the file is anything else.
    init(_ file: UnsafeRawBufferPointer, codec: String) throws(CodecError) {
        guard file.count >= 12, file[0..<4].elementsEqual("RIFF".utf8), file[8..<12].elementsEqual("WAVE".utf8) else {
            throw .unsupported(codec: codec, reason: "it takes WAV files")
        }
        var format: (channelCount: Int, bytesPerSample: Int, sampleRate: Int)?
        var position = 12
        while file.count - position >= 8 {
            let byteCount = Int(file.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self).littleEndian)
            let name = file[position..<position + 4]
            let start = position + 8
            let available = min(byteCount, file.count - start)
            if name.elementsEqual("fmt ".utf8) {
                format = try Self.format(
                    UnsafeRawBufferPointer(rebasing: file[start..<start + available]), codec: codec)
            } else if name.elementsEqual("data".utf8) {
                guard let format else {
                    throw .unsupported(codec: codec, reason: "the WAV file has samples before their format")
                }
                let frameCount = available / (format.channelCount * format.bytesPerSample)
                guard
                    let shape = AudioShape(
                        channelCount: format.channelCount, bytesPerSample: format.bytesPerSample,
                        sampleRate: format.sampleRate, frameCount: frameCount)
                else { break }
                self.shape = shape
                header = UnsafeRawBufferPointer(rebasing: file[..<start])
                samples = UnsafeRawBufferPointer(rebasing: file[start...].prefix(shape.sampleByteCount))
                trailer = UnsafeRawBufferPointer(rebasing: file[(start + shape.sampleByteCount)...])
                return
            }
            // Chunks are padded to an even size.
            position = start + available + (byteCount & 1)
            if position > file.count { break }
        }
        throw .unsupported(codec: codec, reason: "the WAV file has no samples")
    }

    /// Reads a `fmt ` chunk.
    private static func format(_ chunk: UnsafeRawBufferPointer, codec: String)
        throws(CodecError) -> (channelCount: Int, bytesPerSample: Int, sampleRate: Int)
    {
        guard chunk.count >= 16 else {
            throw .unsupported(codec: codec, reason: "the WAV file's format is cut short")
        }
        func field(_ offset: Int) -> Int {
            Int(chunk.loadUnaligned(fromByteOffset: offset, as: UInt16.self).littleEndian)
        }
        var encoding = field(0)
        let channelCount = field(2)
        let sampleRate = Int(chunk.loadUnaligned(fromByteOffset: 4, as: UInt32.self).littleEndian)
        let blockByteCount = field(12)
        let bitsPerSample = field(14)
        // WAVE_FORMAT_EXTENSIBLE: the true encoding begins the sub-format at byte 24, the bits in use are at byte 18.
        if encoding == 0xFFFE, chunk.count >= 40, field(18) == bitsPerSample { encoding = field(24) }
        guard encoding == 1 else {
            throw .unsupported(codec: codec, reason: "the WAV file's encoding is \(encoding); it takes PCM (1)")
        }
        guard bitsPerSample == 8 || bitsPerSample == 16 || bitsPerSample == 24 else {
            throw .unsupported(codec: codec, reason: "\(bitsPerSample) bits a sample; it takes 8, 16 and 24")
        }
        guard (1...8).contains(channelCount), blockByteCount == channelCount * bitsPerSample / 8 else {
            throw .unsupported(codec: codec, reason: "it takes no WAV file with \(channelCount) channels")
        }
        guard (1...655_350).contains(sampleRate) else {
            throw .unsupported(codec: codec, reason: "it takes no sample rate of \(sampleRate) Hz")
        }
        return (channelCount, bitsPerSample / 8, sampleRate)
    }
}
