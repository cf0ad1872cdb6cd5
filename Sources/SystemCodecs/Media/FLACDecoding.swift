import CFLAC
import CodecInterface

/// What the callbacks of libFLAC's decoder share while one stream is decoded.
struct FLACDecoding {
    private let stream: MediaStream
    private let destination: UnsafeMutableRawBufferPointer
    private(set) var input: InputCursor
    private var samples = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    /// What the stream's first block says it holds.
    private(set) var shape: AudioShape?
    /// Frames (samples of each channel) decoded so far.
    private(set) var frameCount = 0
    /// Bytes of the whole file.
    private(set) var byteCount = 0
    /// Where in the library's own file the decoder stopped.
    private(set) var endPosition = 0
    /// The first thing that went wrong.
    private(set) var error: CodecError?

    init(stream: MediaStream, destination: UnsafeMutableRawBufferPointer) {
        self.stream = stream
        self.destination = destination
        input = InputCursor(stream.payload)
    }

    /// Decodes everything.
    ///
    /// - Returns: whether the library found nothing wrong, the MD5 included.
    static func run(
        _ decoder: UnsafeMutablePointer<FLAC__StreamDecoder>, _ decoding: UnsafeMutablePointer<FLACDecoding>
    ) -> Bool {
        let status = FLAC__stream_decoder_init_stream(
            decoder,
            { _, bytes, byteCount, decoding in
                guard let decoding = FLACDecoding.of(decoding), let byteCount else {
                    return FLAC__STREAM_DECODER_READ_STATUS_ABORT
                }
                byteCount.pointee = decoding.pointee.input.read(bytes, byteCount.pointee)
                return byteCount.pointee > 0
                    ? FLAC__STREAM_DECODER_READ_STATUS_CONTINUE : FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM
            }, nil,
            { _, offset, decoding in
                guard let decoding = FLACDecoding.of(decoding), let offset else {
                    return FLAC__STREAM_DECODER_TELL_STATUS_ERROR
                }
                offset.pointee = FLAC__uint64(decoding.pointee.input.position)
                return FLAC__STREAM_DECODER_TELL_STATUS_OK
            }, nil, nil,
            { _, frame, channels, decoding in
                guard let decoding = FLACDecoding.of(decoding), let frame, let channels,
                    decoding.pointee.take(frame.pointee.header, channels)
                else { return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT }
                return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE
            },
            { _, metadata, decoding in
                guard let metadata, metadata.pointee.type == FLAC__METADATA_TYPE_STREAMINFO else { return }
                FLACDecoding.of(decoding)?.pointee.begin(metadata.pointee.data.stream_info)
            },
            { _, status, decoding in
                FLACDecoding.of(decoding)?.pointee.fail("damaged frame (\(FLACDecoding.message(of: status)))")
            }, UnsafeMutableRawPointer(decoding))
        guard status == FLAC__STREAM_DECODER_INIT_STATUS_OK else {
            decoding.pointee.error = .libraryFailure(
                codec: FLACCodec.information.name, operation: "FLAC__stream_decoder_init_stream",
                code: "status \(status.rawValue)")
            return false
        }
        // One frame after the other, up to the last: the library alone would look for more behind it, and for the next
        // good frame behind a damaged one.
        var isRunning = FLAC__stream_decoder_process_until_end_of_metadata(decoder) != 0
        while isRunning, decoding.pointee.error == nil, let shape = decoding.pointee.shape,
            decoding.pointee.frameCount < shape.frameCount
        {
            isRunning =
                FLAC__stream_decoder_process_single(decoder) != 0
                && FLAC__stream_decoder_get_state(decoder) == FLAC__STREAM_DECODER_SEARCH_FOR_FRAME_SYNC
        }
        var position: FLAC__uint64 = 0
        if FLAC__stream_decoder_get_decode_position(decoder, &position) != 0 {
            decoding.pointee.endPosition = Int(clamping: position)
        }
        return FLAC__stream_decoder_finish(decoder) != 0
    }

    /// Takes the stream's description and finds the place of its samples.
    private mutating func begin(_ information: FLAC__StreamMetadata_StreamInfo) {
        guard shape == nil, error == nil else { return }
        let bytesPerSample = Int(information.bits_per_sample) / 8
        guard (1...3).contains(bytesPerSample), information.bits_per_sample % 8 == 0,
            let found = AudioShape(
                channelCount: Int(information.channels), bytesPerSample: bytesPerSample,
                sampleRate: Int(information.sample_rate), frameCount: Int(clamping: information.total_samples),
                form: WaveFile.form(keptHeader: stream.header)),
            found.form.bytesPerSample == bytesPerSample
        else {
            return fail("the FLAC stream is none that this codec writes")
        }
        shape = found
        do throws(CodecError) {
            (samples, byteCount) = try stream.layOut(
                canonicalHeader: found.canonicalHeader, sampleByteCount: found.sampleByteCount, in: destination,
                codec: FLACCodec.information.name)
        } catch {
            self.error = error
        }
    }

    /// Takes the samples of one frame.
    ///
    /// - Returns: whether they belong to the stream and fit.
    private mutating func take(
        _ header: FLAC__FrameHeader, _ channels: UnsafePointer<UnsafePointer<FLAC__int32>?>
    ) -> Bool {
        guard error == nil, let shape else { return false }
        let count = Int(header.blocksize)
        guard Int(header.channels) == shape.channelCount, Int(header.bits_per_sample) == shape.bitsPerSample,
            Int(header.sample_rate) == shape.sampleRate
        else {
            fail("a frame has another format than the stream")
            return false
        }
        guard count <= shape.frameCount - frameCount else {
            fail("the frames hold more samples than the stream says")
            return false
        }
        let base = samples.firstByte + frameCount * shape.bytesPerFrame
        for channel in 0..<shape.channelCount {
            guard let values = channels[channel] else { return false }
            var address = base + channel * shape.bytesPerSample
            for index in 0..<count {
                storeSample(values[index], shape.form, at: address)
                address += shape.bytesPerFrame
            }
        }
        frameCount += count
        return true
    }

    private mutating func fail(_ reason: String) {
        guard error == nil else { return }
        error = .corrupted(codec: FLACCodec.information.name, reason: reason, offset: nil)
    }

    private static func of(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<FLACDecoding>? {
        pointer?.assumingMemoryBound(to: FLACDecoding.self)
    }

    private static func message(of status: FLAC__StreamDecoderErrorStatus) -> String {
        switch status {
        case FLAC__STREAM_DECODER_ERROR_STATUS_LOST_SYNC: "no frame where one should begin"
        case FLAC__STREAM_DECODER_ERROR_STATUS_BAD_HEADER: "bad header"
        case FLAC__STREAM_DECODER_ERROR_STATUS_FRAME_CRC_MISMATCH: "checksum does not match"
        case FLAC__STREAM_DECODER_ERROR_STATUS_UNPARSEABLE_STREAM: "reserved values"
        default: "error \(status.rawValue)"
        }
    }
}
