import CodecInterface

/// What a 7-Zip archive of one file, packed by PPMd alone, says of itself (7zFormat.txt of the LZMA SDK).
///
///     "7z" BC AF 27 1C, version, CRC-32, offset, size and CRC-32 of the description; the packed bytes; the description
///
/// Only what such an archive needs is understood, so that a library which reads all of the format is asked for nothing
/// else. Checksums are the library's to compare.
struct SevenZipDescription {
    private static let signature: [UInt8] = [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]
    /// PPMd's number among the methods, 3 bytes long (the 3), with properties (the 2).
    private static let coder: [UInt8] = [0x23, 0x03, 0x04, 0x01, 5]

    private enum Property {
        static let end: UInt8 = 0x00
        static let header: UInt8 = 0x01
        static let streams: UInt8 = 0x04
        static let files: UInt8 = 0x05
        static let packed: UInt8 = 0x06
        static let unpacked: UInt8 = 0x07
        static let substreams: UInt8 = 0x08
        static let size: UInt8 = 0x09
        static let checksum: UInt8 = 0x0A
        static let folder: UInt8 = 0x0B
        static let unpackedSize: UInt8 = 0x0C
    }

    /// Bytes of the file.
    let originalByteCount: Int
    /// Bytes that the model takes; 0 for an empty file, which has none.
    let modelByteCount: Int

    /// - Throws: ``CodecError/corrupted(codec:reason:offset:)`` for an archive of any other kind, and for one that does not
    ///   end where `archive` does.
    init(_ archive: UnsafeRawBufferPointer, codec: String) throws(CodecError) {
        guard archive.count >= 32, archive.starts(with: Self.signature) else {
            throw .corrupted(codec: codec, reason: "this is no 7-Zip archive, or it is cut short", offset: 0)
        }
        func number(_ offset: Int) -> UInt64 {
            archive.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
        }
        guard let packedByteCount = Int(exactly: number(12)), let byteCount = Int(exactly: number(20)),
            byteCount <= archive.count - 32, packedByteCount == archive.count - 32 - byteCount
        else {
            throw .corrupted(codec: codec, reason: "the archive is longer or shorter than it says", offset: 12)
        }
        var fields = Fields(archive, position: 32 + packedByteCount, codec: codec)
        try fields.expect([Property.header])
        guard try fields.byte() == Property.streams else {
            // An empty file has no streams.
            fields.goBack()
            try fields.expect([Property.files, 1])
            originalByteCount = 0
            modelByteCount = 0
            guard packedByteCount == 0 else { throw fields.malformed }
            return
        }
        try fields.expect([Property.packed, 0, 1, Property.size])
        guard try fields.number() == packedByteCount else { throw fields.malformed }
        try fields.expect([Property.end, Property.unpacked, Property.folder, 1, 0, 1] + Self.coder)
        _ = try fields.byte()
        modelByteCount = try fields.fixedNumber()
        try fields.expect([Property.unpackedSize])
        originalByteCount = try fields.number()
        if try fields.skip([Property.checksum, 1]) { _ = try fields.fixedNumber() }
        try fields.expect([Property.end])
        if try fields.skip([Property.substreams]) {
            if try fields.skip([Property.checksum, 1]) { _ = try fields.fixedNumber() }
            try fields.expect([Property.end])
        }
        try fields.expect([Property.end, Property.files, 1])
    }

    /// Reads the description from its beginning on.
    private struct Fields {
        private let bytes: UnsafeRawBufferPointer
        private var position: Int
        private let codec: String

        init(_ bytes: UnsafeRawBufferPointer, position: Int, codec: String) {
            self.bytes = bytes
            self.position = position
            self.codec = codec
        }

        var malformed: CodecError {
            .corrupted(codec: codec, reason: "the archive is none of one file packed by PPMd", offset: position)
        }

        mutating func byte() throws(CodecError) -> UInt8 {
            guard position < bytes.count else { throw malformed }
            position += 1
            return bytes[position - 1]
        }

        mutating func goBack() { position -= 1 }

        mutating func expect(_ expected: [UInt8]) throws(CodecError) {
            guard try skip(expected) else { throw malformed }
        }

        /// Passes bytes that may be there.
        mutating func skip(_ expected: [UInt8]) throws(CodecError) -> Bool {
            guard bytes[position...].starts(with: expected) else { return false }
            position += expected.count
            return true
        }

        /// Four bytes, little-endian.
        mutating func fixedNumber() throws(CodecError) -> Int {
            guard bytes.count - position >= 4 else { throw malformed }
            position += 4
            return Int(bytes.loadUnaligned(fromByteOffset: position - 4, as: UInt32.self).littleEndian)
        }

        /// A number whose first byte says by its leading ones how many bytes follow; what is left of it are the highest bits.
        mutating func number() throws(CodecError) -> Int {
            let first = try byte()
            let byteCount = (~first).leadingZeroBitCount
            guard byteCount <= 6 else { throw malformed }
            var value = 0
            for index in 0..<byteCount { value |= Int(try byte()) << (8 * index) }
            return value | Int(first & (0x7F >> UInt8(byteCount))) << (8 * byteCount)
        }
    }
}
