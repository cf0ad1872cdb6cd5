/// ID3v2 tags (id3.org, "ID3 tag version 2.4.0", section 3.1), which some programs put in front of FLAC files.
package enum ID3v2Tag {
    /// The bytes of a tag's header, which say how long the tag is.
    package static let headerByteCount = 10

    /// Size of the tag that begins at an offset, header and footer included; nil where there is none, or its header does
    /// not lie within `bytes`. The tag itself need not.
    package static func byteCount(in bytes: UnsafeRawBufferPointer, at offset: Int = 0) -> Int? {
        guard offset >= 0, offset <= bytes.count - headerByteCount,
            bytes[offset..<offset + 3].elementsEqual("ID3".utf8), bytes[offset + 3] < 0xFF, bytes[offset + 4] < 0xFF
        else { return nil }
        // Four times seven bits; a set highest bit means that this is something else.
        let size = bytes[offset + 6..<offset + 10]
        guard size.allSatisfy({ $0 < 0x80 }) else { return nil }
        let hasFooter = bytes[offset + 5] & 0x10 != 0
        return size.reduce(0) { $0 << 7 | Int($1) } + headerByteCount * (hasFooter ? 2 : 1)
    }

    /// Where the file proper begins: behind all tags whose headers lie within `bytes`, which may be beyond their end; 0 where
    /// there is no tag.
    package static func endOfTags(in bytes: UnsafeRawBufferPointer) -> Int {
        var offset = 0
        while let size = byteCount(in: bytes, at: offset) { offset += size }
        return offset
    }
}
