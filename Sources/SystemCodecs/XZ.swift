import CLZMA
package import CodecInterface

/// LZMA2 in the .xz container (version 1.2.0 of the .xz format), through liblzma.
///
/// The settings are the presets of the xz tool, `e` for extreme, with CRC-64 as the check: the stream equals what
/// `xz -T1` writes. Decoding is held to ``decoderMemoryLimit``; the largest preset needs 65 MiB.
package struct XZCodec: Codec {
    package static let information = CodecInformation(
        name: "xz", summary: "LZMA2, .xz files, through liblzma",
        parameters: (0...9).map(String.init) + (0...9).map { "\($0)e" }, parameterRange: "0-9, 0e-9e",
        defaultParameters: "6", library: "liblzma", version: String(cString: lzma_version_string()))

    /// The most memory in bytes a stream may make the decoder allocate: every preset fits twice.
    package static let decoderMemoryLimit: UInt64 = 128 << 20

    // Two macros with casts, which Swift cannot see: `LZMA_PRESET_EXTREME` and `LZMA_TELL_UNSUPPORTED_CHECK`.
    private static let extremeFlag: UInt32 = 1 << 31
    private static let tellUnsupportedCheck: UInt32 = 0x02

    private let preset: UInt32

    package init(parameters: String, threads: Int) throws(CodecError) {
        let setting = try Self.checkedParameters(parameters)
        let level = UInt32(setting.prefix(1)) ?? 6
        preset = setting.hasSuffix("e") ? level | Self.extremeFlag : level
    }

    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        lzma_stream_buffer_bound(byteCount)
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        var stream = lzma_stream()
        defer { lzma_end(&stream) }
        let status = lzma_easy_encoder(&stream, preset, LZMA_CHECK_CRC64)
        guard status == LZMA_OK else { throw failure(status, "lzma_easy_encoder", stream) }
        return try runToEnd(&stream, source, destination, .encoding)
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        var stream = lzma_stream()
        defer { lzma_end(&stream) }
        // A check that cannot be verified is an error here, not a warning.
        let status = lzma_stream_decoder(&stream, Self.decoderMemoryLimit, Self.tellUnsupportedCheck)
        guard status == LZMA_OK else { throw failure(status, "lzma_stream_decoder", stream) }
        let count = try runToEnd(&stream, source, destination, .decoding)
        guard stream.avail_in == 0 else {
            throw .corrupted(
                codec: Self.information.name, reason: "\(stream.avail_in) bytes follow the end of the stream",
                offset: source.count - stream.avail_in)
        }
        return count
    }

    private enum Direction {
        case encoding, decoding
    }

    private func runToEnd(
        _ stream: inout lzma_stream, _ source: UnsafeRawBufferPointer, _ destination: UnsafeMutableRawBufferPointer,
        _ direction: Direction
    ) throws(CodecError) -> Int {
        stream.next_in = source.firstByte.assumingMemoryBound(to: UInt8.self)
        stream.avail_in = source.count
        stream.next_out = destination.firstByte.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = destination.count
        while true {
            switch lzma_code(&stream, LZMA_FINISH) {
            case LZMA_OK:
                continue
            case LZMA_STREAM_END:
                return destination.count - stream.avail_out
            case LZMA_BUF_ERROR:
                // Twice without progress: a buffer is used up. The encoder may have taken in all of its input by then.
                if stream.avail_out == 0, stream.avail_in > 0 || direction == .encoding {
                    throw .outputTooLarge(codec: Self.information.name, capacity: destination.count)
                }
                throw .corrupted(
                    codec: Self.information.name, reason: "the stream ends too early", offset: source.count)
            case let status:
                throw failure(status, "lzma_code", stream)
            }
        }
    }

    private func failure(_ status: lzma_ret, _ operation: String, _ stream: lzma_stream) -> CodecError {
        let name = Self.information.name
        let offset = Int(clamping: stream.total_in)
        return switch status {
        case LZMA_MEM_ERROR: .outOfMemory(codec: name)
        case LZMA_FORMAT_ERROR: .corrupted(codec: name, reason: "this is no .xz stream (wrong magic bytes)", offset: 0)
        case LZMA_DATA_ERROR:
            .corrupted(codec: name, reason: "invalid data or a checksum that does not match", offset: offset)
        case LZMA_OPTIONS_ERROR:
            .corrupted(codec: name, reason: "the stream asks for options this liblzma does not have", offset: offset)
        case LZMA_UNSUPPORTED_CHECK:
            .corrupted(codec: name, reason: "the stream's kind of checksum cannot be verified", offset: offset)
        case LZMA_MEMLIMIT_ERROR:
            .corrupted(
                codec: name,
                reason: "the stream asks for more than \(Self.decoderMemoryLimit >> 20) MiB of memory to decode",
                offset: offset)
        default: .libraryFailure(codec: name, operation: operation, code: "lzma_ret \(status.rawValue)")
        }
    }
}
