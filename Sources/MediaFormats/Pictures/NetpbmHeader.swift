/// Headers of PBM, PGM and PPM files, plain and binary: P1 to P6 (Netpbm's pbm(5), pgm(5) and ppm(5)).
///
/// Netpbm's text and its library part ways over comments, and files are written by either. By the text a comment, its line
/// end included, is as if it were not there, even inside a number, and the white space that ends the header must follow it;
/// by the library it is a line end, which separates numbers and ends the header. There are also files with CR and LF, or
/// a line of comment, behind the header. So each of these readings is tried, and the one whose pixels end where the file
/// or the next picture in it does is taken; the library's where none does.
enum NetpbmHeader {
    /// Whether a file begins like one: `P` and a digit, and behind blanks and comments another digit. Where those fill the beginning,
    /// nothing says otherwise.
    static func begins(_ whole: HeaderBytes) -> Bool {
        let header = whole.recognised
        guard header.count > 3, header.bytes[0] == UInt8(ascii: "P"), (0x31...0x36).contains(header.bytes[1]) else {
            return false
        }
        var scanner = NetpbmScanner(header.bytes, position: 2)
        guard scanner.isAtBlank || scanner.isAtComment else { return false }
        scanner.skipBlanks()
        return scanner.isAtDigit || scanner.isAtEnd && (scanner.hasPassedComment || header.endsWithRecognition)
    }

    static func layout(_ header: HeaderBytes) throws(MediaFormatError) -> PictureLayout {
        guard header.count > 1, header.bytes[0] == UInt8(ascii: "P"), (0x31...0x36).contains(header.bytes[1]) else {
            throw header.count < 2 && header.fileByteCount >= 2
                ? header.missing(upTo: 2, "")
                : .malformed(0, "not a PBM, PGM or PPM file: it begins with none of P1 to P6")
        }
        let library: PictureLayout
        do throws(MediaFormatError) {
            library = try layout(header, commentsJoin: false)
        } catch {
            // Where the library's reading fails, the text's may not: a height that a comment cuts in two.
            if let joined = try? layout(header, commentsJoin: true), joined.encoding == .text || fits(joined, header) {
                return joined
            }
            throw error
        }
        guard library.encoding != .text, !fits(library, header) else { return library }
        for candidate in laterStarts(library, header) + [try? layout(header, commentsJoin: true)] {
            if let candidate, fits(candidate, header) { return candidate }
        }
        return library
    }

    /// One reading of the header.
    private static func layout(_ header: HeaderBytes, commentsJoin: Bool) throws(MediaFormatError) -> PictureLayout {
        let kind = Int(header.bytes[1] - 0x30)
        var scanner = NetpbmScanner(header.bytes, position: 2, commentsJoin: commentsJoin)
        guard scanner.isAtEnd || scanner.isAtBlank || scanner.isAtComment else {
            throw .malformed(2, "no white space follows P\(kind)")
        }
        func number(_ what: String, upTo limit: Int) throws(MediaFormatError) -> (value: Int, range: Range<Int>) {
            guard let number = scanner.number(), !scanner.isAtEnd || header.count == header.fileByteCount else {
                throw scanner.isAtEnd
                    ? header.missing(upTo: header.count + 1, "the \(what) is missing or makes no sense")
                    : .malformed(scanner.position, "the \(what) is missing or makes no sense")
            }
            guard number.value > 0, number.value <= limit else {
                throw .malformed(number.range.upperBound, "the \(what) is missing or makes no sense")
            }
            return number
        }
        let width = try number("width", upTo: 0x7FFF_FFFF)
        let height = try number("height", upTo: 0x7FFF_FFFF)
        let isBitmap = kind % 3 == 1
        let maximum = isBitmap ? 1 : try number("maximum value", upTo: 65535).value
        let end = scanner.position
        guard scanner.passDelimiter() else {
            throw scanner.isAtEnd
                ? header.missing(upTo: header.count + 1, "the header is cut short")
                : .malformed(end, "no white space follows the header")
        }
        let encoding: PictureLayout.Encoding = kind < 4 ? .text : isBitmap ? .bits : .bytes
        return try PictureLayout(
            format: .pnm, kind: kind, width: width.value, height: height.value, channels: kind % 3 == 0 ? 3 : 1,
            maximum: maximum, encoding: encoding,
            bitsPerSample: encoding == .text ? 0 : isBitmap ? 1 : maximum > 255 ? 16 : 8,
            headerByteCount: scanner.position, heightField: height.range)
    }

    /// The same header with pixels that begin later: behind the white space that follows a last comment, behind the LF of a
    /// CR and LF, or behind lines of comment.
    private static func laterStarts(_ layout: PictureLayout, _ header: HeaderBytes) -> [PictureLayout?] {
        let start = layout.headerByteCount
        var starts: [Int] = []
        // Any other second blank is the first sample, and what is left over at the end of the file a line end.
        let isCRLF = header.has([0x0D, 0x0A], at: start - 1)
        if isCRLF || endsWithComment(layout, header), start < header.count, NetpbmScanner.isBlank(header.bytes[start]) {
            starts.append(start + 1)
        }
        var scanner = NetpbmScanner(header.bytes, position: start)
        while scanner.isAtComment, scanner.passDelimiter() { starts.append(scanner.position) }
        return starts.map { start in
            try? PictureLayout(
                format: .pnm, kind: layout.kind, width: layout.width, height: layout.height, channels: layout.channels,
                maximum: layout.maximum, encoding: layout.encoding, bitsPerSample: layout.bitsPerSample,
                headerByteCount: start, heightField: layout.heightField)
        }
    }

    /// Whether it was a comment that ended the header: whether the last line of it has one behind the last number.
    private static func endsWithComment(_ layout: PictureLayout, _ header: HeaderBytes) -> Bool {
        let line = header.bytes[..<(layout.headerByteCount - 1)].reversed().prefix { $0 != 0x0A && $0 != 0x0D }
        return line.contains(UInt8(ascii: "#"))
    }

    /// Whether the pixels end with the file, or where another picture begins.
    private static func fits(_ layout: PictureLayout, _ header: HeaderBytes) -> Bool {
        let end = layout.headerByteCount + layout.sampleByteCount
        return end == header.fileByteCount
            || end < header.count - 2 && header.bytes[end] == UInt8(ascii: "P")
                && (0x31...0x37).contains(header.bytes[end + 1])
    }
}
