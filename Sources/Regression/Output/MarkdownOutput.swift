import OutsideText

/// A comparison as Markdown, for a job summary or a comment on a pull request.
package enum MarkdownOutput {
    package static func markdown(_ comparison: Comparison) -> String {
        var lines = [
            "## Benchmark: \(FindingText.summary(comparison))", "",
            "\(escaped(comparison.base.name)) → \(escaped(comparison.new.name))",
        ]
        for note in comparison.notes { lines += ["", "> \(escaped(note))"] }
        func section(_ title: String, _ findings: [Finding], isFolded: Bool = false) {
            guard !findings.isEmpty else { return }
            lines.append("")
            lines +=
                isFolded ? ["<details><summary>\(title) (\(findings.count))</summary>", ""] : ["### \(title)", ""]
            lines += [
                "| what | figure | before → after | change | chance | limit |", "|:---|:---|---:|---:|:---|---:|",
            ]
            lines += findings.map { finding in
                let cells = [
                    finding.subject + (finding.versions == nil ? "" : " *"), FindingText.what(finding),
                    FindingText.figures(finding), FindingText.change(finding.change), FindingText.chance(finding),
                    FindingText.limit(finding),
                ]
                return "| " + cells.map(escaped).joined(separator: " | ") + " |"
            }
            if isFolded { lines += ["", "</details>"] }
        }
        section("Regressions", comparison.regressions)
        section("Improvements", comparison.improvements)
        section("New rows", comparison.newRows, isFolded: true)
        section("For information, not judged", comparison.information, isFolded: true)
        section("No significant change over all items", comparison.widestUnchanged, isFolded: true)
        lines += ["", "Unchanged: \(FindingText.unchanged(comparison))."]
        if !comparison.insufficient.isEmpty {
            lines.append(
                "Insufficient: \(FindingText.count(comparison.insufficient.count, "figure")) with too little data for a"
                    + " verdict; \(FindingText.advice(comparison)).")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in VisibleText.oneLine(text).unicodeScalars {
            switch scalar {
            case "|", "\\", "`", "*", "_", "[", "]", "#", "@": result += "\\\(scalar)"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
