/// Text from file and item names, made fit to be shown.
enum SafeText {
    /// One line without characters that act on what shows it: control characters, line ends, and marks that reorder or
    /// hide the text after them.
    static func oneLine(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\r", "\t", "\u{85}", "\u{2028}", "\u{2029}": result.append(" ")
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): result.append("\u{FFFD}")
            case "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{FFFE}", "\u{FFFF}":
                result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// At most `count` characters: the middle of longer ones is left out, since names differ at their ends.
    static func shortened(_ text: String, to count: Int) -> String {
        let line = oneLine(text)
        guard line.count > count, count >= 3 else { return line }
        let tail = (count - 1) / 2
        return String(line.prefix(count - 1 - tail)) + "…" + String(line.suffix(tail))
    }

    /// For attributes and text of XML and HTML.
    static func xml(_ text: String) -> String {
        var result = ""
        for character in oneLine(text).unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// For file names and anchors: ASCII letters, digits and `-`, never empty.
    static func slug(_ text: String) -> String {
        var result = ""
        for character in text.lowercased().unicodeScalars.prefix(80) {
            let isPlain = character.isASCII && (character.properties.isAlphabetic || ("0"..."9").contains(character))
            if isPlain {
                result.unicodeScalars.append(character)
            } else if !result.hasSuffix("-") {
                result += "-"
            }
        }
        let trimmed = result.drop { $0 == "-" }
        let end = trimmed.lastIndex { $0 != "-" }
        return end.map { String(trimmed[...$0]) } ?? "x"
    }
}
