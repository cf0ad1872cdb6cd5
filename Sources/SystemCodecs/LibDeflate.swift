#if LibDeflate
import CDeflate
package import CodecInterface

/// DEFLATE in the zlib container (RFC 1950), through libdeflate: the same streams as zlib's by another encoder.
///
/// Each of the two libraries reads what the other writes. Decoding needs a few kibibytes whatever the stream says.
package struct LibDeflateCodec: Codec {
    package static let information = CodecInformation(
        name: "libdeflate", summary: "DEFLATE in the zlib container, through libdeflate, whole buffers at once",
        parameters: (1...12).map(String.init), parameterRange: "1-12", defaultParameters: "6",
        library: "libdeflate",
        // The library cannot be asked at run time; this is what the build's header says.
        version: LIBDEFLATE_VERSION_STRING)

    private let level: Int32

    package init(parameters: String, threads: Int) throws(CodecError) {
        level = Int32(try Self.checkedParameters(parameters)) ?? 6
    }

    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        // Without a compressor the library answers for the worst of them.
        libdeflate_zlib_compress_bound(nil, byteCount)
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        guard let compressor = libdeflate_alloc_compressor(level) else {
            throw .outOfMemory(codec: Self.information.name)
        }
        defer { libdeflate_free_compressor(compressor) }
        let count = libdeflate_zlib_compress(
            compressor, source.firstByte, source.count, destination.firstByte, destination.count)
        guard count > 0 else {
            throw .outputTooLarge(codec: Self.information.name, capacity: destination.count)
        }
        return count
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        guard let decompressor = libdeflate_alloc_decompressor() else { throw .outOfMemory(codec: name) }
        defer { libdeflate_free_decompressor(decompressor) }
        var consumed = 0
        var written = 0
        let result = libdeflate_zlib_decompress_ex(
            decompressor, source.firstByte, source.count, destination.firstByte, destination.count, &consumed,
            &written)
        switch result {
        case LIBDEFLATE_SUCCESS:
            guard consumed == source.count else {
                throw .corrupted(
                    codec: name, reason: "\(source.count - consumed) bytes follow the end of the stream",
                    offset: consumed)
            }
            return written
        case LIBDEFLATE_INSUFFICIENT_SPACE:
            throw .outputTooLarge(codec: name, capacity: destination.count)
        case LIBDEFLATE_BAD_DATA:
            throw .corrupted(
                codec: name, reason: "invalid or truncated data, or a checksum that does not match", offset: nil)
        default:
            throw .libraryFailure(
                codec: name, operation: "libdeflate_zlib_decompress_ex", code: "result \(result.rawValue)")
        }
    }
}
#endif
