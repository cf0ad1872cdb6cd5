#if Zstd
import CZstd
package import CodecInterface

/// Zstandard frames (RFC 8878), through libzstd.
///
/// What `ZSTD_compress` writes: the frame says the original's size and carries no checksum, which is the library's
/// default (the zstd tool adds four bytes of checksum). A window behind the level, as in `19w27`, is the tool's `--long=27`: a
/// window of 2^27 bytes, and a search for matches at long distances. Decoding writes straight into the destination, so
/// that the window a frame asks for costs no memory of its own. A file behind the setting is a dictionary as ZDICT makes it, or content alone;
/// of the latter the frame says nothing, and a decoder with another one may not notice.
package struct ZstdCodec: Codec {
    package static let information = CodecInformation(
        name: "zstd",
        summary: "Zstandard frames, through libzstd; negative levels are its fast ones, w27 behind one is --long=27",
        parameters: (-7 ... -1).map(String.init) + (1...22).map(String.init)
            + WindowedLevel.spellings(levels: 1...22, windowBits: [24, 27, 30, 31]),
        parameterRange: "-7 to -1, 1-22, each of 1-22 with w24, w27, w30 or w31", defaultParameters: "3",
        library: "libzstd", version: String(cString: ZSTD_versionString()))

    private let level: Int32
    private let windowBits: Int32?
    /// What the codec knows beforehand; nil for nothing.
    let dictionary: ZstdDictionary?

    package init(parameters: String, threads: Int) throws(CodecError) {
        try self.init(parameters, nil)
    }

    package init(parameters: String, threads: Int, knowledge: PriorKnowledge) throws(CodecError) {
        try self.init(parameters, knowledge)
    }

    private init(_ parameters: String, _ knowledge: PriorKnowledge?) throws(CodecError) {
        let level = WindowedLevel(try Self.checkedParameters(parameters))
        self.level = level?.level ?? ZSTD_CLEVEL_DEFAULT
        windowBits = level?.windowBits
        if let knowledge {
            dictionary = try ZstdDictionary(knowledge, level: self.level)
        } else {
            dictionary = nil
        }
    }

    package var information: CodecInformation { Self.information.knowing(dictionary?.knowledge) }

    package func maximumCompressedByteCount(for byteCount: Int) -> Int { ZSTD_compressBound(byteCount) }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        guard let context = ZSTD_createCCtx() else { throw .outOfMemory(codec: Self.information.name) }
        defer { ZSTD_freeCCtx(context) }
        func check(_ result: Int, _ operation: String) throws(CodecError) -> Int {
            guard ZSTD_isError(result) == 0 else { throw failure(result, operation, capacity: destination.count) }
            return result
        }
        guard let windowBits else {
            if let dictionary {
                return try check(
                    ZSTD_compress_usingCDict(
                        context, destination.firstByte, destination.count, source.firstByte, source.count,
                        try dictionary.forCompression()),
                    "ZSTD_compress_usingCDict")
            }
            return try check(
                ZSTD_compressCCtx(
                    context, destination.firstByte, destination.count, source.firstByte, source.count, level),
                "ZSTD_compressCCtx")
        }
        for (parameter, value) in [
            (ZSTD_c_compressionLevel, level), (ZSTD_c_windowLog, windowBits), (ZSTD_c_enableLongDistanceMatching, 1),
        ] {
            _ = try check(ZSTD_CCtx_setParameter(context, parameter, value), "ZSTD_CCtx_setParameter")
        }
        if let bytes = dictionary?.knowledge.bytes {
            // Digested anew for each input: a window other than the level's goes with no digested dictionary.
            _ = try check(ZSTD_CCtx_loadDictionary(context, bytes, bytes.count), "ZSTD_CCtx_loadDictionary")
        }
        return try check(
            ZSTD_compress2(context, destination.firstByte, destination.count, source.firstByte, source.count),
            "ZSTD_compress2")
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
        let count =
            if let dictionary {
                ZSTD_decompress_usingDDict(
                    context, destination.firstByte, destination.count, source.firstByte, source.count,
                    try dictionary.forDecompression())
            } else {
                ZSTD_decompressDCtx(context, destination.firstByte, destination.count, source.firstByte, source.count)
            }
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
