import Foundation

/// The changes of a comparison as a picture: a bar a finding, to the right for the worse.
package enum ChangesPlot {
    private static let rowHeight = 22.0
    private static let labelWidth = 360.0
    private static let barWidth = 320.0
    /// More bars than this help nobody.
    private static let mostRows = 60

    package static func svg(_ comparison: Comparison) -> String {
        let all =
            comparison.regressions.map { ($0, "#c2410c") } + comparison.improvements.map { ($0, "#15803d") }
            + comparison.widestUnchanged.map { ($0, "#94a3b8") } + comparison.information.map { ($0, "#cbd5e1") }
        let drawn = all.filter { $0.0.change?.isFinite == true }
        let rows = drawn.prefix(mostRows)
        let largest = max(rows.map { abs($0.0.change ?? 0) }.max() ?? 0, 0.01)
        let centre = labelWidth + barWidth / 2
        let (width, height) = (labelWidth + barWidth + 100, 52 + rowHeight * Double(max(rows.count, 1)) + 24)
        var body = "<text x=\"8\" y=\"22\" font-weight=\"bold\">\(title(comparison))</text>\n"
        if rows.isEmpty { body += "<text x=\"8\" y=\"60\">Nothing to draw.</text>\n" }
        for (index, (finding, colour)) in rows.enumerated() {
            let change = finding.change ?? 0
            let top = 44 + rowHeight * Double(index)
            let length = abs(change) / largest * (barWidth / 2 - 8)
            let left = change < 0 ? centre - length : centre
            let label = shortened("\(finding.subject), \(FindingText.what(finding))")
            body +=
                "<text x=\"\(number(labelWidth - 8))\" y=\"\(number(top + 15))\" text-anchor=\"end\">\(label)</text>\n"
            body += "<rect x=\"\(number(left))\" y=\"\(number(top + 3))\" width=\"\(number(max(length, 1)))\""
            body += " height=\"\(number(rowHeight - 6))\" fill=\"\(colour)\"/>\n"
            body += "<text x=\"\(number(labelWidth + barWidth + 8))\" y=\"\(number(top + 15))\">"
            body += "\(FindingText.change(change))</text>\n"
        }
        let bottom = 44 + rowHeight * Double(rows.count)
        if !rows.isEmpty {
            body +=
                "<line x1=\"\(number(centre))\" x2=\"\(number(centre))\" y1=\"40\" y2=\"\(number(bottom))\" stroke=\"#334155\"/>\n"
        }
        let rest = drawn.count - rows.count
        let foot = "← better · worse →" + (rest > 0 ? " (and \(rest) more)" : "")
        body += "<text x=\"\(number(centre))\" y=\"\(number(height - 10))\" text-anchor=\"middle\">\(foot)</text>\n"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(width)) \(number(height))" width="\(number(width))" \
            height="\(number(height))" font-family="sans-serif" font-size="12" role="img">
            <rect width="100%" height="100%" fill="#ffffff"/>
            \(body)</svg>

            """
    }

    private static func title(_ comparison: Comparison) -> String {
        JUnitOutput.escaped(
            "\(comparison.base.name) → \(comparison.new.name): \(FindingText.summary(comparison))")
    }

    private static func shortened(_ text: String) -> String {
        JUnitOutput.escaped(text.count > 56 ? text.prefix(55) + "…" : text)
    }

    private static func number(_ value: Double) -> String { String(format: "%g", (value * 100).rounded() / 100) }
}
