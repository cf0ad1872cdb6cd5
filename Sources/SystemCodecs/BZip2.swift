import CBZip2
package import CodecInterface

/// Burrows-Wheeler block sorting in the .bz2 container, through libbz2.
///
/// The level is the block size in units of 100,000 bytes; the stream equals what the bzip2 tool writes. Decoding needs
/// at most 3.7 MB whatever the stream says.
package struct BZip2Codec: Codec {
    package static let information = CodecInformation(
        name: "bzip2", summary: "Burrows-Wheeler block sorting, .bz2 files, through libbz2",
        parameters: (1...9).map(String.init), parameterRange: "1-9", defaultParameters: "9", library: "libbz2",
        // The library answers "1.0.8, 13-Jul-2019".
        version: String(String(cString: BZ2_bzlibVersion()).prefix { $0 != "," }))

    private let level: Int32
    private let announcedByteLimit: Int

    package init(parameters: String, threads: Int) throws(CodecError) {
        try self.init(parameters: parameters, announcedByteLimit: .max)
    }

    /// As the protocol's initialiser; `announcedByteLimit` lets tests cross the library's 32-bit counters early.
    package init(parameters: String, announcedByteLimit: Int) throws(CodecError) {
        level = Int32(try Self.checkedParameters(parameters)) ?? 9
        self.announcedByteLimit = announcedByteLimit
    }

    /// The manual's bound: 1 % and 600 bytes more than the input.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount + byteCount / 100 + 601 }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        var stream = bz_stream()
        // Work factor 0 is the library's default of 30, which the bzip2 tool uses as well.
        try check(BZ2_bzCompressInit(&stream, level, 0, 0), "BZ2_bzCompressInit")
        defer { BZ2_bzCompressEnd(&stream) }
        var (input, output) = attach(&stream, source, destination)
        while true {
            input.topUp(&stream.avail_in)
            output.topUp(&stream.avail_out)
            guard stream.avail_out > 0 else {
                throw .outputTooLarge(codec: Self.information.name, capacity: destination.count)
            }
            // Once asked to finish, libbz2 accepts no more input, so that waits until all of it is announced.
            switch BZ2_bzCompress(&stream, input.count > 0 ? BZ_RUN : BZ_FINISH) {
            case BZ_STREAM_END:
                return destination.count - output.count - Int(stream.avail_out)
            case BZ_RUN_OK, BZ_FINISH_OK:
                continue
            case let status:
                try check(status, "BZ2_bzCompress")
            }
        }
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        var stream = bz_stream()
        try check(BZ2_bzDecompressInit(&stream, 0, 0), "BZ2_bzDecompressInit")
        defer { BZ2_bzDecompressEnd(&stream) }
        var (input, output) = attach(&stream, source, destination)
        while true {
            input.topUp(&stream.avail_in)
            output.topUp(&stream.avail_out)
            let unusedInput = stream.avail_in
            let unusedOutput = stream.avail_out
            let status = BZ2_bzDecompress(&stream)
            let consumed = source.count - input.count - Int(stream.avail_in)
            switch status {
            case BZ_STREAM_END:
                guard consumed == source.count else {
                    throw .corrupted(
                        codec: Self.information.name,
                        reason: "\(source.count - consumed) bytes follow the end of the stream", offset: consumed)
                }
                return destination.count - output.count - Int(stream.avail_out)
            case BZ_OK:
                let moved = stream.avail_in != unusedInput || stream.avail_out != unusedOutput
                if moved || (stream.avail_in == 0 && input.count > 0) || (stream.avail_out == 0 && output.count > 0) {
                    continue
                }
                if stream.avail_out == 0, stream.avail_in > 0 {
                    throw .outputTooLarge(codec: Self.information.name, capacity: destination.count)
                }
                throw .corrupted(
                    codec: Self.information.name, reason: "the stream ends too early", offset: consumed)
            case BZ_DATA_ERROR_MAGIC:
                throw .corrupted(
                    codec: Self.information.name, reason: "this is no bzip2 stream (wrong magic bytes)",
                    offset: consumed)
            case BZ_DATA_ERROR:
                throw .corrupted(
                    codec: Self.information.name, reason: "invalid data or a checksum that does not match",
                    offset: consumed)
            default:
                try check(status, "BZ2_bzDecompress")
            }
        }
    }

    /// Points the stream at the two buffers; what it returns feeds the stream's 32-bit counters.
    private func attach(
        _ stream: inout bz_stream, _ source: UnsafeRawBufferPointer, _ destination: UnsafeMutableRawBufferPointer
    ) -> (input: UnannouncedBytes, output: UnannouncedBytes) {
        // libbz2 never writes to its input, though its header does not say so.
        stream.next_in = UnsafeMutableRawPointer(mutating: source.firstByte).assumingMemoryBound(to: CChar.self)
        stream.next_out = destination.firstByte.assumingMemoryBound(to: CChar.self)
        return (
            UnannouncedBytes(count: source.count, limit: announcedByteLimit),
            UnannouncedBytes(count: destination.count, limit: announcedByteLimit)
        )
    }

    private func check(_ status: Int32, _ operation: String) throws(CodecError) {
        switch status {
        case BZ_OK: return
        case BZ_MEM_ERROR: throw .outOfMemory(codec: Self.information.name)
        default:
            throw .libraryFailure(codec: Self.information.name, operation: operation, code: "status \(status)")
        }
    }
}
