package import OutsideText

/// How much worse each figure may get.
///
/// The narrowest rule wins: one for a codec and an item before one for an item, that before one for a codec with
/// parameters, that before one for a codec, that before one for everything; of equally narrow ones, the later.
package struct Limits: Sendable, Hashable {
    package private(set) var rules: [LimitRule]

    /// Sizes are exact. The border for times is half of the 10 % that must not slip through: a change right on a border is
    /// found half of the time, see `docs/regression-gate.md`.
    package static let standard = Limits(rules: [
        LimitRule(metric: .size, largestChange: 0),
        LimitRule(metric: .compressionTime, largestChange: 0.05),
        LimitRule(metric: .decompressionTime, largestChange: 0.05),
        LimitRule(metric: .compressionMemory, largestChange: 0.10),
        LimitRule(metric: .decompressionMemory, largestChange: 0.10),
    ])

    /// For builds whose trials alternated, where smaller changes show.
    package static let alternating = Limits(
        rules: standard.rules + [
            LimitRule(metric: .compressionTime, largestChange: 0.015),
            LimitRule(metric: .decompressionTime, largestChange: 0.015),
        ])

    package init(rules: [LimitRule]) { self.rules = rules }

    /// Adds rules that win over equally narrow ones so far.
    package mutating func add(_ rules: [LimitRule]) { self.rules += rules }

    /// The limit for a spec, over all items or on one; nil when it is not judged.
    package func limit(_ metric: Metric, codec: String, spec: String, item: ExactText? = nil) -> Double? {
        rule(metric, codec: codec, spec: spec, item: item)?.largestChange
    }

    /// Whether a rule speaks of this very item.
    package func namesItem(_ metric: Metric, codec: String, spec: String, item: ExactText) -> Bool {
        rule(metric, codec: codec, spec: spec, item: item)?.scope.item != nil
    }

    private func rule(_ metric: Metric, codec: String, spec: String, item: ExactText?) -> LimitRule? {
        var best: LimitRule?
        for rule in rules where rule.metric == metric && rule.scope.covers(codec: codec, spec: spec, item: item) {
            if best.map({ rule.scope.narrowness >= $0.scope.narrowness }) ?? true { best = rule }
        }
        return best
    }
}

/// One limit and what it is for.
package struct LimitRule: Sendable, Hashable {
    /// The trials that a limit is for.
    package struct Scope: Sendable, Hashable {
        /// `lstm` or `lstm,5`; nil for any. A `*` stands for any characters.
        package var spec: String?
        package var item: String?

        package init(spec: String? = nil, item: String? = nil) {
            self.spec = spec
            self.item = item
        }

        /// As on the command line: `lstm`, `xz,9e@piano`.
        var text: String { (spec ?? "") + (item.map { "@\($0)" } ?? "") }

        var narrowness: Int {
            (item == nil ? 0 : 4) + (spec == nil ? 0 : spec?.contains(",") == true ? 2 : 1)
        }

        /// Whether it speaks of a trial, or of a codec over all its items where `item` is nil.
        package func covers(codec: String, spec: String, item: ExactText?) -> Bool {
            if let wanted = self.item {
                guard let item, Pattern.matches(wanted, item.text) else { return false }
            }
            guard let wanted = self.spec else { return true }
            return Pattern.matches(wanted, codec) || Pattern.matches(wanted, spec)
        }
    }

    package var scope: Scope
    package var metric: Metric
    /// As a share: 0.05 lets 5 % more pass. Nil: not judged.
    package var largestChange: Double?

    package init(scope: Scope = Scope(), metric: Metric, largestChange: Double?) {
        self.scope = scope
        self.metric = metric
        self.largestChange = largestChange
    }
}

/// Names with `*` for any bytes; everything else is itself, byte for byte.
enum Pattern {
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let text = Array(text.utf8)
        let parts = Array(pattern.utf8).split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
        guard parts.count > 1, let first = parts.first, let last = parts.last else {
            return text.elementsEqual(pattern.utf8)
        }
        guard text.count >= first.count + last.count, text.starts(with: first), text.suffix(last.count) == last else {
            return false
        }
        var rest = text.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}
