import CZlib
import CodecInterface

/// Decodes streams in the zlib container (RFC 1950) for every codec that writes them.
///
/// Decoding needs about 40 KiB whatever the stream says.
struct ZlibDecoder {
    /// The codec that errors name.
    let codec: String
    /// The most bytes to announce to the library at a time.
    var announcedByteLimit = Int.max

    /// Decodes all of `source` into the front of `destination`, as ``Codec/decompress(_:into:)`` does.
    func decode(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        var stream = z_stream()
        try stream.check(
            inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)), "inflateInit", codec: codec)
        defer { inflateEnd(&stream) }
        var (input, output) = stream.attach(source, destination, announcing: announcedByteLimit)
        while true {
            input.topUp(&stream.avail_in)
            output.topUp(&stream.avail_out)
            let unusedInput = stream.avail_in
            let unusedOutput = stream.avail_out
            let status = inflate(&stream, Z_NO_FLUSH)
            let consumed = source.count - input.count - Int(stream.avail_in)
            switch status {
            case Z_STREAM_END:
                guard consumed == source.count else {
                    throw .corrupted(
                        codec: codec,
                        reason: "\(source.count - consumed) bytes follow the end of the stream", offset: consumed)
                }
                return destination.count - output.count - Int(stream.avail_out)
            case Z_OK, Z_BUF_ERROR:
                let moved = stream.avail_in != unusedInput || stream.avail_out != unusedOutput
                if moved || (stream.avail_in == 0 && input.count > 0) || (stream.avail_out == 0 && output.count > 0) {
                    continue
                }
                if stream.avail_out == 0, stream.avail_in > 0 {
                    throw .outputTooLarge(codec: codec, capacity: destination.count)
                }
                throw .corrupted(
                    codec: codec, reason: "the stream ends too early", offset: consumed)
            case Z_NEED_DICT:
                throw .corrupted(
                    codec: codec, reason: "the stream needs a preset dictionary", offset: consumed)
            case Z_DATA_ERROR:
                throw .corrupted(
                    codec: codec,
                    reason: stream.msg.map { String(cString: $0) } ?? "invalid data", offset: consumed)
            default:
                try stream.check(status, "inflate", codec: codec)
            }
        }
    }
}

extension z_stream {
    /// Points the stream at the two buffers; what it returns feeds the stream's 32-bit counters.
    mutating func attach(
        _ source: UnsafeRawBufferPointer, _ destination: UnsafeMutableRawBufferPointer, announcing limit: Int
    ) -> (input: UnannouncedBytes, output: UnannouncedBytes) {
        // zlib never writes to its input; the header says so only when built with ZLIB_CONST.
        next_in = UnsafeMutableRawPointer(mutating: source.firstByte).assumingMemoryBound(to: Bytef.self)
        next_out = destination.firstByte.assumingMemoryBound(to: Bytef.self)
        return (
            UnannouncedBytes(count: source.count, limit: limit),
            UnannouncedBytes(count: destination.count, limit: limit)
        )
    }

    /// Throws what a status of the library means.
    func check(_ status: Int32, _ operation: String, codec: String) throws(CodecError) {
        switch status {
        case Z_OK: return
        case Z_MEM_ERROR: throw .outOfMemory(codec: codec)
        default:
            let message = msg.map { String(cString: $0) } ?? String(cString: zError(status))
            throw .libraryFailure(codec: codec, operation: operation, code: "\(message) (\(status))")
        }
    }
}
