import OutsideText

/// A check as text for terminals and logs: what is worse first.
package enum BaselineText {
    package static func text(_ check: BaselineCheck, suite: String) -> String {
        var lines: [String] = []
        func section(_ title: String, _ entries: [String]) {
            guard !entries.isEmpty else { return }
            lines.append("  \(title) (\(entries.count))")
            lines += entries.map { "    \(VisibleText.oneLine($0))" }
        }
        section("Other bytes than in the baseline, not comparable", check.changedItems.map(\.text))
        section("Larger", check.larger.map(change))
        section("In the baseline and not measured", check.lostRows.map { "\($0.spec) on \($0.item)" })
        section("Smaller", check.smaller.map(change))
        section("Same size, another stream", check.changedStreams.map { "\($0.new.spec) on \($0.new.item)" })
        section("Not in the baseline yet", check.newRows.map { "\($0.spec) on \($0.item)" })
        let versions = Dictionary(grouping: check.otherVersions) { "\($0.codec): \($0.library)" }
        section(
            "Not judged: the baseline has another version of the library",
            versions.sorted { $0.key < $1.key }.map { "\($0.key), \(count($0.value.count, "row"))" })
        if check.missingCodecRowCount > 0 {
            lines.append(
                "  Not judged: \(count(check.missingCodecRowCount, "row")) of codecs that this build does without")
        }
        let verdict =
            switch check.verdict {
            case .fine: "no size is worse"
            case .regression: "\(count(check.larger.count + check.lostRows.count, "regression"))"
            case .notComparable: check.changedItems.isEmpty ? "nothing to compare" : "not comparable"
            }
        return (["\(suite): \(verdict), \(count(check.unchangedCount, "size")) unchanged"] + lines)
            .joined(separator: "\n") + "\n"
    }

    private static func change(_ change: BaselineCheck.Change) -> String {
        let (before, after) = (change.base.compressedByteCount, change.new.compressedByteCount)
        let relative = before > 0 ? " (\(FindingText.change(Double(after) / Double(before) - 1)))" : ""
        return "\(change.new.spec) on \(change.new.item): \(before) → \(after) B\(relative)"
    }

    private static func count(_ count: Int, _ noun: String) -> String { FindingText.count(count, noun) }
}
