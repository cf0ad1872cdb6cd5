/// A sentence in which some words are names of codecs and items; each format sets those in its own way.
struct Phrase: Sendable, Hashable, ExpressibleByStringInterpolation {
    enum Part: Sendable, Hashable {
        case text(String)
        case name(String)
    }

    var parts: [Part]

    init(_ parts: [Part]) { self.parts = parts }

    init(stringLiteral value: String) { parts = [.text(value)] }

    init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { parts.append(.text(literal)) }
        mutating func appendInterpolation(_ text: String) { parts.append(.text(text)) }
        mutating func appendInterpolation(_ number: Int) { parts.append(.text(String(number))) }
        mutating func appendInterpolation(name: String) { parts.append(.name(name)) }
        mutating func appendInterpolation(_ phrase: Phrase) { parts += phrase.parts }
    }

    static func + (left: Phrase, right: Phrase) -> Phrase { Phrase(left.parts + right.parts) }

    /// Without any markup.
    var plain: String {
        parts.map { part in
            switch part {
            case .text(let text), .name(let text): text
            }
        }.joined()
    }
}
