#if Brotli
import CBrotli
package import CodecInterface

/// Brotli (RFC 7932), through libbrotlienc and libbrotlidec.
///
/// The window is the brotli tool's: the smallest that holds the whole input, at most 2^24 − 16 bytes, generic mode. A window
/// behind the quality, as in `11w30`, raises that to 2^30 − 16 bytes: the large-window extension, which browsers do not read
/// (`brotli --large_window=30`); the library ignores it below quality 3. The format has no checksum and no length. Decoding needs the window and a few mebibytes for its
/// tables; a window of more than 16 MiB that is larger than the original needs is refused.
package struct BrotliCodec: Codec {
    package static let information = CodecInformation(
        name: "brotli",
        summary: "Brotli with the smallest window that holds the input, through libbrotli; w30: up to 2^30 bytes of it",
        parameters: (0...11).map(String.init) + WindowedLevel.spellings(levels: 3...11, windowBits: [27, 30]),
        parameterRange: "0-11, each of 3-11 with w27 or w30", defaultParameters: "11",
        library: "libbrotli", version: version(BrotliEncoderVersion()))

    private let quality: Int32
    /// The base-2 logarithm of the largest window to choose.
    private let windowLimit: Int32

    package init(parameters: String, threads: Int) throws(CodecError) {
        let level = WindowedLevel(try Self.checkedParameters(parameters))
        quality = level?.level ?? BROTLI_DEFAULT_QUALITY
        windowLimit = level?.windowBits ?? BROTLI_MAX_WINDOW_BITS
    }

    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        let bound = BrotliEncoderMaxCompressedSize(byteCount)
        // The library answers 0 where the sum overflows.
        return bound > 0 ? bound : .max
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        var count = destination.count
        let succeeded = BrotliEncoderCompress(
            quality, Self.windowBits(for: source.count, upTo: windowLimit), BROTLI_MODE_GENERIC, source.count,
            source.firstByte.assumingMemoryBound(to: UInt8.self), &count,
            destination.firstByte.assumingMemoryBound(to: UInt8.self))
        guard succeeded == BROTLI_TRUE else {
            // The one-shot encoder says no more than no: too little room, or no memory.
            throw destination.count < maximumCompressedByteCount(for: source.count)
                ? .outputTooLarge(codec: Self.information.name, capacity: destination.count)
                : .outOfMemory(codec: Self.information.name)
        }
        return count
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        // The streaming decoder, because the one-shot one neither says why it failed nor whether bytes are left over.
        guard let decoder = BrotliDecoderCreateInstance(nil, nil, nil) else { throw .outOfMemory(codec: name) }
        defer { BrotliDecoderDestroyInstance(decoder) }
        if let bits = Self.largeWindowBits(of: source) {
            guard bits <= Self.windowBits(for: destination.count, upTo: BROTLI_LARGE_MAX_WINDOW_BITS) else {
                throw .corrupted(
                    codec: name, reason: "a window of 2^\(bits) bytes for \(destination.count) bytes", offset: 0)
            }
            _ = BrotliDecoderSetParameter(decoder, BROTLI_DECODER_PARAM_LARGE_WINDOW, 1)
        }
        var inputLeft = source.count
        var input: UnsafePointer<UInt8>? = source.firstByte.assumingMemoryBound(to: UInt8.self)
        var outputLeft = destination.count
        var output: UnsafeMutablePointer<UInt8>? = destination.firstByte.assumingMemoryBound(to: UInt8.self)
        let result = BrotliDecoderDecompressStream(decoder, &inputLeft, &input, &outputLeft, &output, nil)
        let consumed = source.count - inputLeft
        switch result {
        case BROTLI_DECODER_RESULT_SUCCESS:
            guard inputLeft == 0 else {
                throw .corrupted(
                    codec: name, reason: "\(inputLeft) bytes follow the end of the stream", offset: consumed)
            }
            return destination.count - outputLeft
        case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT:
            throw .outputTooLarge(codec: name, capacity: destination.count)
        case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
            throw .corrupted(codec: name, reason: "the stream ends too early", offset: consumed)
        default:
            let code = BrotliDecoderGetErrorCode(decoder)
            let message = String(cString: BrotliDecoderErrorString(code))
            // Codes from -21 to -30 are failed allocations, -31 is a fault of the library, the others are bad data.
            if (-30 ... -21).contains(code.rawValue) { throw .outOfMemory(codec: name) }
            if code == BROTLI_DECODER_ERROR_UNREACHABLE {
                throw .libraryFailure(codec: name, operation: "BrotliDecoderDecompressStream", code: message)
            }
            throw .corrupted(codec: name, reason: message, offset: consumed)
        }
    }

    /// The base-2 logarithm of the window: the smallest that reaches back over all of the input, as the tool chooses it.
    private static func windowBits(for byteCount: Int, upTo limit: Int32) -> Int32 {
        var bits = Int32(BROTLI_MIN_WINDOW_BITS)
        // A window of 2^n reaches back 16 bytes less (RFC 7932, section 9.1).
        while bits < limit, (1 << Int(bits)) - 16 < byteCount { bits += 1 }
        return bits
    }

    /// The window that a stream of the large-window extension asks for: a first byte that RFC 7932 keeps free, then six bits.
    private static func largeWindowBits(of stream: UnsafeRawBufferPointer) -> Int32? {
        guard stream.count > 1, stream[0] == 0x11 else { return nil }
        return Int32(stream[1] & 0x3F)
    }

    /// `1.0.9` from the library's packed number: twelve bits of patch level, twelve of minor and the rest of major.
    private static func version(_ packed: UInt32) -> String {
        "\(packed >> 24).\(packed >> 12 & 0xFFF).\(packed & 0xFFF)"
    }
}
#endif
