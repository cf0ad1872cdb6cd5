import Benchmarking
import OutsideText

/// What two runs side by side show, in words; all groups of items of the two together.
struct ComparisonWords: Sendable {
    let comparisons: [RunComparison]

    /// One sentence for each group: which sizes changed. Of speeds nothing is said, since a difference may be noise.
    var findings: [Phrase] { comparisons.filter { !$0.lines.isEmpty }.map(finding) }

    private func finding(_ comparison: RunComparison) -> Phrase {
        let changed = comparison.lines.filter { $0.newByteCount != $0.baseByteCount }
        let count = Guide.count(comparison.lines.count, "codec setting")
        guard !changed.isEmpty else {
            return "On \(comparison.group.phrase), all sizes are the same to the byte (\(count))."
        }
        let most = 6
        // The largest changes first.
        let listed = changed.enumerated().sorted { left, right in
            let sizes = (abs(left.element.sizeChange), abs(right.element.sizeChange))
            return sizes.0 != sizes.1 ? sizes.0 > sizes.1 : left.offset < right.offset
        }.prefix(most).map(\.element)
        var phrase: Phrase = "On \(comparison.group.phrase), \(changed.count) of \(count) changed in size: "
        for (index, line) in listed.enumerated() {
            phrase = phrase + "\(index == 0 ? "" : ", ")\(name: line.variant.label) \(words(line.sizeChange))"
        }
        let rest = changed.count - listed.count
        return phrase + (rest > 0 ? ", and \(rest) more." : ".")
    }

    private func words(_ change: Double) -> String {
        let size = Quantity.percent(abs(change))
        let amount = size == "0.0 %" ? "less than 0.05 %" : size
        return "\(amount) \(change < 0 ? "smaller" : "larger")"
    }

    /// What must be known of the lines, and what they do not show.
    var remarks: [String] {
        func list(_ names: [String]) -> String {
            unique(names.map { ExactText($0) }).map { SafeText.shortened($0.text, to: 80) }.joined(separator: ", ")
        }
        var remarks: [String] = []
        let items = comparisons.flatMap(\.differingItems)
        if !items.isEmpty {
            remarks.append(
                "Not compared, because the bytes of the item differ between the runs: \(list(items.map(\.text))).")
        }
        let versions = comparisons.flatMap(\.differingVersions).map { "\($0.codec) \($0.base) → \($0.new)" }
        if !versions.isEmpty { remarks.append("Not the same version: \(list(versions)).") }
        for (variants, place) in [(\RunComparison.onlyInBase, "first"), (\RunComparison.onlyInNew, "second")] {
            let names = comparisons.flatMap { comparison in
                comparison[keyPath: variants].map { name($0, in: comparison) }
            }
            if !names.isEmpty { remarks.append("Only in the \(place) run: \(list(names)).") }
        }
        return remarks
    }

    /// The variant, and the group where others have it in both runs.
    private func name(_ variant: Variant, in comparison: RunComparison) -> String {
        let isElsewhere = comparisons.contains { $0.lines.contains { $0.variant == variant } }
        return isElsewhere ? "\(variant.label) (on \(comparison.group.phrase))" : variant.label
    }
}
