import CodecInterface
import MediaFormats

/// How the samples of a sound are written: what the audio codecs take and give back.
struct SampleForm: Equatable, Sendable {
    /// 1 to 4.
    let bytesPerSample: Int
    let isBigEndian: Bool
    /// Whether silence is in the middle, as in WAV files of 8 bits.
    let isUnsigned: Bool

    init(bytesPerSample: Int, isBigEndian: Bool, isUnsigned: Bool) {
        self.bytesPerSample = bytesPerSample
        self.isBigEndian = isBigEndian
        self.isUnsigned = isUnsigned
    }

    /// As in WAV files with little-endian numbers.
    init(bytesPerSample: Int) {
        self.init(bytesPerSample: bytesPerSample, isBigEndian: false, isUnsigned: bytesPerSample == 1)
    }
}

/// The samples of a sound.
struct AudioShape: Equatable, Sendable {
    let channelCount: Int
    let form: SampleForm
    /// Whether samples are IEEE 754 numbers of 32 bits.
    let isFloat: Bool
    /// Samples of a channel in a second.
    let sampleRate: Int
    /// Samples of each channel.
    let frameCount: Int

    var bytesPerSample: Int { form.bytesPerSample }
    var bytesPerFrame: Int { channelCount * bytesPerSample }
    var bitsPerSample: Int { bytesPerSample * 8 }
    /// Bytes in all of the samples.
    let sampleByteCount: Int

    /// - Parameter form: as in WAV files unless given.
    /// - Returns: nil where the samples do not fit into an `Int`.
    init?(
        channelCount: Int, bytesPerSample: Int, isFloat: Bool = false, sampleRate: Int, frameCount: Int,
        form: SampleForm? = nil
    ) {
        let (byteCount, overflow) = frameCount.multipliedReportingOverflow(by: channelCount * bytesPerSample)
        guard !overflow, frameCount >= 0 else { return nil }
        self.channelCount = channelCount
        self.form = form ?? SampleForm(bytesPerSample: bytesPerSample)
        self.isFloat = isFloat
        self.sampleRate = sampleRate
        self.frameCount = frameCount
        sampleByteCount = byteCount
    }

    /// The one WAV header that an audio codec gives back without keeping it: 44 bytes.
    var canonicalHeader: [UInt8] {
        CanonicalHeader.sound(
            channels: channelCount, sampleRate: sampleRate, bytesPerSample: bytesPerSample, isFloat: isFloat,
            sampleByteCount: sampleByteCount)
    }
}

/// A WAV or AIFF file, in any of their containers, with plain samples.
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
    /// - Parameters:
    ///   - widths: how many bytes the codec's integer samples may have.
    ///   - takesFloat: whether it takes floating-point samples of 32 bits.
    /// - Throws: ``CodecError/unsupported(codec:reason:)`` where the file is anything else.
    init(
        _ file: UnsafeRawBufferPointer, codec: String, widths: ClosedRange<Int> = 1...3, takesFloat: Bool = false
    ) throws(CodecError) {
        func unsupported(_ reason: String) -> CodecError { .unsupported(codec: codec, reason: reason) }
        let format = MediaFormat(head: file)
        guard format == .wav || format == .aiff else {
            throw unsupported("it takes WAV and AIFF files\(format?.description ?? "")")
        }
        let layout: SoundLayout
        do throws(MediaFormatError) {
            layout = try SoundLayout(head: file)
        } catch {
            throw unsupported("the file's header cannot be read: \(error)")
        }
        let bits = layout.bitsPerSample
        guard layout.encoding == .float ? takesFloat && bits == 32 : widths.contains(layout.bytesPerSample) else {
            throw unsupported(
                "samples of \(bits) bits\(layout.encoding == .float ? ", floating-point" : ""); it takes"
                    + " \(widths.map { "\(8 * $0)" }.joined(separator: ", ")) bits"
                    + (takesFloat ? " and floating-point ones of 32" : ""))
        }
        guard (1...8).contains(layout.channels) else {
            throw unsupported("it takes no sound with \(layout.channels) channels")
        }
        guard (1...655_350).contains(layout.sampleRate) else {
            throw unsupported("it takes no sample rate of \(layout.sampleRate) Hz")
        }
        header = UnsafeRawBufferPointer(rebasing: file[..<layout.headerByteCount])
        // A stream is decoded by its kept header alone.
        let form = Self.form(of: layout)
        guard (Self.form(keptHeader: header) ?? SampleForm(bytesPerSample: layout.bytesPerSample)) == form,
            let shape = AudioShape(
                channelCount: layout.channels, bytesPerSample: layout.bytesPerSample,
                isFloat: layout.encoding == .float, sampleRate: layout.sampleRate, frameCount: layout.frameCount,
                form: form)
        else { throw unsupported("the file says what its samples are behind them") }
        self.shape = shape
        samples = UnsafeRawBufferPointer(rebasing: file[layout.headerByteCount...].prefix(layout.sampleByteCount))
        trailer = UnsafeRawBufferPointer(rebasing: file[layout.trailer(in: file.count)])
    }

    private static func form(of layout: SoundLayout) -> SampleForm {
        SampleForm(
            bytesPerSample: layout.bytesPerSample,
            isBigEndian: layout.byteOrder == .big && layout.bytesPerSample > 1,
            isUnsigned: layout.encoding == .unsigned)
    }

    /// How the samples behind a header kept beside a stream are written; nil for WAV files with little-endian numbers, where
    /// their width says it.
    static func form(keptHeader header: UnsafeRawBufferPointer) -> SampleForm? {
        guard MediaFormat(head: header) == .aiff || header.starts(with: "RIFX".utf8) else { return nil }
        return (try? SoundLayout(head: header)).map(form)
    }
}
