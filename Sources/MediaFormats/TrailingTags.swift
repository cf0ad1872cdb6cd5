/// Tags that some programs put behind a file that is no business of theirs: ID3v1 (128 bytes) and APEv2 (hydrogenaud.io, "APEv2
/// specification").
package enum TrailingTags {
    /// Where the file proper ends, and what the tags behind it are called, from the end.
    package static func end(of bytes: UnsafeRawBufferPointer) -> (end: Int, names: [String]) {
        var end = bytes.count
        var names: [String] = []
        while true {
            let file = HeaderBytes(UnsafeRawBufferPointer(rebasing: bytes[..<end]), fileByteCount: nil)
            if names.isEmpty, end >= 128, file.has("TAG", at: end - 128) {
                end -= 128
                names.append("an ID3v1 tag")
            } else if let size = apeTagByteCount(file) {
                end -= size
                names.append("an APEv2 tag")
            } else {
                return (end, names)
            }
        }
    }

    /// Size of the tag that ends a file, by its footer of 32 bytes, which says how long it is without a header.
    private static func apeTagByteCount(_ file: HeaderBytes) -> Int? {
        let footer = file.count - 32
        guard footer >= 0, file.has("APETAGEX", at: footer),
            let size = try? file.number(at: footer + 12, byteCount: 4, .little),
            let flags = try? file.number(at: footer + 20, byteCount: 4, .little)
        else { return nil }
        let whole = size + (flags & 0x8000_0000 != 0 ? 32 : 0)
        return (32...file.count).contains(whole) ? whole : nil
    }
}
