import CodecInterface

extension Codec {
    /// The compressed bytes of `bytes`.
    func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = [UInt8](repeating: 0, count: maximumCompressedByteCount(for: bytes.count))
        let count = try bytes.withUnsafeBytes { source in
            try stream.withUnsafeMutableBytes { destination in try compress(source, into: destination) }
        }
        stream.removeSubrange(count...)
        return stream
    }

    /// The original bytes of `stream`, of which there are `byteCount`.
    func decompressed(_ stream: [UInt8], byteCount: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        let count = try stream.withUnsafeBytes { source in
            try bytes.withUnsafeMutableBytes { destination in try decompress(source, into: destination) }
        }
        bytes.removeSubrange(count...)
        return bytes
    }
}

/// Words drawn at random and repeated: compressible, and the same on every machine.
func sampleText(byteCount: Int, seed: UInt64 = 1) -> [UInt8] {
    let words = "the of and network weight codec stream entropy a in to is model byte symbol coder table run".split(
        separator: " ")
    var state = seed
    var bytes: [UInt8] = []
    while bytes.count < byteCount {
        // Knuth's MMIX linear congruential generator; the high bits are the good ones.
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes += words[Int(state >> 33) % words.count].utf8
        bytes.append(state >> 40 & 15 == 0 ? 10 : 32)
    }
    return Array(bytes.prefix(byteCount))
}
