import OutsideText

/// Comma-separated values as RFC 4180 defines them: fields quoted where they must be, quotes doubled, all of it by bytes.
///
/// A spreadsheet computes what begins like a formula, and what it computes may be anything. Such a field gets an apostrophe in
/// front, as does one that begins with apostrophes and then like a formula; reading takes one off again.
package enum CSVText {
    /// A row, with its line end (LF, so that line-based tools read it).
    package static func row(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\n"
    }

    private static func field(_ text: String) -> String {
        let text = isFormula(text) ? "'" + text : text
        guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
        return "\"" + ExactText(text).replacing("\"", with: "\"\"").text + "\""
    }

    /// What spreadsheets take for the beginning of a formula, in either width.
    private static let formulaStarts: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// Whether a field must not stand as it is. Numbers may, whatever their sign.
    private static func isFormula(_ text: String) -> Bool { startsLikeFormula(text) && Double(text) == nil }

    private static func startsLikeFormula(_ text: String) -> Bool {
        text.unicodeScalars.first { $0 != "'" }.map(formulaStarts.contains) ?? false
    }

    /// A field without the apostrophe that ``row(_:)`` put before it.
    private static func plain(_ text: String) -> String {
        text.utf8.first == UInt8(ascii: "'") && startsLikeFormula(text) ? String(text.unicodeScalars.dropFirst()) : text
    }

    /// A row as read, with the line it began in.
    package struct Row: Sendable, Hashable {
        /// What is not RFC 4180, and in which field, counted from 0.
        package struct Damage: Sendable, Hashable {
            package var field: Int
            package var reason: String
        }

        /// Counted from 1.
        package var line: Int
        package var fields: [String]
        /// Whether the row ended as a row must: the last one of a file that was being written may not.
        package var isComplete: Bool
        package var damage: Damage?
    }

    /// A row longer than this is taken for one whose quotes do not match. Longest real ones: a path and a reason.
    static let longestRow = 1 << 17

    /// Reads rows. Never fails: a row that is not well-formed says so, and reading goes on with the line after the one it
    /// began in. A byte order mark before the first is no part of it. What no writer puts into a field, a NUL or bytes that are not
    /// UTF-8, is damage as well: a disk that lost a part of the file leaves it, and it may hide where a row ended.
    package static func rows(of bytes: some Collection<UInt8>) -> [Row] {
        var rows: [Row] = []
        var reader = Reader(bytes: Array(bytes.dropFirst(ByteOrderMark.byteCount(in: bytes))))
        while let row = reader.next() { rows.append(row) }
        return rows
    }

    /// The same of a text.
    package static func rows(of text: String) -> [Row] { rows(of: text.utf8) }

    private struct Reader {
        let bytes: [UInt8]
        var place = 0
        var line = 1

        mutating func next() -> Row? {
            guard place < bytes.count else { return nil }
            let start = place
            let firstLine = line
            var row = Row(line: firstLine, fields: [], isComplete: false)
            while true {
                guard let text = field(&row, from: start) else {
                    // Unmatched quotes: whatever they swallowed is looked at again, line by line.
                    place = (bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1) + 1
                    line = firstLine + 1
                    // At the very end of the file this is how a killed writer leaves a row.
                    let isLast = place == bytes.count && bytes.last != UInt8(ascii: "\n")
                    if isLast { row.damage = nil }
                    return row
                }
                row.fields.append(text)
                guard place < bytes.count else { return row }
                let end = bytes[place]
                place += 1
                if end == UInt8(ascii: "\n") {
                    line += 1
                    row.isComplete = true
                    return row
                }
            }
        }

        /// One field, up to the comma, line break or end of file that follows it; nil when its quotes do not match.
        private mutating func field(_ row: inout Row, from start: Int) -> String? {
            var text: [UInt8] = []
            if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
                place += 1
                while true {
                    guard place < bytes.count, place - start < longestRow else {
                        damage(&row, "a quotation mark opens and does not close")
                        return nil
                    }
                    let byte = bytes[place]
                    place += 1
                    if byte != UInt8(ascii: "\"") {
                        if byte == UInt8(ascii: "\n") { line += 1 }
                        text.append(byte)
                    } else if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
                        text.append(byte)
                        place += 1
                    } else {
                        break
                    }
                }
            }
            let wasQuoted = place > start && place > 0 && bytes[place - 1] == UInt8(ascii: "\"")
            while place < bytes.count, bytes[place] != UInt8(ascii: ","), bytes[place] != UInt8(ascii: "\n") {
                let byte = bytes[place]
                place += 1
                // CR belongs to the line end (RFC 4180, section 2.1), and to nothing else outside quotes.
                if byte == UInt8(ascii: "\r"), place == bytes.count || bytes[place] == UInt8(ascii: "\n") { continue }
                if wasQuoted {
                    damage(&row, "text follows a closing quotation mark")
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r") {
                    damage(&row, "a quotation mark or carriage return stands in a field without quotes")
                }
                text.append(byte)
            }
            if text.contains(0) { damage(&row, "a NUL byte stands in a field") }
            guard let valid = String(validating: text, as: UTF8.self) else {
                damage(&row, "a field holds bytes that are not UTF-8")
                return plain(String(decoding: text, as: UTF8.self))
            }
            return plain(valid)
        }

        private func damage(_ row: inout Row, _ reason: String) {
            if row.damage == nil { row.damage = Row.Damage(field: row.fields.count, reason: reason) }
        }
    }
}
