/// What a program said last, on one line.
public enum LastWords {
    /// As many lines as are kept, from the end.
    private static let lineCount = 3
    /// As many bytes.
    private static let byteCount = 400

    /// The last lines of what a program said, made readable and set apart by bars; begins with a colon unless it said nothing.
    ///
    /// A program in trouble may say anything, and what it says ends up on terminals and in reports.
    public static func suffix(of messages: some BidirectionalCollection<UInt8>) -> String {
        let lines = String(decoding: messages.suffix(byteCount), as: UTF8.self).unicodeScalars
            .split { $0 == "\n" || $0 == "\r" }
            .map { line in
                let visible = line.filter { !VisibleText.isHidden($0) && $0 != "\u{FFFD}" }
                return String(visible).trimmingSpaces
            }
            .filter { !$0.isEmpty }
        return lines.isEmpty ? "" : ": " + lines.suffix(lineCount).joined(separator: " | ")
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var rest = unicodeScalars[...]
        while rest.first == " " { rest = rest.dropFirst() }
        while rest.last == " " { rest = rest.dropLast() }
        return String(rest)
    }
}
