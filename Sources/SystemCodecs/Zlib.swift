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
        let name = Self.information.name
        try stream.check(
            deflateInit_(&stream, level, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)), "deflateInit", codec: name)
        defer { deflateEnd(&stream) }
        var (input, output) = stream.attach(source, destination, announcing: announcedByteLimit)
        while true {
            input.topUp(&stream.avail_in)
            output.topUp(&stream.avail_out)
            guard stream.avail_out > 0 else {
                throw .outputTooLarge(codec: name, capacity: destination.count)
            }
            switch deflate(&stream, input.count > 0 ? Z_NO_FLUSH : Z_FINISH) {
            case Z_STREAM_END:
                return destination.count - output.count - Int(stream.avail_out)
            case Z_OK, Z_BUF_ERROR:
                continue
            case let status:
                try stream.check(status, "deflate", codec: name)
            }
        }
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        try ZlibDecoder(codec: Self.information.name, announcedByteLimit: announcedByteLimit)
            .decode(source, into: destination)
    }
}
