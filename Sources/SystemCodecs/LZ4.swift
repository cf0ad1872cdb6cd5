#if LZ4
import CLZ4
package import CodecInterface

/// One LZ4 block, through liblz4: what lzbench measures, without the frame around it.
///
/// Levels below `LZ4HC_CLEVEL_MIN` (3 in most versions) are the fast compressor, the others LZ4 HC, as in the lz4 tool. A block
/// carries neither length nor checksum: one that ends early is told by the destination it does not fill. The library
/// takes at most 2,113,929,216 bytes in a block; more is unsupported. Decoding needs no memory.
package struct LZ4Codec: Codec {
    package static let information = CodecInformation(
        name: "lz4", summary: "one LZ4 block, fast or HC by level, through liblz4; inputs up to 2.1 GB",
        parameters: (1...12).map(String.init), parameterRange: "1-12", defaultParameters: "1",
        library: "liblz4", version: String(cString: LZ4_versionString()))

    private let level: Int32

    package init(parameters: String, threads: Int) throws(CodecError) {
        level = Int32(try Self.checkedParameters(parameters)) ?? 1
    }

    /// The library's formula, which its own function computes in 32 bits only.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount + byteCount / 255 + 16 }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        guard source.count <= Int(LZ4_MAX_INPUT_SIZE) else {
            throw .unsupported(
                codec: name, reason: "an LZ4 block holds at most \(LZ4_MAX_INPUT_SIZE) bytes; use --block-size")
        }
        let input = source.firstByte.assumingMemoryBound(to: CChar.self)
        let output = destination.firstByte.assumingMemoryBound(to: CChar.self)
        let capacity = Int32(clamping: destination.count)
        let count =
            level < Int32(LZ4HC_CLEVEL_MIN)
            ? LZ4_compress_default(input, output, Int32(source.count), capacity)
            : LZ4_compress_HC(input, output, Int32(source.count), capacity, level)
        guard count > 0 else {
            throw destination.count < maximumCompressedByteCount(for: source.count)
                ? .outputTooLarge(codec: name, capacity: destination.count) : .outOfMemory(codec: name)
        }
        return Int(count)
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        guard let inputCount = Int32(exactly: source.count) else {
            throw .corrupted(codec: name, reason: "no LZ4 block is longer than \(Int32.max) bytes", offset: nil)
        }
        let capacity = Int32(clamping: destination.count)
        let input = source.firstByte.assumingMemoryBound(to: CChar.self)
        let output = destination.firstByte.assumingMemoryBound(to: CChar.self)
        let count = LZ4_decompress_safe(input, output, inputCount, capacity)
        guard count >= 0 else {
            // The library does not say whether the block is damaged or the room too small, so ask for just that much.
            if LZ4_decompress_safe_partial(input, output, inputCount, capacity, capacity) == capacity {
                throw .outputTooLarge(codec: name, capacity: destination.count)
            }
            throw .corrupted(codec: name, reason: "invalid block", offset: Int(-count) - 1)
        }
        guard Int(count) == destination.count else {
            throw .corrupted(
                codec: name, reason: "the block ends after \(count) of \(destination.count) bytes",
                offset: source.count)
        }
        return Int(count)
    }
}
#endif
