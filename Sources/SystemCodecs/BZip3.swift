#if BZip3
import CBZip3
package import CodecInterface

/// Burrows-Wheeler block sorting with context mixing in the container of the bzip3 tool, through libbzip3.
///
/// The level is the size of a block in MiB, the tool's `-b`; the stream is the tool's but for the block size it names, which
/// is no larger than the input here, so that small inputs take little memory on both sides. Blocks go through the library's
/// block interface: its one-shot compressor drops the last block of an input that is a multiple of the block size (all
/// versions up to 1.5.2). Each block has a CRC-32 of the original.
package struct BZip3Codec: Codec {
    package static let information = CodecInformation(
        name: "bzip3",
        summary: "block sorting with context mixing, .bz3 files, through libbzip3; levels are MiB a block",
        parameters: ["1", "2", "4", "8", "16", "32", "64", "128", "256", "511"],
        parameterRange: "1, 2, 4, 8, 16, 32, 64, 128, 256, 511", defaultParameters: "16", library: "libbzip3",
        version: String(cString: bz3_version()))

    private static let magic = Array("BZ3v1".utf8)
    private static let headerByteCount = 9
    private static let blockHeaderByteCount = 8
    /// What the library takes as the size of a block.
    private static let blockByteCounts = 65 << 10...511 << 20

    private let blockByteCount: Int

    package init(parameters: String, threads: Int) throws(CodecError) {
        blockByteCount = (Int(try Self.checkedParameters(parameters)) ?? 16) << 20
    }

    /// Two per cent and 40 bytes for a block of any size, as the library reckons, and the container.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        Self.headerByteCount + byteCount + byteCount / 50 + 40 * (byteCount / blockByteCount + 1)
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let size = Self.stateByteCount(for: min(blockByteCount, source.count))
        guard destination.count >= Self.headerByteCount else {
            throw .outputTooLarge(codec: name, capacity: destination.count)
        }
        destination.copyBytes(from: Self.magic)
        destination.storeBytes(of: UInt32(size).littleEndian, toByteOffset: 5, as: UInt32.self)
        var count = Self.headerByteCount
        let blocks = try BlockCoder(blockByteCount: size)
        defer { blocks.free() }
        var start = 0
        while start < source.count {
            let original = UnsafeRawBufferPointer(rebasing: source[start...].prefix(size))
            let block = try blocks.encode(original)
            guard destination.count - count >= Self.blockHeaderByteCount + block.count else {
                throw .outputTooLarge(codec: name, capacity: destination.count)
            }
            destination.storeBytes(of: UInt32(block.count).littleEndian, toByteOffset: count, as: UInt32.self)
            destination.storeBytes(of: UInt32(original.count).littleEndian, toByteOffset: count + 4, as: UInt32.self)
            UnsafeMutableRawBufferPointer(rebasing: destination[(count + Self.blockHeaderByteCount)...])
                .copyMemory(from: block)
            count += Self.blockHeaderByteCount + block.count
            start += original.count
        }
        return count
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let parts = try Self.blocks(of: source, capacity: destination.count)
        let total = parts.reduce(0) { $0 + $1.originalByteCount }
        // The container does not say how many blocks there are.
        guard total == destination.count else {
            throw .corrupted(
                codec: name, reason: "the stream ends after \(total) of \(destination.count) bytes",
                offset: source.count)
        }
        // No more memory than the largest block takes, whatever the header says.
        let size = Self.stateByteCount(for: parts.reduce(0) { max($0, $1.originalByteCount) })
        let blocks = try BlockCoder(blockByteCount: size)
        defer { blocks.free() }
        var position = 0
        for part in parts {
            let original = try blocks.decode(
                UnsafeRawBufferPointer(rebasing: source[part.stream]), byteCount: part.originalByteCount,
                offset: part.stream.lowerBound)
            UnsafeMutableRawBufferPointer(rebasing: destination[position...]).copyMemory(from: original)
            position += original.count
        }
        return position
    }

    private static func stateByteCount(for byteCount: Int) -> Int { max(byteCount, blockByteCounts.lowerBound) }

    /// Where the blocks of a stream lie and what they hold, every length checked.
    private static func blocks(of stream: UnsafeRawBufferPointer, capacity: Int)
        throws(CodecError) -> [(stream: Range<Int>, originalByteCount: Int)]
    {
        let name = information.name
        func number(at offset: Int) -> Int {
            Int(stream.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian)
        }
        guard stream.count >= headerByteCount, stream.starts(with: magic) else {
            throw .corrupted(codec: name, reason: "this is no bzip3 stream, or it is cut short", offset: 0)
        }
        let limit = number(at: 5)
        guard blockByteCounts.contains(limit) else {
            throw .corrupted(codec: name, reason: "a block size of \(limit) bytes", offset: 5)
        }
        var blocks: [(stream: Range<Int>, originalByteCount: Int)] = []
        var position = headerByteCount
        var total = 0
        while position < stream.count {
            let start = position + blockHeaderByteCount
            guard start <= stream.count else {
                throw .corrupted(codec: name, reason: "the stream ends within a block's header", offset: stream.count)
            }
            let byteCount = number(at: position)
            let originalByteCount = number(at: position + 4)
            guard originalByteCount <= limit, byteCount >= 9, byteCount <= bz3_bound(originalByteCount),
                byteCount <= stream.count - start
            else {
                throw .corrupted(
                    codec: name, reason: "a block of \(byteCount) bytes for \(originalByteCount)", offset: position)
            }
            total += originalByteCount
            guard total <= capacity else { throw .outputTooLarge(codec: name, capacity: capacity) }
            position = start + byteCount
            blocks.append((start..<position, originalByteCount))
        }
        return blocks
    }
}

/// The library's state for blocks of one size, and the memory in which it codes them.
private struct BlockCoder {
    private let state: OpaquePointer
    private let buffer: UnsafeMutableRawBufferPointer

    init(blockByteCount: Int) throws(CodecError) {
        guard let state = bz3_new(Int32(blockByteCount)) else { throw .outOfMemory(codec: BZip3Codec.information.name) }
        self.state = state
        buffer = .allocate(byteCount: bz3_bound(blockByteCount), alignment: 16)
    }

    func free() {
        bz3_free(state)
        buffer.deallocate()
    }

    /// - Returns: the coded block, in memory that the next call writes over.
    func encode(_ original: UnsafeRawBufferPointer) throws(CodecError) -> UnsafeRawBufferPointer {
        buffer.copyMemory(from: original)
        let count = bz3_encode_block(state, buffer.firstByte.assumingMemoryBound(to: UInt8.self), Int32(original.count))
        guard count >= 0 else {
            throw .libraryFailure(
                codec: BZip3Codec.information.name, operation: "bz3_encode_block",
                code: String(cString: bz3_strerror(state)))
        }
        return UnsafeRawBufferPointer(rebasing: buffer[..<Int(count)])
    }

    /// - Returns: the original, in memory that the next call writes over.
    func decode(_ block: UnsafeRawBufferPointer, byteCount: Int, offset: Int)
        throws(CodecError) -> UnsafeRawBufferPointer
    {
        buffer.copyMemory(from: block)
        let count = ncbench_bz3_decode_block(
            state, buffer.firstByte.assumingMemoryBound(to: UInt8.self), buffer.count, Int32(block.count),
            Int32(byteCount))
        guard Int(count) == byteCount else {
            let reason = count < 0 ? String(cString: bz3_strerror(state)) : "a block of another size than it says"
            throw .corrupted(codec: BZip3Codec.information.name, reason: reason, offset: offset)
        }
        return UnsafeRawBufferPointer(rebasing: buffer[..<byteCount])
    }
}
#endif
