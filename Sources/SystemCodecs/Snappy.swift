#if Snappy
import CSnappy
package import CodecInterface

/// The raw Snappy format, through libsnappy: the length of the original, then copies and literals, in fragments of 64 KiB.
///
/// One level (level 1 of version 1.2, which has a second one). There is no checksum; the length is checked against the
/// destination before anything is decoded. Decoding needs no memory.
package struct SnappyCodec: Codec {
    package static let information = CodecInformation(
        name: "snappy", summary: "the raw Snappy format, through libsnappy", parameters: [], parameterRange: "",
        defaultParameters: "", library: "libsnappy", version: SharedLibrary.version(holding: "snappy_compress"))

    package init(parameters: String, threads: Int) throws(CodecError) { _ = try Self.checkedParameters(parameters) }

    /// The library's formula, which its own function does not guard against overflow.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int { 32 + byteCount + byteCount / 6 }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        guard source.count <= Int(UInt32.max) else {
            throw .unsupported(codec: name, reason: "its format holds at most \(UInt32.max) bytes; use --block-size")
        }
        var count = destination.count
        let status = snappy_compress(
            source.firstByte.assumingMemoryBound(to: CChar.self), source.count,
            destination.firstByte.assumingMemoryBound(to: CChar.self), &count)
        switch status {
        case SNAPPY_OK: return count
        case SNAPPY_BUFFER_TOO_SMALL: throw .outputTooLarge(codec: name, capacity: destination.count)
        default: throw .libraryFailure(codec: name, operation: "snappy_compress", code: "status \(status.rawValue)")
        }
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let stream = source.firstByte.assumingMemoryBound(to: CChar.self)
        var count = 0
        guard snappy_uncompressed_length(stream, source.count, &count) == SNAPPY_OK else {
            throw .corrupted(codec: name, reason: "the length at the beginning cannot be read", offset: 0)
        }
        guard count <= destination.count else { throw .outputTooLarge(codec: name, capacity: destination.count) }
        // The format has nothing else that tells a damaged length.
        guard count == destination.count else {
            throw .corrupted(
                codec: name, reason: "the stream says that it holds \(count) of \(destination.count) bytes", offset: 0)
        }
        let status = snappy_uncompress(
            stream, source.count, destination.firstByte.assumingMemoryBound(to: CChar.self), &count)
        guard status == SNAPPY_OK else {
            throw .corrupted(codec: name, reason: "invalid data, or too much or too little of it", offset: nil)
        }
        return count
    }
}
#endif
