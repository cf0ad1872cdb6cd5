import CZlib

/// Unpacks gzip files (RFC 1952) through zlib.
package enum Gunzip {
    /// The most bytes a file may unpack to.
    private static let maximumByteCount = 1 << 30

    package static func read(_ bytes: [UInt8], path: String) throws(CorpusError) -> [UInt8] {
        var stream = z_stream()
        // 15 bits of window, plus 16 for gzip rather than zlib framing.
        guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .media(path: path, offset: nil, reason: "zlib has no memory")
        }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        var status = Z_OK
        var input = bytes
        let consumed = input.withUnsafeMutableBufferPointer { input -> Int in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(clamping: input.count)
            repeat {
                let produced = piece.withUnsafeMutableBufferPointer { piece -> Int in
                    stream.next_out = piece.baseAddress
                    stream.avail_out = UInt32(piece.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    return piece.count - Int(stream.avail_out)
                }
                output += piece[..<produced]
            } while status == Z_OK && output.count <= maximumByteCount
            return input.count - Int(stream.avail_in)
        }
        guard status == Z_STREAM_END else {
            throw .media(path: path, offset: consumed, reason: "the gzip file is damaged or cut short")
        }
        return output
    }
}
