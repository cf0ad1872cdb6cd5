#if Zopfli
import CZopfli
package import CodecInterface

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// DEFLATE in the zlib container (RFC 1950), through libzopfli: what can be had of the format when time does not count.
///
/// The level is the number of iterations (`zopfli --i15`); the rest are the library's defaults. Compressing takes about
/// seventy bytes of memory for each byte of a part of a million bytes, and the whole stream once more. The library has no decoder:
/// zlib decodes its streams, as it does everywhere.
package struct ZopfliCodec: Codec {
    package static let information = CodecInformation(
        name: "zopfli",
        summary: "DEFLATE in the zlib container, through libzopfli, decoded by zlib; levels are its iterations",
        parameters: ["1", "5", "15", "30", "60", "100"], parameterRange: "1, 5, 15, 30, 60, 100",
        defaultParameters: "15", library: "libzopfli", version: SharedLibrary.version(holding: "ZopfliCompress"))

    private let iterations: Int32
    private let decoder: ZlibDecoder

    package init(parameters: String, threads: Int) throws(CodecError) {
        iterations = Int32(try Self.checkedParameters(parameters)) ?? 15
        decoder = ZlibDecoder(codec: Self.information.name)
    }

    /// Stored blocks of up to 65,535 bytes with 5 bytes each, up to 15 more of them in every part of a million bytes.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount + byteCount / 2000 + 256 }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        var options = ZopfliOptions()
        ZopfliInitOptions(&options)
        options.numiterations = iterations
        var stream: UnsafeMutablePointer<UInt8>?
        var count = 0
        ZopfliCompress(
            &options, ZOPFLI_FORMAT_ZLIB, source.firstByte.assumingMemoryBound(to: UInt8.self), source.count, &stream,
            &count)
        guard let stream else { throw .outOfMemory(codec: name) }
        defer { free(stream) }
        guard count <= destination.count else { throw .outputTooLarge(codec: name, capacity: destination.count) }
        destination.firstByte.copyMemory(from: stream, byteCount: count)
        return count
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        try decoder.decode(source, into: destination)
    }
}
#endif
