/// Comma-separated values as RFC 4180 defines them: fields quoted where they must be, quotes doubled.
package enum CSVText {
    /// A row, with its line end (LF, so that line-based tools read it).
    package static func row(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\n"
    }

    private static func field(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }) else {
            return text
        }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// A row as read, with the line it began in.
    package struct Row: Sendable, Hashable {
        /// Counted from 1.
        package var line: Int
        package var fields: [String]
        /// Whether the row ended as a row must: the last one of a file that was being written may not.
        package var isComplete: Bool
    }

    /// Reads rows. Never fails: what is not well-formed comes back as a row that is not complete, or of the wrong width,
    /// and is for the caller to judge.
    package static func rows(of text: String) -> [Row] {
        var rows: [Row] = []
        var fields: [String] = []
        var field = String.UnicodeScalarView()
        var isQuoted = false
        var isAfterQuote = false
        var line = 1
        var firstLine = 1
        func endField() {
            fields.append(String(field))
            field = String.UnicodeScalarView()
            isAfterQuote = false
        }
        for scalar in text.unicodeScalars {
            if isQuoted {
                if scalar == "\"" {
                    isQuoted = false
                    isAfterQuote = true
                } else {
                    if scalar == "\n" { line += 1 }
                    field.append(scalar)
                }
                continue
            }
            switch scalar {
            case "\"" where isAfterQuote:
                field.append(scalar)
                isQuoted = true
                isAfterQuote = false
            case "\"" where field.isEmpty:
                isQuoted = true
            case ",":
                endField()
            case "\r":
                break
            case "\n":
                endField()
                rows.append(Row(line: firstLine, fields: fields, isComplete: true))
                fields = []
                line += 1
                firstLine = line
            default:
                field.append(scalar)
            }
        }
        if isQuoted || !field.isEmpty || !fields.isEmpty {
            endField()
            rows.append(Row(line: firstLine, fields: fields, isComplete: false))
        }
        return rows
    }
}
