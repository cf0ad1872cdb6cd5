#if Zstd
import CZstd
package import CodecInterface

/// Zstandard frames (RFC 8878), through libzstd.
///
/// What `ZSTD_compress` writes: the frame says the original's size and carries no checksum, which is the library's
/// default (the zstd tool adds four bytes of checksum). Decoding writes straight into the destination, so that the
/// window a frame asks for costs no memory of its own.
package struct ZstdCodec: Codec {
    package static let information = CodecInformation(
        name: "zstd", summary: "Zstandard frames, through libzstd; negative levels are its fast ones",
        parameters: (-7 ... -1).map(String.init) + (1...22).map(String.init), parameterRange: "-7 to -1, 1-22",
        defaultParameters: "3", library: "libzstd", version: String(cString: ZSTD_versionString()))

    private let level: Int32

    package init(parameters: String, threads: Int) throws(CodecError) {
        level = Int32(try Self.checkedParameters(parameters)) ?? ZSTD_CLEVEL_DEFAULT
    }

    package func maximumCompressedByteCount(for byteCount: Int) -> Int { ZSTD_compressBound(byteCount) }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        guard let context = ZSTD_createCCtx() else { throw .outOfMemory(codec: Self.information.name) }
        defer { ZSTD_freeCCtx(context) }
        let count = ZSTD_compressCCtx(
            context, destination.firstByte, destination.count, source.firstByte, source.count, level)
        guard ZSTD_isError(count) == 0 else {
            throw failure(count, "ZSTD_compressCCtx", capacity: destination.count)
        }
        return count
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        // The decoder would accept no frame at all, and any number of them; a stream here is exactly one.
        let frameByteCount = ZSTD_findFrameCompressedSize(source.firstByte, source.count)
        guard ZSTD_isError(frameByteCount) == 0 else {
            throw failure(frameByteCount, "ZSTD_findFrameCompressedSize", capacity: destination.count)
        }
        guard frameByteCount == source.count else {
            throw .corrupted(
                codec: Self.information.name,
                reason: "\(source.count - frameByteCount) bytes follow the end of the frame", offset: frameByteCount)
        }
        guard let context = ZSTD_createDCtx() else { throw .outOfMemory(codec: Self.information.name) }
        defer { ZSTD_freeDCtx(context) }
        let count = ZSTD_decompressDCtx(
            context, destination.firstByte, destination.count, source.firstByte, source.count)
        guard ZSTD_isError(count) == 0 else {
            throw failure(count, "ZSTD_decompressDCtx", capacity: destination.count)
        }
        return count
    }

    private func failure(_ result: Int, _ operation: String, capacity: Int) -> CodecError {
        let name = Self.information.name
        let message = String(cString: ZSTD_getErrorName(result))
        return switch ZSTD_getErrorCode(result) {
        case ZSTD_error_dstSize_tooSmall: .outputTooLarge(codec: name, capacity: capacity)
        case ZSTD_error_memory_allocation: .outOfMemory(codec: name)
        case ZSTD_error_prefix_unknown, ZSTD_error_version_unsupported, ZSTD_error_frameParameter_unsupported,
            ZSTD_error_frameParameter_windowTooLarge, ZSTD_error_corruption_detected, ZSTD_error_checksum_wrong,
            ZSTD_error_dictionary_corrupted, ZSTD_error_dictionary_wrong, ZSTD_error_srcSize_wrong:
            .corrupted(codec: name, reason: message, offset: nil)
        default: .libraryFailure(codec: name, operation: operation, code: message)
        }
    }
}
#endif
