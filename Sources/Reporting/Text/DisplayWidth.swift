/// How many columns text takes where every character has the same width: in a terminal, and in Markdown as it is written.
enum DisplayWidth {
    static func of(_ text: String) -> Int { text.reduce(0) { $0 + columns(of: $1) } }

    /// The text with spaces up to a width, before it (`flushRight`) or after it.
    static func padded(_ text: String, to width: Int, flushRight: Bool) -> String {
        let padding = String(repeating: " ", count: max(0, width - of(text)))
        return flushRight ? padding + text : text + padding
    }

    /// Two for what East Asian fonts set in a full square (Unicode Standard Annex 11, in blocks) and for emoji.
    private static func columns(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        case 0x200B...0x200D, 0xFE00...0xFE0F, 0x0300...0x036F: return 0
        default: return 1
        }
    }
}
