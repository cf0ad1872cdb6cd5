package import CodecInterface

extension Codec {
    /// The compressed bytes of `bytes`.
    package func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = [UInt8](repeating: 0, count: maximumCompressedByteCount(for: bytes.count))
        let count = try bytes.withUnsafeBytes { source in
            try stream.withUnsafeMutableBytes { destination in try compress(source, into: destination) }
        }
        stream.removeSubrange(count...)
        return stream
    }

    /// The original bytes of `stream`, of which there are `byteCount`.
    package func decompressed(_ stream: [UInt8], byteCount: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        let count = try stream.withUnsafeBytes { source in
            try bytes.withUnsafeMutableBytes { destination in try decompress(source, into: destination) }
        }
        bytes.removeSubrange(count...)
        return bytes
    }
}
