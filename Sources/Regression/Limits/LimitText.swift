/// What is wrong with limits, and where.
package struct LimitError: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String

    init(_ description: String) { self.description = description }
}

/// Limits as they are written: `size=0%,ctime=5%`, with what they are for before a colon: `lstm:ctime=5%`,
/// `lstm,5@piano:dtime=3%`, `@piano:size=1%`. `off` takes a figure out of the judging.
package enum LimitText {
    package static func rules(parsing text: String) throws(LimitError) -> [LimitRule] {
        var scope = LimitRule.Scope()
        var assignments = text[...]
        // Codecs that are command lines have colons of their own; what is assigned never has. Marks are found by code points:
        // names hold what they like.
        let scalars = text.unicodeScalars
        if let colon = scalars.lastIndex(of: ":") {
            scope = try Self.scope(text[..<colon], of: text)
            assignments = text[scalars.index(after: colon)...]
        }
        var rules: [LimitRule] = []
        for part in assignments.split(separator: ",", omittingEmptySubsequences: false) {
            rules += try Self.rules(assignment: part, scope, of: text)
        }
        return rules
    }

    private static func scope(_ part: Substring, of text: String) throws(LimitError) -> LimitRule.Scope {
        guard !part.isEmpty else {
            throw LimitError("limit '\(text)': nothing stands before the colon; write CODEC:… or CODEC@ITEM:…")
        }
        let scalars = part.unicodeScalars
        guard let mark = scalars.lastIndex(of: "@") else { return LimitRule.Scope(spec: String(part)) }
        let spec = String(part[..<mark])
        let item = String(part[scalars.index(after: mark)...])
        guard !item.isEmpty else { throw LimitError("limit '\(text)': no item stands after the @") }
        return LimitRule.Scope(spec: spec.isEmpty ? nil : spec, item: item)
    }

    private static func rules(
        assignment: Substring, _ scope: LimitRule.Scope, of text: String
    ) throws(LimitError) -> [LimitRule] {
        let sides = assignment.split(separator: "=", omittingEmptySubsequences: false)
        guard sides.count == 2 else {
            throw LimitError("limit '\(text)': '\(assignment)' is not NAME=PERCENT, as in ctime=5%")
        }
        let name = sides[0].trimmed
        guard let metrics = Metric.named(name) else {
            throw LimitError(
                "limit '\(text)': unknown figure '\(name)'; there are \(Metric.limitNames.joined(separator: ", "))")
        }
        let largest = try change(sides[1].trimmed, in: "limit '\(text)'")
        return metrics.map { LimitRule(scope: scope, metric: $0, largestChange: largest) }
    }

    /// `5%`, `0.5 %`, or `off`.
    static func change(_ text: String, in place: String) throws(LimitError) -> Double? {
        if text == "off" { return nil }
        let number = text.hasSuffix("%") ? Substring(text.dropLast()).trimmed : ""
        guard let percent = Double(number), number.allSatisfy({ $0.isNumber || $0 == "." }) else {
            throw LimitError("\(place): '\(text)' is not a percentage, as in 5%, or 'off'")
        }
        guard percent <= 1000 else { throw LimitError("\(place): more than 1000% would let everything pass; use off") }
        return percent / 100
    }
}

extension Substring {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
