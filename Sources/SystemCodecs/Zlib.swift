import CZlib
package import CodecInterface

/// DEFLATE in the zlib container (RFC 1950), through zlib.
///
/// What `compress2` writes: a window of 32 KiB, memory level 8 and the default strategy, with an Adler-32 of the
/// original. Decoding needs about 40 KiB whatever the stream says.
package struct ZlibCodec: Codec {
    package static let information = CodecInformation(
        name: "zlib", summary: "DEFLATE in the zlib container, through zlib",
        parameters: (1...9).map(String.init), parameterRange: "1-9", defaultParameters: "6",
        library: "zlib", version: String(cString: zlibVersion()))

    private let level: Int32
    private let announcedByteLimit: Int

    package init(parameters: String, threads: Int) throws(CodecError) {
        try self.init(parameters: parameters, announcedByteLimit: .max)
    }

    /// As the protocol's initialiser; `announcedByteLimit` lets tests cross the library's 32-bit counters early.
    package init(parameters: String, announcedByteLimit: Int) throws(CodecError) {
        level = Int32(try Self.checkedParameters(parameters)) ?? Z_DEFAULT_COMPRESSION
        self.announcedByteLimit = announcedByteLimit
    }

    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        Int(compressBound(uLong(byteCount)))
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        var stream = z_stream()
        try check(
            deflateInit_(&stream, level, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)), "deflateInit", stream)
        defer { deflateEnd(&stream) }
        var (input, output) = attach(&stream, source, destination)
        while true {
            input.topUp(&stream.avail_in)
            output.topUp(&stream.avail_out)
            guard stream.avail_out > 0 else {
                throw .outputTooLarge(codec: Self.information.name, capacity: destination.count)
            }
            switch deflate(&stream, input.count > 0 ? Z_NO_FLUSH : Z_FINISH) {
            case Z_STREAM_END:
                return destination.count - output.count - Int(stream.avail_out)
            case Z_OK, Z_BUF_ERROR:
                continue
            case let status:
                try check(status, "deflate", stream)
            }
        }
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        var stream = z_stream()
        try check(inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)), "inflateInit", stream)
        defer { inflateEnd(&stream) }
        var (input, output) = attach(&stream, source, destination)
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
                        codec: Self.information.name,
                        reason: "\(source.count - consumed) bytes follow the end of the stream", offset: consumed)
                }
                return destination.count - output.count - Int(stream.avail_out)
            case Z_OK, Z_BUF_ERROR:
                let moved = stream.avail_in != unusedInput || stream.avail_out != unusedOutput
                if moved || (stream.avail_in == 0 && input.count > 0) || (stream.avail_out == 0 && output.count > 0) {
                    continue
                }
                if stream.avail_out == 0, stream.avail_in > 0 {
                    throw .outputTooLarge(codec: Self.information.name, capacity: destination.count)
                }
                throw .corrupted(
                    codec: Self.information.name, reason: "the stream ends too early", offset: consumed)
            case Z_NEED_DICT:
                throw .corrupted(
                    codec: Self.information.name, reason: "the stream needs a preset dictionary", offset: consumed)
            case Z_DATA_ERROR:
                throw .corrupted(
                    codec: Self.information.name,
                    reason: stream.msg.map { String(cString: $0) } ?? "invalid data", offset: consumed)
            default:
                try check(status, "inflate", stream)
            }
        }
    }

    /// Points the stream at the two buffers; what it returns feeds the stream's 32-bit counters.
    private func attach(
        _ stream: inout z_stream, _ source: UnsafeRawBufferPointer, _ destination: UnsafeMutableRawBufferPointer
    ) -> (input: UnannouncedBytes, output: UnannouncedBytes) {
        // zlib never writes to its input; the header says so only when built with ZLIB_CONST.
        stream.next_in = UnsafeMutableRawPointer(mutating: source.firstByte).assumingMemoryBound(to: Bytef.self)
        stream.next_out = destination.firstByte.assumingMemoryBound(to: Bytef.self)
        return (
            UnannouncedBytes(count: source.count, limit: announcedByteLimit),
            UnannouncedBytes(count: destination.count, limit: announcedByteLimit)
        )
    }

    private func check(_ status: Int32, _ operation: String, _ stream: z_stream) throws(CodecError) {
        switch status {
        case Z_OK: return
        case Z_MEM_ERROR: throw .outOfMemory(codec: Self.information.name)
        default:
            let message = stream.msg.map { String(cString: $0) } ?? String(cString: zError(status))
            throw .libraryFailure(
                codec: Self.information.name, operation: operation, code: "\(message) (\(status))")
        }
    }
}
