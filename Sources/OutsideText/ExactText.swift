/// Text from outside, such as the name of a file: the same as another only where every byte is, and in the order of its bytes.
///
/// Swift's `String` takes canonically equivalent texts for one, as `é` in one code point and in two. File systems do not: these
/// are two files. Whatever tells items, specs or files apart by a text from outside holds it as this type.
public struct ExactText: Sendable {
    /// The text as Swift's own kind, for showing and writing; not to be compared.
    public let text: String

    public init(_ text: String) { self.text = text }

    public init(_ text: Substring) { self.text = String(text) }

    public var isEmpty: Bool { text.isEmpty }

    /// Whether it begins with these very bytes.
    public func hasPrefix(_ prefix: String) -> Bool { text.utf8.starts(with: prefix.utf8) }

    /// Whether it ends with these very bytes.
    public func hasSuffix(_ suffix: String) -> Bool { text.utf8.reversed().starts(with: suffix.utf8.reversed()) }
}

extension ExactText {
    /// The text with these bytes, wherever they occur, replaced.
    public func replacing(_ part: String, with replacement: String) -> ExactText {
        ExactText(
            String(decoding: Array(text.utf8).replacing(Array(part.utf8), with: Array(replacement.utf8)), as: UTF8.self)
        )
    }
}

extension ExactText: Hashable {
    public static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // As the standard library ends a text: so that two after each other are not one.
        hasher.combine(0xFF as UInt8)
    }
}

extension ExactText: Comparable {
    public static func < (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}

extension ExactText: CustomStringConvertible {
    public var description: String { text }
}

extension ExactText: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { text = value }
}

extension ExactText: Codable {
    /// As a plain text.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
