#if LZO
import CLZO
package import CodecInterface

/// One LZO1X stream, through liblzo2: the bare data that lzbench measures, without lzop's container.
///
/// The levels are the library's compressors: `1` is LZO1X-1 (`lzop -3`), `11`, `12` and `15` take tables of other sizes (`15`
/// is `lzop -1`), `999` is LZO1X-999 at its own best level (`lzop -9`). All write the same format, which has an end mark and
/// no checksum. Decoding needs no memory and checks every length.
package struct LZOCodec: Codec {
    package static let information = CodecInformation(
        name: "lzo", summary: "LZO1X without a container, through liblzo2; levels are its compressors LZO1X-1 to -999",
        parameters: compressors.map(\.name), parameterRange: compressors.map(\.name).joined(separator: ", "),
        defaultParameters: "1", library: "liblzo2", version: String(cString: lzo_version_string()))

    private typealias Compress =
        @Sendable (
            UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt8>, inout lzo_uint, UnsafeMutableRawPointer
        ) -> Int32

    private struct Compressor: Sendable {
        let name: String
        /// What the compressor needs beside its buffers.
        let workingByteCount: Int
        let compress: Compress
    }

    /// From the fastest to the smallest. A table has pointers in it: 2^11 to 2^15 of them.
    private static let compressors: [Compressor] = [
        Compressor(name: "11", workingByteCount: 8 << 11) { lzo1x_1_11_compress($0, lzo_uint($1), $2, &$3, $4) },
        Compressor(name: "12", workingByteCount: 8 << 12) { lzo1x_1_12_compress($0, lzo_uint($1), $2, &$3, $4) },
        Compressor(name: "1", workingByteCount: 8 << 14) { lzo1x_1_compress($0, lzo_uint($1), $2, &$3, $4) },
        Compressor(name: "15", workingByteCount: 8 << 15) { lzo1x_1_15_compress($0, lzo_uint($1), $2, &$3, $4) },
        Compressor(name: "999", workingByteCount: 14 * 16_384 * 2) {
            lzo1x_999_compress_level($0, lzo_uint($1), $2, &$3, $4, nil, 0, nil, 9)
        },
    ]

    /// What the library says of itself, once.
    private static let initialisation = ncbench_lzo_init()

    private let compressor: Compressor

    package init(parameters: String, threads: Int) throws(CodecError) {
        let name = try Self.checkedParameters(parameters)
        compressor = Self.compressors.first { $0.name == name } ?? Self.compressors[2]
    }

    /// The library's bound.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount + byteCount / 16 + 67 }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        try Self.initialise()
        // The compressors never look at the room there is.
        guard destination.count >= maximumCompressedByteCount(for: source.count) else {
            throw .outputTooLarge(codec: name, capacity: destination.count)
        }
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: compressor.workingByteCount, alignment: 16)
        defer { memory.deallocate() }
        var count: lzo_uint = 0
        let status = compressor.compress(
            source.firstByte.assumingMemoryBound(to: UInt8.self), source.count,
            destination.firstByte.assumingMemoryBound(to: UInt8.self), &count, memory.firstByte)
        guard status == LZO_E_OK else {
            throw .libraryFailure(codec: name, operation: "compressing", code: "error \(status)")
        }
        return Int(count)
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        try Self.initialise()
        var count = lzo_uint(destination.count)
        let status = lzo1x_decompress_safe(
            source.firstByte.assumingMemoryBound(to: UInt8.self), lzo_uint(source.count),
            destination.firstByte.assumingMemoryBound(to: UInt8.self), &count, nil)
        switch status {
        case LZO_E_OK:
            guard Int(count) == destination.count else {
                throw .corrupted(
                    codec: name, reason: "the stream ends after \(count) of \(destination.count) bytes",
                    offset: source.count)
            }
            return Int(count)
        case LZO_E_OUTPUT_OVERRUN:
            throw .outputTooLarge(codec: name, capacity: destination.count)
        case LZO_E_INPUT_OVERRUN, LZO_E_EOF_NOT_FOUND:
            throw .corrupted(codec: name, reason: "the stream ends too early", offset: source.count)
        case LZO_E_INPUT_NOT_CONSUMED:
            throw .corrupted(codec: name, reason: "bytes follow the end of the stream", offset: nil)
        default:
            throw .corrupted(codec: name, reason: "invalid data", offset: nil)
        }
    }

    private static func initialise() throws(CodecError) {
        guard initialisation == LZO_E_OK else {
            throw .libraryFailure(codec: information.name, operation: "lzo_init", code: "error \(initialisation)")
        }
    }
}
#endif
