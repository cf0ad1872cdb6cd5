/// Headers of PAM files: P7 (Netpbm's pam(5)).
enum PAMHeader {
    private static let keys = ["WIDTH", "HEIGHT", "DEPTH", "MAXVAL", "TUPLTYPE", "ENDHDR"]

    /// Whether a file begins like one: `P7`, a line end, and behind empty lines and comments one of the header's words. XV's
    /// thumbnails, which also begin with `P7`, have a number there. Where empty lines and comments fill the beginning, nothing says
    /// otherwise.
    static func begins(_ whole: HeaderBytes) -> Bool {
        let header = whole.recognised
        guard header.has("P7", at: 0) else { return false }
        var lines = Lines(header.bytes, position: 2)
        guard let first = lines.next() else {
            return header.endsWithRecognition && header.bytes[2...].allSatisfy(NetpbmScanner.isBlank)
        }
        guard first.words.isEmpty else { return false }
        while let line = lines.next() {
            guard let word = line.words.first else { continue }
            return keys.contains(word)
        }
        let rest = header.bytes[lines.position...]
        guard !rest.isEmpty else { return header.count > 3 }
        if rest.first == UInt8(ascii: "#") { return true }
        // Cut off within blanks or the first word.
        let word = rest.drop(while: NetpbmScanner.isBlank)
        return header.endsWithRecognition
            && (word.isEmpty || keys.contains { $0.utf8.starts(with: word) || word.starts(with: ($0 + " ").utf8) })
    }

    static func layout(_ header: HeaderBytes) throws(MediaFormatError) -> PictureLayout {
        guard begins(header) else { throw .malformed(0, "not a PAM file: it does not begin with P7 and a header") }
        var lines = Lines(header.bytes, position: 2)
        var numbers: [String: Int] = [:]
        var heightField = 0..<0
        var tupleTypes: [String] = []
        while let line = lines.next() {
            guard let key = line.words.first else { continue }
            switch key {
            case "ENDHDR":
                return try layout(numbers, tupleTypes, heightField, endingAt: lines.position)
            case "TUPLTYPE":
                // Several are one, with a blank between them.
                if tupleTypes.count < 16 { tupleTypes.append(line.words.dropFirst().joined(separator: " ")) }
            case "WIDTH", "HEIGHT", "DEPTH", "MAXVAL":
                let limit = key == "MAXVAL" || key == "DEPTH" ? 65535 : 0x7FFF_FFFF
                guard line.words.count == 2, line.words[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                    let value = Int(line.words[1]), (1...limit).contains(value)
                else { throw .malformed(line.start, "the line of \(key) makes no sense") }
                numbers[key] = value
                if key == "HEIGHT" { heightField = line.lastWord }
            default:
                throw .malformed(line.start, "a line of the header begins with none of \(keys.joined(separator: ", "))")
            }
        }
        throw header.missing(upTo: header.count + 1, "the header has no ENDHDR")
    }

    private static func layout(
        _ numbers: [String: Int], _ tupleTypes: [String], _ heightField: Range<Int>, endingAt end: Int
    ) throws(MediaFormatError) -> PictureLayout {
        guard let width = numbers["WIDTH"], let height = numbers["HEIGHT"], let depth = numbers["DEPTH"],
            let maximum = numbers["MAXVAL"]
        else { throw .malformed(end, "the header lacks one of WIDTH, HEIGHT, DEPTH and MAXVAL") }
        let tupleType = tupleTypes.joined(separator: " ")
        return try PictureLayout(
            format: .pam, kind: 7, width: width, height: height, channels: depth,
            // Two and four channels without a name are what programs make of grey and colour with alpha.
            hasAlpha: tupleType.hasSuffix("_ALPHA") || tupleType.isEmpty && (depth == 2 || depth == 4),
            maximum: maximum, encoding: .bytes, bitsPerSample: maximum > 255 ? 16 : 8, headerByteCount: end,
            tupleType: tupleType, heightField: heightField)
    }

    /// The lines of a header.
    private struct Lines {
        let bytes: UnsafeRawBufferPointer
        /// Behind the line end of the last line.
        private(set) var position: Int

        init(_ bytes: UnsafeRawBufferPointer, position: Int) {
            self.bytes = bytes
            self.position = position
        }

        /// The words of the next line, none of a comment's; nil where no line end follows.
        mutating func next() -> (words: [String], start: Int, lastWord: Range<Int>)? {
            let start = position
            guard start < bytes.count, let end = bytes[start...].firstIndex(of: 0x0A) else { return nil }
            position = end + 1
            guard bytes[start] != UInt8(ascii: "#") else { return ([], start, start..<start) }
            let words = bytes[start..<end].split(whereSeparator: NetpbmScanner.isBlank)
            // A line is a key and a value; what is longer is no header, and need not be copied.
            return (
                words.prefix(16).map { String(decoding: $0.prefix(256), as: UTF8.self) }, start,
                words.last.map { $0.startIndex..<$0.endIndex } ?? start..<start
            )
        }
    }
}
