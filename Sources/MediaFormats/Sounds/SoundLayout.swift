/// Where the samples of a sound lie in its file, and what they are: WAV and its kin, AIFF and AIFF-C, without compression.
///
/// It is read from a file's beginning and its size. A file whose header leaves its length open, or promises more than is
/// there, as programs that write into a pipe leave it, has the samples that are there.
package struct SoundLayout: Sendable, Hashable {
    /// How a sample's bits are meant.
    package enum Encoding: Sendable, Hashable {
        /// Two's complement.
        case signed
        /// Silence is in the middle: WAV at 8 bits.
        case unsigned
        /// IEEE 754 at 32 or 64 bits.
        case float
    }

    /// The chunks around the samples.
    package enum Container: String, Sendable, Hashable {
        case riff = "RIFF"
        case rf64 = "RF64"
        case w64 = "W64"
        case aiff = "AIFF"
        case aiffC = "AIFF-C"
    }

    package let container: Container
    package let channels: Int
    /// Samples of a channel in a second, rounded to a whole number (AIFF has fractions).
    package let sampleRate: Int
    /// Bytes of one sample in the file.
    package let bytesPerSample: Int
    /// How many bits of a sample matter: the upper ones of its bytes.
    package let validBits: Int
    package let encoding: Encoding
    package let byteOrder: ByteOrder
    /// The speakers that the channels belong to, as in WAVE_FORMAT_EXTENSIBLE; nil where the file does not say.
    package let channelMask: Int?
    /// Bytes in front of the samples.
    package let headerByteCount: Int
    /// Bytes of samples that are there: whole frames only.
    package let sampleByteCount: Int
    /// Bytes of the samples' chunk that are there, of which ``sampleByteCount`` are samples: the header may speak of fewer, and the last
    /// frame may be incomplete.
    package let chunkByteCount: Int
    /// Whether ``sampleRate`` is what the file says, rather than a whole number near it, or 0 for what makes no sense.
    package let isSampleRateExact: Bool
    /// Bytes of samples that the header promises; nil where it leaves the length open.
    package let promisedByteCount: Int?
    /// Numbers of the header that follow from how many samples there are.
    let sizeFields: [SizeField]

    package var format: MediaFormat {
        switch container {
        case .riff, .rf64, .w64: .wav
        case .aiff, .aiffC: .aiff
        }
    }

    /// Bits of one sample in the file.
    package var bitsPerSample: Int { 8 * bytesPerSample }
    /// Bytes of one sample of every channel.
    package var frameByteCount: Int { channels * bytesPerSample }
    /// Samples of each channel that are there.
    package var frameCount: Int { sampleByteCount / frameByteCount }
    /// Whether the header promises more than a frame beyond what is there.
    package var isCutShort: Bool { promisedByteCount.map { $0 >= sampleByteCount + frameByteCount } ?? false }

    /// The bytes behind the samples in a file of this size: other chunks, padding, an incomplete frame.
    package func trailer(in fileByteCount: Int) -> Range<Int> {
        let end = headerByteCount + sampleByteCount
        return end..<max(end, fileByteCount)
    }

    /// Reads the header at a file's beginning.
    ///
    /// - Parameters:
    ///   - head: the beginning, or all of the file.
    ///   - fileByteCount: size of the whole file; that of `head` unless given.
    /// - Throws: ``MediaFormatError``
    package init(head: UnsafeRawBufferPointer, fileByteCount: Int? = nil) throws(MediaFormatError) {
        let header = HeaderBytes(head, fileByteCount: fileByteCount)
        if header.has("FORM", at: 0) {
            self = try AIFFHeader.layout(header)
        } else {
            self = try WAVHeader.layout(header)
        }
    }

    /// - Parameters:
    ///   - promised: bytes of samples that the header speaks of; nil where it leaves that open.
    ///   - chunk: bytes of the chunk that the samples lie in; nil where it ends with the file.
    /// - Throws: ``MediaFormatError`` of kind `unsupported` for numbers that no file of these has, at `offset`.
    init(
        _ container: Container, _ samples: SampleFormat, headerByteCount: Int, promised: Int?, chunk: Int?,
        fileByteCount: Int, sizeFields: [SizeField], offset: Int
    ) throws(MediaFormatError) {
        guard (1...1024).contains(samples.channels), (1...8).contains(samples.bytesPerSample),
            (1...8 * samples.bytesPerSample).contains(samples.validBits)
        else {
            throw .malformed(offset, "\(samples.channels) channels of \(samples.validBits) bits are not supported")
        }
        guard samples.encoding == .float ? [4, 8].contains(samples.bytesPerSample) : samples.bytesPerSample <= 4 else {
            throw .unsupported(offset, "samples of \(8 * samples.bytesPerSample) bits are not supported")
        }
        self.container = container
        channels = samples.channels
        sampleRate = samples.sampleRate
        bytesPerSample = samples.bytesPerSample
        validBits = samples.validBits
        encoding = samples.encoding
        byteOrder = samples.byteOrder
        channelMask = samples.channelMask
        self.headerByteCount = headerByteCount
        let available = max(0, fileByteCount - headerByteCount)
        let frame = samples.channels * samples.bytesPerSample
        sampleByteCount = min(promised ?? available, available) / frame * frame
        promisedByteCount = promised
        chunkByteCount = min(chunk ?? available, available)
        isSampleRateExact = samples.isRateExact
        self.sizeFields = sizeFields
    }

    /// What the samples are, wherever they lie.
    struct SampleFormat {
        var channels: Int
        var sampleRate: Int
        var bytesPerSample: Int
        var validBits: Int
        var encoding: Encoding
        var byteOrder: ByteOrder
        var channelMask: Int?
        var isRateExact = true
    }

    /// A number of the header that follows from how many samples there are.
    struct SizeField: Sendable, Hashable {
        enum Meaning: Sendable, Hashable {
            /// Bytes of the file but for so many.
            case file(less: Int)
            /// Bytes of the samples and so many more.
            case samples(plus: Int)
            /// Samples of each channel.
            case frames
        }

        var offset: Int
        var byteCount: Int
        var order: ByteOrder
        var meaning: Meaning
    }
}
