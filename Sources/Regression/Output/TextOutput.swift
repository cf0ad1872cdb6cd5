import OutsideText

/// A comparison as a table for terminals and logs: what got worse first, then what got better, then how much did not.
package enum TextOutput {
    package static func text(_ comparison: Comparison) -> String {
        var lines = [
            "\(printable(comparison.base.name)) → \(printable(comparison.new.name)): \(FindingText.summary(comparison))"
        ]
        for note in comparison.notes { lines.append("note: \(printable(note))") }
        func section(_ title: String, _ findings: [Finding], mark: String = "") {
            guard !findings.isEmpty else { return }
            lines += ["", "\(title) (\(findings.count))"]
            lines += table(findings.map { row($0, mark: mark) })
        }
        section("Regressions", comparison.regressions)
        section("Improvements", comparison.improvements)
        section("New rows", comparison.newRows)
        section("For information, not judged", comparison.information)
        section("No significant change over all items", comparison.widestUnchanged, mark: "~ ")
        lines += ["", "Unchanged: \(FindingText.unchanged(comparison))"]
        if !comparison.insufficient.isEmpty {
            lines.append(
                "Insufficient: \(FindingText.count(comparison.insufficient.count, "figure")) with too little data for a"
                    + " verdict; \(FindingText.advice(comparison))")
        }
        if comparison.testCount > 0 {
            lines.append(
                "p: corrected for \(FindingText.count(comparison.testCount, "test")); alpha \(comparison.alpha)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ finding: Finding, mark: String) -> [String] {
        [
            printable(finding.subject) + (finding.versions == nil ? "" : " *"), printable(FindingText.what(finding)),
            FindingText.figures(finding), mark + FindingText.change(finding.change),
            FindingText.chance(finding), mark.isEmpty ? FindingText.limit(finding) : "",
        ]
    }

    /// Columns as wide as they need be, two spaces apart.
    private static func table(_ rows: [[String]]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = " "
            for (cell, width) in zip(row, widths) where width > 0 {
                line += " " + cell + String(repeating: " ", count: width - cell.count + 1)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// Names come from files: nothing in them may move a terminal's cursor.
    private static func printable(_ text: String) -> String {
        VisibleText.oneLine(text)
    }
}
