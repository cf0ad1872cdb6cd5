/// Words as a shell takes them.
public enum ShellWord {
    /// A word of a command line that a shell reads as these very bytes, whatever it holds.
    ///
    /// Plain words stay as they are. Others stand in single quotes; those with bytes that are not UTF-8, or with control characters,
    /// in `$'…'`, which bash, zsh, ksh and POSIX of 2024 know.
    ///
    /// - Parameter text: as ``PathText`` has it.
    public static func quoted(_ text: String) -> String {
        let bytes = PathText.bytes(of: text)
        if isPlain(bytes) { return text }
        let isVisible = PathText.isUTF8(text) && !text.unicodeScalars.contains(where: VisibleText.isHidden)
        guard !isVisible else {
            let quote = UInt8(ascii: "'")
            let inner = bytes.flatMap { $0 == quote ? Array(#"'\''"#.utf8) : [$0] }
            return String(decoding: [quote] + inner + [quote], as: UTF8.self)
        }
        var result = "$'"
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n"): result += #"\n"#
            case UInt8(ascii: "\t"): result += #"\t"#
            case UInt8(ascii: "'"), UInt8(ascii: "\\"):
                result += "\\"
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(byte))
            // In octal, which has a fixed length: a hexadecimal escape would take digits that follow.
            default: result += "\\" + [byte >> 6, byte >> 3 & 7, byte & 7].map { String($0) }.joined()
            }
        }
        return result + "'"
    }

    /// Whether no shell sees anything in it but the bytes themselves.
    private static func isPlain(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, first != UInt8(ascii: "="), first != UInt8(ascii: "~") else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./,:=+@%".utf8.contains(byte)
            }
        }
    }
}
