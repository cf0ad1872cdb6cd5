import OutsideText

/// Text from file and item names, made fit to be shown.
enum SafeText {
    /// One line without characters that act on what shows it, see ``VisibleText``: they stand as escapes, so that names that
    /// differ look different.
    static func oneLine(_ text: String) -> String { VisibleText.oneLine(text) }

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
