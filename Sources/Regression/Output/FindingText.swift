import Benchmarking
import Foundation

/// How findings read, in all formats alike.
package enum FindingText {
    /// `compression time`, or what happened.
    static func what(_ finding: Finding) -> String {
        switch finding.kind {
        case .roundTrip: "round trip failed"
        case .lostRow: "row lost"
        case .newRow: "new row"
        case .status(let base, let new): "\(base) → \(new)"
        case .measured(let metric): metric.title
        }
    }

    /// `1000 → 1001 B`; empty where there are no figures of a single item.
    static func figures(_ finding: Finding) -> String {
        guard case .measured(let metric) = finding.kind, let base = finding.base, let new = finding.new else {
            return ""
        }
        return "\(figure(metric, base)) → \(figure(metric, new)) \(metric.unit)"
    }

    private static func figure(_ metric: Metric, _ value: Double) -> String {
        metric == .size || !metric.isTime ? String(format: "%.0f", value) : String(format: "%.4g", value)
    }

    /// `+3.1 %`; with as many decimals as it takes to tell it from none.
    package static func change(_ change: Double?) -> String {
        guard let change else { return "" }
        guard change.isFinite else { return "from nothing" }
        let percent = abs(change) * 100
        guard percent > 0 else { return "0 %" }
        let decimals = percent >= 0.1 ? 1 : min(6, Int((-log10(percent)).rounded(.up)) + 1)
        return (change < 0 ? "−" : "+") + String(format: "%.\(decimals)f %%", percent)
    }

    /// benchstat's way: `(p=0.048 n=10+10)`, the probability with all tests of the comparison considered.
    static func chance(_ finding: Finding) -> String {
        guard let base = finding.baseCount, let new = finding.newCount else { return "" }
        let count = base == new ? "n=\(base)" : "n=\(base)+\(new)"
        guard let probability = finding.adjustedProbability else { return "(\(count))" }
        return "(p=\(probabilityText(probability)) \(count))"
    }

    static func probabilityText(_ probability: Double) -> String {
        probability < 0.0005 ? "<0.001" : String(format: "%.3f", probability)
    }

    /// `limit 5 %`; empty where no limit is concerned.
    static func limit(_ finding: Finding) -> String {
        finding.limit.map { "limit " + String(format: "%g %%", $0 * 100) } ?? ""
    }

    /// One line without padding: for messages.
    static func line(_ finding: Finding) -> String {
        [
            finding.subject + (finding.versions == nil ? "" : " *") + ":", what(finding), figures(finding),
            change(finding.change), chance(finding), limit(finding),
        ]
        .filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// `12 sizes`, by figure.
    static func unchanged(_ comparison: Comparison) -> String {
        let counts = Metric.allCases.compactMap { metric in
            comparison.unchanged[metric].map { "\(metric.title) \($0)" }
        }
        return counts.isEmpty ? "nothing" : counts.joined(separator: ", ")
    }

    /// What would let more be judged.
    static func advice(_ comparison: Comparison) -> String {
        comparison.isPaired
            ? "more rounds (--runs, --budget) decide more"
            : "times take four items and more processes (--runs 6 --rounds 6 or more), or 'ncbench ab'"
    }

    /// The sentence that sums it up.
    static func summary(_ comparison: Comparison) -> String {
        let verdict =
            switch comparison.verdict {
            case .fine: "no regression"
            case .regression: count(comparison.regressions.count, "regression")
            case .mismatch: "a round trip failed"
            }
        return "\(verdict), \(count(comparison.improvements.count, "improvement"))"
    }

    /// `1 run`, `2 runs`.
    package static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

extension Metric {
    /// What ``Finding/base`` and ``Finding/new`` count.
    var unit: String { isTime ? "MB/s" : "B" }
}

extension Comparison {
    /// Unchanged figures that are worth a line: those of a codec over all its items.
    var widestUnchanged: [Finding] {
        let wide = Set(
            withinNoise.compactMap { finding -> ComparedSpec? in
                if case .items = finding.span { return finding.spec }
                return nil
            })
        return withinNoise.filter { finding in
            if case .items = finding.span { return true }
            return !wide.contains(finding.spec)
        }
    }
}
