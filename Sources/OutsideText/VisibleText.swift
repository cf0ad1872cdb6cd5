/// Text that acts on nothing that shows it: what is no character to be seen is written as an escape.
public enum VisibleText {
    /// The text on one line: control characters, line ends, and marks that reorder or hide the text after them become escapes of
    /// their bytes, as `\x1B`.
    public static func oneLine(_ text: String) -> String { escaped(text) { _ in false } }

    /// A path on one line, so that no two paths look alike: as ``PathText/written(_:)`` has it, with escapes for what would act.
    public static func path(_ path: String) -> String { oneLine(PathText.written(path)) }

    /// The text with all but bytes that are not UTF-8 as it is; they become escapes, for files and pipes as well as for people.
    public static func unescaped(_ text: String) -> String { escaped(text) { _ in true } }

    /// As ``oneLine(_:)``, but lines and tabs stay: what messages and tables are made of.
    public static func lines(_ text: String) -> String { escaped(text) { $0 == "\n" || $0 == "\t" } }

    private static func escaped(_ text: String, keeping: (Unicode.Scalar) -> Bool) -> String {
        guard !text.unicodeScalars.allSatisfy({ !isHidden($0) || keeping($0) }) || !PathText.isUTF8(text) else {
            return text
        }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHidden(scalar) && !keeping(scalar) || !PathText.isUTF8(String(scalar)) {
                for byte in PathText.bytes(of: String(scalar)) {
                    result.append(contentsOf: HexadecimalEscape.of(byte).unicodeScalars)
                }
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Whether a code point acts rather than shows.
    public static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F: true
        // Line and paragraph separators; directions; and what is no character.
        case 0x2028, 0x2029, 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
