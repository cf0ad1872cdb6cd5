import CFLAC
package import MediaFormats

/// Decodes FLAC files (RFC 9639) through libFLAC.
package enum FLACReader {
    /// The most bytes of samples a file may hold.
    private static let maximumByteCount = 1 << 31

    /// What the decoder's callbacks share.
    private final class State {
        let input: [UInt8]
        var position: Int
        /// Where the file proper ends.
        let end: Int
        /// The samples so far; nil before the first.
        var sound: SoundSamples?
        var failure: String?

        init(_ input: [UInt8]) {
            self.input = input
            position = min(input.count, input.withUnsafeBytes { ID3v2Tag.endOfTags(in: $0) })
            end = max(position, input.withUnsafeBytes { TrailingTags.end(of: $0).end })
        }
    }

    /// The samples; ID3 and APE tags around the file are passed over.
    ///
    /// - Throws: ``CorpusError/media(path:offset:reason:)``
    package static func read(_ bytes: [UInt8], path: String) throws(CorpusError) -> SoundSamples {
        let state = State(bytes)
        guard let decoder = FLAC__stream_decoder_new() else {
            throw .media(path: path, offset: nil, reason: "libFLAC has no memory")
        }
        defer { FLAC__stream_decoder_delete(decoder) }
        FLAC__stream_decoder_set_md5_checking(decoder, 1)
        let client = Unmanaged.passUnretained(state).toOpaque()
        let status = FLAC__stream_decoder_init_stream(
            decoder,
            { _, buffer, count, client in
                guard let client, let buffer, let count else { return FLAC__STREAM_DECODER_READ_STATUS_ABORT }
                let state = Unmanaged<State>.fromOpaque(client).takeUnretainedValue()
                let length = min(count.pointee, state.end - state.position)
                count.pointee = length
                guard length > 0 else { return FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM }
                for index in 0..<length { buffer[index] = state.input[state.position + index] }
                state.position += length
                return FLAC__STREAM_DECODER_READ_STATUS_CONTINUE
            }, nil,
            { _, offset, client in
                guard let client, let offset else { return FLAC__STREAM_DECODER_TELL_STATUS_ERROR }
                offset.pointee = FLAC__uint64(Unmanaged<State>.fromOpaque(client).takeUnretainedValue().position)
                return FLAC__STREAM_DECODER_TELL_STATUS_OK
            }, nil, nil,
            { _, frame, buffer, client in
                guard let client, let frame, let buffer else { return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT }
                let state = Unmanaged<State>.fromOpaque(client).takeUnretainedValue()
                return FLACReader.write(frame.pointee.header, buffer, state)
                    ? FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE : FLAC__STREAM_DECODER_WRITE_STATUS_ABORT
            }, nil,
            { _, error, client in
                guard let client else { return }
                let state = Unmanaged<State>.fromOpaque(client).takeUnretainedValue()
                state.failure = state.failure ?? FLACReader.description(of: error)
            }, client)
        guard status == FLAC__STREAM_DECODER_INIT_STATUS_OK else {
            throw .media(path: path, offset: nil, reason: "libFLAC does not start")
        }
        var isComplete = false
        var intactByteCount: FLAC__uint64 = 0
        while state.failure == nil, !isComplete, FLAC__stream_decoder_process_single(decoder) != 0 {
            isComplete = FLAC__stream_decoder_get_state(decoder) == FLAC__STREAM_DECODER_END_OF_STREAM
            if state.failure == nil { FLAC__stream_decoder_get_decode_position(decoder, &intactByteCount) }
        }
        let isIntact = FLAC__stream_decoder_finish(decoder) != 0
        guard isComplete, state.failure == nil, let sound = state.sound else {
            let found = state.failure ?? (state.sound == nil ? "no samples" : "it ends too early")
            throw .media(
                path: path, offset: Int(clamping: intactByteCount), reason: "the FLAC is damaged: \(found)")
        }
        guard isIntact else {
            throw .media(path: path, offset: nil, reason: "the samples do not have the MD5 that the FLAC names")
        }
        return sound
    }

    private static func description(of error: FLAC__StreamDecoderErrorStatus) -> String {
        switch error {
        case FLAC__STREAM_DECODER_ERROR_STATUS_LOST_SYNC: "no frame begins where one should"
        case FLAC__STREAM_DECODER_ERROR_STATUS_BAD_HEADER: "a frame's header is wrong"
        case FLAC__STREAM_DECODER_ERROR_STATUS_FRAME_CRC_MISMATCH: "a frame's checksum is wrong"
        default: "libFLAC reports error \(error.rawValue)"
        }
    }

    /// Takes one block of samples; false when it does not fit what came before.
    private static func write(
        _ header: FLAC__FrameHeader, _ channels: UnsafePointer<UnsafePointer<FLAC__int32>?>, _ state: State
    ) -> Bool {
        // As in WAV, where bits that do not fill a byte lie at its top.
        let width = (Int(header.bits_per_sample) + 7) / 8
        let format = SoundSamples(
            channels: Int(header.channels), sampleRate: Int(header.sample_rate), bytesPerSample: width, samples: [])
        guard state.sound.map({ $0.hasFormat(of: format) }) ?? true else {
            state.failure = "the format changes inside the file"
            return false
        }
        var samples = state.sound?.samples ?? []
        state.sound = format
        let shift = Int32(8 * width - Int(header.bits_per_sample))
        let count = Int(header.blocksize)
        guard samples.count + count * format.frameByteCount <= maximumByteCount else {
            state.failure = "more samples than are supported"
            return false
        }
        for index in 0..<count {
            for channel in 0..<format.channels {
                guard let values = channels[channel] else { return false }
                // WAV has unsigned samples of 8 bits, signed ones above.
                let value = values[index] << shift &+ (width == 1 ? 128 : 0)
                for byte in 0..<width { samples.append(UInt8(truncatingIfNeeded: value >> Int32(8 * byte))) }
            }
        }
        state.sound?.samples = samples
        return true
    }
}
