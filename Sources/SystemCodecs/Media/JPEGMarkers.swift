/// The marker segments of a JPEG-LS file (ISO/IEC 14495-1, annex C).
enum JPEGMarkers {
    /// Where the file ends by its own account, behind the end mark; nil where it is cut short or makes no sense.
    ///
    /// A byte of ones within coded data is followed by one below 128, so that a marker can be told without decoding.
    static func end(of file: UnsafeRawBufferPointer) -> Int? {
        guard file.count >= 4, file[0] == 0xFF, file[1] == 0xD8 else { return nil }
        var position = 2
        while position + 1 < file.count {
            guard file[position] == 0xFF else { return nil }
            let marker = file[position + 1]
            position += 2
            if marker == 0xD9 { return position }
            // Fill bytes.
            if marker == 0xFF {
                position -= 1
                continue
            }
            guard position + 1 < file.count else { return nil }
            let byteCount = Int(file[position]) << 8 | Int(file[position + 1])
            guard byteCount >= 2, position + byteCount <= file.count else { return nil }
            position += byteCount
            if marker == 0xDA { position = endOfScan(file, from: position) }
        }
        return nil
    }

    /// The next marker that is no restart mark; the end of the file where there is none.
    private static func endOfScan(_ file: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position + 1 < file.count {
            let next = file[position + 1]
            if file[position] == 0xFF, next >= 0x80, !(0xD0...0xD7).contains(next) { return position }
            position += 1
        }
        return file.count
    }
}
