/// Pieces of GitHub-flavoured Markdown.
enum Markdown {
    /// Text that shows as itself in a table cell or a paragraph: no markup, no HTML, one line.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\", "`", "*", "_", "[", "]", "|", "#", "~":
                result += "\\"
                result.unicodeScalars.append(character)
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            // Line ends would end a cell; the others reorder or hide what follows.
            case "\n", "\r", "\t", "\u{2028}", "\u{2029}": result += " "
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{0}"..."\u{8}", "\u{E}"..."\u{1F}":
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// A table; columns other than the first are set flush right.
    static func table(_ header: [String], _ rows: [[String]]) -> String {
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
        let rule = header.indices.map { $0 == 0 ? ":---" : "---:" }
        return line(header) + line(rule) + rows.map(line).joined()
    }

    /// A part that is folded until asked for.
    static func folded(_ summary: String, _ body: String) -> String {
        "<details>\n<summary>\(summary)</summary>\n\n\(body)\n</details>\n"
    }
}
