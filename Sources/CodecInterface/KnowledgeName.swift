import OutsideText

/// The file behind `@` in a spec, as people write it and as rows hold it.
///
/// A plain name runs to the end of the text, whatever it holds. One in double quotes ends at the next of them, so that more settings or codecs
/// can follow; in it, `\xHH` is a byte, as in results.
enum KnowledgeName {
    private static let quote = UInt8(ascii: "\"")

    /// The path that a spec's text names behind its `@`, and how many code points it takes; nil where there is none.
    static func read(_ text: Substring.UnicodeScalarView) -> (path: String, length: Int)? {
        guard text.first == "\"" else {
            return text.isEmpty ? nil : (String(Substring(text)), text.count)
        }
        let inner = text.dropFirst().prefix { $0 != "\"" }
        guard !inner.isEmpty, inner.count + 1 < text.count else { return nil }
        return (PathText.text(written: String(Substring(inner))), inner.count + 2)
    }

    /// A path as ``read(_:)`` gives it back: plain where that is one line of UTF-8, otherwise in quotes.
    static func written(_ path: String) -> String {
        let visible = VisibleText.path(path)
        if path.utf8.first != quote, visible.utf8.elementsEqual(path.utf8) { return path }
        return quoted(path)
    }

    /// A path in quotes.
    static func quoted(_ path: String) -> String {
        let visible = VisibleText.path(path)
        var inner = String.UnicodeScalarView()
        for scalar in visible.unicodeScalars {
            if scalar == "\"" { inner.append(contentsOf: "\\x22".unicodeScalars) } else { inner.append(scalar) }
        }
        return "\"\(String(inner))\""
    }
}
