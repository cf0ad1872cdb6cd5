package import Foundation
package import History
import OutsideText
import Regression
import Reporting

/// What `history check` found.
package enum CheckText {
    /// A table for terminals and logs.
    ///
    /// - Parameter resolutions: what the check can see at all; series that are too noisy are named.
    package static func text(_ verdict: HistoryVerdict, _ resolutions: [SeriesResolution] = []) -> String {
        var text =
            VisibleText.oneLine(
                "\(verdict.newest.run) (\(verdict.newest.shortCommit)) on \(verdict.machine): \(summary(verdict))")
            + "\n"
        for note in verdict.notes { text += VisibleText.oneLine("note: \(note)") + "\n" }
        func section(_ title: String, _ findings: [HistoryFinding]) {
            guard !findings.isEmpty else { return }
            let rows = findings.map { [" " + $0.subject, what($0), levels($0), change($0), since($0)] }
            text += "\n\(title) (\(findings.count))\n" + AlignedTable.text(rows, numbers: [3])
        }
        section("Regressions", verdict.regressions)
        section("Improvements", verdict.improvements)
        section("One run departs; the next one decides", verdict.suspected)
        var judged =
            "\nJudged by \(verdict.runCount) runs: sizes, and \(verdict.judgedCount) series of times and memory"
        if verdict.tooShortCount > 0 {
            judged +=
                "; \(verdict.tooShortCount) have too few runs, which is \(StepDetection.fewestPastValues) before the newest"
        }
        return text + ResolutionText.text(resolutions) + judged + "\n" + ResolutionText.summary(resolutions)
    }

    /// `1 regression, 0 improvements`.
    static func summary(_ verdict: HistoryVerdict) -> String {
        let worse =
            switch verdict.verdict {
            case .fine: "no regression"
            case .regression: FindingText.count(verdict.regressions.count, "regression")
            case .mismatch: "a round trip failed"
            }
        return "\(worse), \(FindingText.count(verdict.improvements.count, "improvement"))"
    }

    /// The metric, or what happened.
    static func what(_ finding: HistoryFinding) -> String {
        switch finding.kind {
        case .roundTrip: "round trip failed"
        case .status(let before, let after): "\(before) -> \(after)"
        case .changed(let metric): metric.title
        }
    }

    static func levels(_ finding: HistoryFinding) -> String {
        guard case .changed(let metric) = finding.kind, let before = finding.before, let after = finding.after else {
            return ""
        }
        return "\(ValueText.text(before, metric)) -> \(ValueText.text(after, metric))"
    }

    static func change(_ finding: HistoryFinding) -> String { FindingText.change(finding.change) }

    /// The first run after the step, and its commit.
    static func since(_ finding: HistoryFinding) -> String {
        let runs = finding.runCount == 1 ? "" : ", \(finding.runCount) runs"
        let before = finding.lastRunBefore.map { "; before it \($0.shortCommit)" } ?? ""
        return "since \(finding.firstRun.run) (\(finding.firstRun.shortCommit)\(runs)\(before))"
    }

    private struct Entry: Encodable {
        let kind, spec: String
        let item: String?
        let items: Int?
        let metric: String?
        let before, after, change, threshold: Double?
        let firstRun: String
        let firstCommit: String?
        let lastRunBefore: String?
        let lastCommitBefore: String?
        let runs, runsBefore: Int

        init(_ finding: HistoryFinding) {
            switch finding.kind {
            case .roundTrip: (kind, metric) = ("round trip", nil)
            case .status: (kind, metric) = ("status", nil)
            case .changed(let changed): (kind, metric) = ("changed", changed.rawValue)
            }
            (item, items) = finding.span.parts
            spec = finding.spec.label
            (before, after) = (finding.before, finding.after)
            (change, threshold) = (finding.change, finding.threshold)
            (firstRun, firstCommit) = (finding.firstRun.run, finding.firstRun.commit)
            (lastRunBefore, lastCommitBefore) = (finding.lastRunBefore?.run, finding.lastRunBefore?.commit)
            (runs, runsBefore) = (finding.runCount, finding.runCountBefore)
        }
    }

    private struct Document: Encodable {
        var schema = 1
        let verdict: Comparison.Verdict
        let machine, newest: String
        let commit: String?
        let runs, judged, tooShort: Int
        let notes: [String]
        let regressions, improvements, suspected: [Entry]
        let resolutions: [ResolutionText.Entry]
    }

    /// Fields are added in later versions, never renamed; `change` is growth as a share.
    package static func json(_ verdict: HistoryVerdict, _ resolutions: [SeriesResolution] = []) throws -> Data {
        try HistoryJSON.data(
            Document(
                verdict: verdict.verdict, machine: verdict.machine, newest: verdict.newest.run,
                commit: verdict.newest.commit, runs: verdict.runCount, judged: verdict.judgedCount,
                tooShort: verdict.tooShortCount, notes: verdict.notes, regressions: verdict.regressions.map(Entry.init),
                improvements: verdict.improvements.map(Entry.init), suspected: verdict.suspected.map(Entry.init),
                resolutions: resolutions.map(ResolutionText.Entry.init)))
    }
}
