import CodecInterface
import Testing

private let guardByteCount = 256
private let guardByte: UInt8 = 0xC5

extension Codec {
    /// Compresses into exactly `capacity` bytes (the codec's own bound if nil) and checks the bytes around them.
    func compressed(_ bytes: [UInt8], capacity: Int? = nil) throws -> [UInt8] {
        try guarded(capacity: capacity ?? maximumCompressedByteCount(for: bytes.count)) { destination in
            try bytes.withUnsafeBytes { source in try compress(source, into: destination) }
        }
    }

    /// Decompresses into exactly `capacity` bytes and checks the bytes around them.
    func decompressed(_ stream: [UInt8], capacity: Int) throws -> [UInt8] {
        try guarded(capacity: capacity) { destination in
            try stream.withUnsafeBytes { source in try decompress(source, into: destination) }
        }
    }

    /// Runs `work` on a buffer between two stretches of known bytes; a codec that writes outside is found out.
    private func guarded(capacity: Int, _ work: (UnsafeMutableRawBufferPointer) throws -> Int) throws -> [UInt8] {
        var memory = [UInt8](repeating: guardByte, count: capacity + 2 * guardByteCount)
        var outcome = Result<Int, any Error>.success(0)
        memory.withUnsafeMutableBytes { bytes in
            let destination = UnsafeMutableRawBufferPointer(rebasing: bytes.dropFirst(guardByteCount).prefix(capacity))
            outcome = Result { try work(destination) }
        }
        let name = type(of: self).information.name
        #expect(memory.prefix(guardByteCount).allSatisfy { $0 == guardByte }, "\(name) wrote before its buffer")
        #expect(memory.suffix(guardByteCount).allSatisfy { $0 == guardByte }, "\(name) wrote behind its buffer")
        let count = try outcome.get()
        try #require((0...capacity).contains(count), "\(name) says it wrote \(count) of \(capacity) bytes")
        return Array(memory[guardByteCount..<guardByteCount + count])
    }
}
