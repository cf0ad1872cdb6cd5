import CFLAC
package import CodecInterface

/// Free Lossless Audio Codec (RFC 9639), through libFLAC: 8, 16 and 24 bits a sample, up to 8 channels.
///
/// What `flac -LEVEL --no-padding --no-seektable` writes for the same samples, with the MD5 of the original, which
/// decoding checks. Sample rates outside the streamable subset are taken as well. A canonical WAV file becomes a plain
/// FLAC file (see ``MediaStream`` for the others, AIFF among them). Decoding needs a few blocks of at most 65,535 samples.
package struct FLACCodec: Codec {
    package static let information = CodecInformation(
        name: "flac", summary: "FLAC audio, through libFLAC", parameters: (0...8).map(String.init),
        parameterRange: "0-8", defaultParameters: "5", modalities: [.audio], library: "libFLAC",
        version: String(cString: ncbench_flac_version()))

    private let level: UInt32

    package init(parameters: String, threads: Int) throws(CodecError) {
        level = UInt32(try Self.checkedParameters(parameters)) ?? 5
    }

    /// Noise is stored; a block of 16 samples, the least there is, has a header of up to 16 bytes and as much again per channel.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        2 * byteCount + 16_384 + MediaStream.maximumOverhead
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let file = try WaveFile(source, codec: name)
        let start =
            file.isCanonical
            ? 0 : try MediaStream.write(header: file.header, trailer: file.trailer, into: destination, codec: name)
        guard let encoder = FLAC__stream_encoder_new() else { throw .outOfMemory(codec: name) }
        defer { FLAC__stream_encoder_delete(encoder) }
        let shape = file.shape
        FLAC__stream_encoder_set_compression_level(encoder, level)
        FLAC__stream_encoder_set_channels(encoder, UInt32(shape.channelCount))
        FLAC__stream_encoder_set_bits_per_sample(encoder, UInt32(shape.bitsPerSample))
        FLAC__stream_encoder_set_sample_rate(encoder, UInt32(shape.sampleRate))
        FLAC__stream_encoder_set_total_samples_estimate(encoder, FLAC__uint64(shape.frameCount))
        let isSubset = FLAC__format_sample_rate_is_subset(UInt32(shape.sampleRate)) != 0
        FLAC__stream_encoder_set_streamable_subset(encoder, isSubset ? 1 : 0)

        var cursor = OutputCursor(UnsafeMutableRawBufferPointer(rebasing: destination[start...]))
        let failedOperation = withUnsafeMutablePointer(to: &cursor) { cursor in
            Self.encode(file, with: encoder, into: cursor)
        }
        if let failedOperation {
            if cursor.isExhausted { throw .outputTooLarge(codec: name, capacity: destination.count) }
            throw .libraryFailure(codec: name, operation: failedOperation.name, code: failedOperation.state)
        }
        return start + cursor.count
    }

    /// Feeds all samples to the encoder, which writes at `cursor`.
    ///
    /// - Returns: what failed, if anything.
    private static func encode(
        _ file: WaveFile, with encoder: UnsafeMutablePointer<FLAC__StreamEncoder>,
        into cursor: UnsafeMutablePointer<OutputCursor>
    ) -> (name: String, state: String)? {
        func state() -> String { String(cString: FLAC__stream_encoder_get_resolved_state_string(encoder)) }
        let status = FLAC__stream_encoder_init_stream(
            encoder,
            { _, bytes, byteCount, _, _, cursor in
                OutputCursor.of(cursor)?.pointee.write(bytes, byteCount) == true
                    ? FLAC__STREAM_ENCODER_WRITE_STATUS_OK : FLAC__STREAM_ENCODER_WRITE_STATUS_FATAL_ERROR
            },
            { _, offset, cursor in
                guard let cursor = OutputCursor.of(cursor), offset <= FLAC__uint64(cursor.pointee.count) else {
                    return FLAC__STREAM_ENCODER_SEEK_STATUS_ERROR
                }
                cursor.pointee.position = Int(offset)
                return FLAC__STREAM_ENCODER_SEEK_STATUS_OK
            },
            { _, offset, cursor in
                guard let cursor = OutputCursor.of(cursor), let offset else {
                    return FLAC__STREAM_ENCODER_TELL_STATUS_ERROR
                }
                offset.pointee = FLAC__uint64(cursor.pointee.position)
                return FLAC__STREAM_ENCODER_TELL_STATUS_OK
            }, nil, UnsafeMutableRawPointer(cursor))
        guard status == FLAC__STREAM_ENCODER_INIT_STATUS_OK else {
            return ("FLAC__stream_encoder_init_stream", "status \(status.rawValue), \(state())")
        }
        let shape = file.shape
        // About the largest block the levels use; the encoder buffers to its own block size.
        let framesPerCall = 4096
        let samples = UnsafeMutablePointer<FLAC__int32>.allocate(capacity: framesPerCall * shape.channelCount)
        defer { samples.deallocate() }
        var frame = 0
        while frame < shape.frameCount {
            let count = min(framesPerCall, shape.frameCount - frame)
            let start = frame * shape.bytesPerFrame
            widenSamples(
                UnsafeRawBufferPointer(rebasing: file.samples[start..<start + count * shape.bytesPerFrame]),
                shape.form, into: samples)
            guard FLAC__stream_encoder_process_interleaved(encoder, samples, UInt32(count)) != 0 else {
                return ("FLAC__stream_encoder_process_interleaved", state())
            }
            frame += count
        }
        return FLAC__stream_encoder_finish(encoder) != 0 ? nil : ("FLAC__stream_encoder_finish", state())
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let stream = try MediaStream(source, codec: name)
        guard let decoder = FLAC__stream_decoder_new() else { throw .outOfMemory(codec: name) }
        defer { FLAC__stream_decoder_delete(decoder) }
        FLAC__stream_decoder_set_md5_checking(decoder, 1)
        var decoding = FLACDecoding(stream: stream, destination: destination)
        let isIntact = withUnsafeMutablePointer(to: &decoding) { FLACDecoding.run(decoder, $0) }
        if let error = decoding.error { throw error }
        guard let shape = decoding.shape, decoding.frameCount == shape.frameCount else {
            throw .corrupted(codec: name, reason: "the stream ends too early", offset: source.count)
        }
        guard isIntact else {
            throw .corrupted(codec: name, reason: "damaged frames, or samples whose MD5 does not match", offset: nil)
        }
        let unread = decoding.input.count - decoding.endPosition
        guard unread == 0 else {
            throw .corrupted(
                codec: name, reason: "\(unread) bytes follow the end of the stream", offset: source.count - unread)
        }
        return decoding.byteCount
    }
}
