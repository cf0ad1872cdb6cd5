#if PPMd
import CArchive
package import CodecInterface

/// PPMd, variant H, in a 7-Zip archive of one file, through libarchive.
///
/// The library's writer has one setting, order 6 with 16 MiB of memory, which is that of `7z -m0=PPMd` at level 5: hence the
/// level's name. The archive costs 85 to 100 bytes beside PPMd's own: 32 in front, the rest the description behind, which has a
/// CRC-32 of the original. The writer keeps the packed bytes in a temporary file until it knows their number. Decoding
/// takes the memory that the description asks for, at most 256 MiB; more is refused before the library sees it.
package struct PPMdCodec: Codec {
    package static let information = CodecInformation(
        name: "ppmd", summary: "PPMd of order 6 with 16 MiB, 7-Zip archives of one file, through libarchive",
        parameters: ["5"], parameterRange: "5", defaultParameters: "5", library: "libarchive", version: version())

    /// The most memory for a model that decoding grants.
    static let memoryLimit = 256 << 20

    package init(parameters: String, threads: Int) throws(CodecError) { _ = try Self.checkedParameters(parameters) }

    /// Noise takes a few per cent more than its own size.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount + byteCount / 8 + 1024 }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        guard let archive = archive_write_new() else { throw .outOfMemory(codec: name) }
        defer { archive_write_free(archive) }
        guard let entry = archive_entry_new() else { throw .outOfMemory(codec: name) }
        defer { archive_entry_free(entry) }
        func check(_ status: Int, _ operation: String) throws(CodecError) {
            guard status < Int(ARCHIVE_OK) else { return }
            // Memory that is too small is reported as any other failure to write.
            if destination.count < maximumCompressedByteCount(for: source.count) {
                throw .outputTooLarge(codec: name, capacity: destination.count)
            }
            throw .libraryFailure(codec: name, operation: operation, code: Self.message(archive))
        }
        try check(Int(archive_write_set_format_7zip(archive)), "archive_write_set_format_7zip")
        try check(
            Int(archive_write_set_format_option(archive, "7zip", "compression", "ppmd")),
            "archive_write_set_format_option")
        // No blocks, the last of which would be filled up with zeros.
        try check(Int(archive_write_set_bytes_per_block(archive, 0)), "archive_write_set_bytes_per_block")
        var count = 0
        try check(
            Int(archive_write_open_memory(archive, destination.firstByte, destination.count, &count)),
            "archive_write_open_memory")
        archive_entry_set_pathname(entry, "-")
        // A plain file: AE_IFREG, which Swift does not see because it is a cast.
        archive_entry_set_filetype(entry, 0o100000)
        archive_entry_set_size(entry, la_int64_t(source.count))
        try check(Int(archive_write_header(archive, entry)), "archive_write_header")
        var written = 0
        while written < source.count {
            let step = archive_write_data(archive, source.firstByte + written, source.count - written)
            try check(step > 0 ? step : -1, "archive_write_data")
            written += step
        }
        try check(Int(archive_write_close(archive)), "archive_write_close")
        return count
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let description = try SevenZipDescription(source, codec: name)
        guard description.originalByteCount <= destination.count else {
            throw .outputTooLarge(codec: name, capacity: destination.count)
        }
        guard description.modelByteCount <= Self.memoryLimit else {
            throw .corrupted(
                codec: name, reason: "a model of \(description.modelByteCount) bytes is more than 256 MiB", offset: nil)
        }
        guard let archive = archive_read_new() else { throw .outOfMemory(codec: name) }
        defer { archive_read_free(archive) }
        func check(_ status: Int) throws(CodecError) {
            guard status < Int(ARCHIVE_OK) else { return }
            throw .corrupted(codec: name, reason: Self.message(archive), offset: nil)
        }
        try check(Int(archive_read_support_format_7zip(archive)))
        try check(Int(archive_read_open_memory(archive, source.firstByte, source.count)))
        var entry: OpaquePointer?
        guard archive_read_next_header(archive, &entry) == ARCHIVE_OK else {
            throw .corrupted(codec: name, reason: Self.message(archive), offset: nil)
        }
        var count = 0
        while count < description.originalByteCount {
            let step = archive_read_data(
                archive, destination.firstByte + count, description.originalByteCount - count)
            try check(step)
            guard step > 0 else {
                throw .corrupted(codec: name, reason: "the packed bytes end too early", offset: nil)
            }
            count += step
        }
        // The library compares the checksum when it is asked for what follows.
        var next: UInt8 = 0
        let step = archive_read_data(archive, &next, 1)
        try check(step)
        guard step == 0 else { throw .corrupted(codec: name, reason: "more bytes than it says", offset: nil) }
        return count
    }

    private static func message(_ archive: OpaquePointer) -> String {
        archive_error_string(archive).map { String(cString: $0) } ?? "the 7-Zip archive cannot be read"
    }

    /// `3.6.2` from the library's number (a million for each major version, a thousand for each minor one).
    private static func version() -> String {
        let packed = archive_version_number()
        return "\(packed / 1_000_000).\(packed / 1000 % 1000).\(packed % 1000)"
    }
}
#endif
