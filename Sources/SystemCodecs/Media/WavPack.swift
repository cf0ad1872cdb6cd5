#if WavPack
import CWavPack
package import CodecInterface

/// Lossless WavPack (versions 4 and 5 of the format), through libwavpack: 8, 16, 24 and 32 bits a sample and floating-point
/// samples of 32 bits, up to 8 channels.
///
/// The parameters are the tool's options: `f` fast, `n` normal, `h` high, `hh` very high, and `x1` to `x6` behind any of
/// them for extra processing. A canonical WAV file becomes a plain .wv file (see ``MediaStream`` for the others), whose
/// blocks carry checksums. Decoding needs a few blocks of at most a second or so.
package struct WavPackCodec: Codec {
    package static let information = CodecInformation(
        name: "wavpack", summary: "lossless WavPack audio, through libwavpack; options as in the tool",
        parameters: ["f", "n", "h", "hh"].flatMap { mode in [mode] + (1...6).map { "\(mode)x\($0)" } },
        parameterRange: "f, n, h, hh, each with or without x1-x6", defaultParameters: "n", modalities: [.audio],
        library: "libwavpack", version: String(cString: WavpackGetLibraryVersionString()))

    private let flags: Int32
    private let extraMode: Int32

    package init(parameters: String, threads: Int) throws(CodecError) {
        let parts = try Self.checkedParameters(parameters).split(separator: "x")
        let modeFlags: Int32 =
            switch parts.first {
            case "f": CONFIG_FAST_FLAG
            case "h": CONFIG_HIGH_FLAG
            case "hh": CONFIG_HIGH_FLAG | CONFIG_VERY_HIGH_FLAG
            default: 0
            }
        extraMode = parts.count > 1 ? Int32(parts[1]) ?? 1 : 0
        flags = modeFlags | (extraMode > 0 ? CONFIG_EXTRA_MODE : 0)
    }

    /// Noise is a little larger than itself; each of at most eight pairs of channels has blocks with headers.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        2 * byteCount + 65_536 + MediaStream.maximumOverhead
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let file = try WaveFile(source, codec: name, widths: 1...4, takesFloat: true)
        guard file.shape.frameCount > 0 else { throw .unsupported(codec: name, reason: "the file has no samples") }
        let start =
            file.isCanonical
            ? 0 : try MediaStream.write(header: file.header, trailer: file.trailer, into: destination, codec: name)
        var cursor = OutputCursor(UnsafeMutableRawBufferPointer(rebasing: destination[start...]))
        let failure = withUnsafeMutablePointer(to: &cursor) { encode(file, into: $0) }
        if cursor.isExhausted { throw .outputTooLarge(codec: name, capacity: destination.count) }
        if let failure { throw failure }
        return start + cursor.count
    }

    /// Feeds all samples to the library, which writes at `cursor`.
    private func encode(_ file: WaveFile, into cursor: UnsafeMutablePointer<OutputCursor>) -> CodecError? {
        let name = Self.information.name
        let shape = file.shape
        let context = WavpackOpenFileOutput(
            { cursor, bytes, byteCount in
                OutputCursor.of(cursor)?.pointee.write(bytes, Int(byteCount)) == true ? 1 : 0
            }, UnsafeMutableRawPointer(cursor), nil)
        guard let context else { return .outOfMemory(codec: name) }
        defer { WavpackCloseFile(context) }
        var configuration = WavpackConfig()
        configuration.flags = flags
        configuration.xmode = extraMode
        configuration.bytes_per_sample = Int32(shape.bytesPerSample)
        configuration.bits_per_sample = Int32(shape.bitsPerSample)
        // The exponent's bias says that samples are IEEE 754 numbers from -1 to 1; 0 that they are integers.
        configuration.float_norm_exp = shape.isFloat ? 127 : 0
        configuration.num_channels = Int32(shape.channelCount)
        configuration.sample_rate = Int32(shape.sampleRate)
        // As the tool does for plain WAV files: centre, left and right, then the speakers in their order.
        configuration.channel_mask =
            shape.channelCount <= 2 ? 5 - Int32(shape.channelCount) : (1 << Int32(shape.channelCount)) - 1
        guard WavpackSetConfiguration64(context, &configuration, Int64(shape.frameCount), nil) != 0,
            WavpackPackInit(context) != 0
        else { return Self.failure("WavpackSetConfiguration64", context) }

        let framesPerCall = 4096
        let samples = UnsafeMutablePointer<Int32>.allocate(capacity: framesPerCall * shape.channelCount)
        defer { samples.deallocate() }
        var frame = 0
        while frame < shape.frameCount {
            let count = min(framesPerCall, shape.frameCount - frame)
            let start = frame * shape.bytesPerFrame
            widenSamples(
                UnsafeRawBufferPointer(rebasing: file.samples[start..<start + count * shape.bytesPerFrame]),
                shape.form, into: samples)
            guard WavpackPackSamples(context, samples, UInt32(count)) != 0 else {
                return Self.failure("WavpackPackSamples", context)
            }
            frame += count
        }
        return WavpackFlushSamples(context) != 0 ? nil : Self.failure("WavpackFlushSamples", context)
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let stream = try MediaStream(source, codec: name)
        var cursor = InputCursor(stream.payload)
        let result = withUnsafeMutablePointer(to: &cursor) { cursor in
            Result { () throws(CodecError) in try Self.decode(stream, cursor, into: destination) }
        }
        let byteCount = try result.get()
        let unread = cursor.count - cursor.position
        guard unread == 0 else {
            throw .corrupted(
                codec: name, reason: "\(unread) bytes follow the end of the stream", offset: source.count - unread)
        }
        return byteCount
    }

    private static func decode(
        _ stream: MediaStream, _ cursor: UnsafeMutablePointer<InputCursor>,
        into destination: UnsafeMutableRawBufferPointer
    ) throws(CodecError) -> Int {
        let name = information.name
        var reader = memoryReader
        var message = [CChar](repeating: 0, count: 80)
        guard let context = WavpackOpenFileInputEx64(&reader, UnsafeMutableRawPointer(cursor), nil, &message, 0, 0)
        else {
            let text = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            throw .corrupted(codec: name, reason: text.isEmpty ? "no WavPack block" : text, offset: nil)
        }
        defer { WavpackCloseFile(context) }
        let mode = WavpackGetMode(context)
        let bytesPerSample = Int(WavpackGetBytesPerSample(context))
        let channelCount = Int(WavpackGetNumChannels(context))
        let isFloat = mode & MODE_FLOAT != 0
        guard mode & MODE_LOSSLESS != 0, (isFloat ? 4...4 : 1...4).contains(bytesPerSample),
            !isFloat || WavpackGetFloatNormExp(context) == 127,
            Int(WavpackGetBitsPerSample(context)) == bytesPerSample * 8, (1...8).contains(channelCount),
            let shape = AudioShape(
                channelCount: channelCount, bytesPerSample: bytesPerSample, isFloat: isFloat,
                sampleRate: Int(WavpackGetSampleRate(context)), frameCount: Int(WavpackGetNumSamples64(context)),
                form: WaveFile.form(keptHeader: stream.header)),
            shape.form.bytesPerSample == bytesPerSample
        else {
            throw .corrupted(codec: name, reason: "the WavPack file is none that this codec writes", offset: nil)
        }
        let (samples, byteCount) = try stream.layOut(
            canonicalHeader: shape.canonicalHeader, sampleByteCount: shape.sampleByteCount, in: destination, codec: name
        )

        let framesPerCall = 4096
        let values = UnsafeMutablePointer<Int32>.allocate(capacity: framesPerCall * channelCount)
        defer { values.deallocate() }
        var address = samples.firstByte
        var frame = 0
        while frame < shape.frameCount {
            let count = Int(
                WavpackUnpackSamples(context, values, UInt32(min(framesPerCall, shape.frameCount - frame))))
            guard count > 0 else {
                throw .corrupted(codec: name, reason: "the stream ends too early", offset: nil)
            }
            for index in 0..<count * channelCount {
                storeSample(values[index], shape.form, at: address)
                address += bytesPerSample
            }
            frame += count
        }
        guard WavpackGetNumErrors(context) == 0 else {
            throw .corrupted(codec: name, reason: "a block's checksum does not match", offset: nil)
        }
        return byteCount
    }

    /// Reads from an ``InputCursor``, forwards only.
    private static var memoryReader: WavpackStreamReader64 {
        var reader = WavpackStreamReader64()
        reader.read_bytes = { cursor, bytes, byteCount in
            guard let cursor = cursor?.assumingMemoryBound(to: InputCursor.self) else { return 0 }
            return Int32(cursor.pointee.read(bytes, Int(byteCount)))
        }
        reader.get_pos = { cursor in
            Int64(cursor?.assumingMemoryBound(to: InputCursor.self).pointee.position ?? 0)
        }
        reader.set_pos_abs = { _, _ in -1 }
        reader.set_pos_rel = { _, _, _ in -1 }
        reader.push_back_byte = { cursor, byte in
            // The library gives back only what it has just read.
            guard let cursor = cursor?.assumingMemoryBound(to: InputCursor.self), cursor.pointee.position > 0 else {
                return -1
            }
            cursor.pointee.position -= 1
            return byte
        }
        reader.get_length = { cursor in
            Int64(cursor?.assumingMemoryBound(to: InputCursor.self).pointee.count ?? 0)
        }
        reader.can_seek = { _ in 0 }
        return reader
    }

    private static func failure(_ operation: String, _ context: OpaquePointer) -> CodecError {
        let message = WavpackGetErrorMessage(context).map { String(cString: $0) } ?? "unknown"
        return .libraryFailure(codec: information.name, operation: operation, code: message)
    }
}
#endif
