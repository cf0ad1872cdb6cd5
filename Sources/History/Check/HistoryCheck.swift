import Benchmarking
import Foundation
import OutsideText
package import Regression

/// Judges the newest run of a kind of machine by all before it.
///
/// Sizes and statuses are exact. Times and memory are judged for each spec over all its items, and then item by item; what is
/// found over all items is not told again for one. A step counts when the newest run still has its level and it lies among
/// the newest runs: a step that is older has been told, or was accepted.
package struct HistoryCheck: Sendable {
    /// By how much each figure may grow.
    package var limits: Limits
    /// A step is told while at most so many runs have had its level.
    package var recent: Int

    /// - Parameters: as the properties of these names; `recent` is 1 or more.
    package init(limits: Limits, recent: Int = Self.standardRecent) {
        self.limits = limits
        self.recent = recent
    }

    /// How many runs a step stays news for.
    package static let standardRecent = 10
    /// Older runs are not looked at.
    package static let longestPast = StepDetection.longestFit

    /// How many series of times and memory a history has, which share the chance of a false alarm.
    package static func seriesCount(_ history: MachineHistory) -> Int {
        let joined = Dictionary(grouping: history.lines) { $0.subject.spec }.values.count { $0.count > 1 }
        return HistoryMetric.allCases.count { !$0.isExact } * (history.lines.count + joined)
    }

    /// - Returns: nil for a history without two runs to set side by side.
    package func verdict(_ history: MachineHistory) -> HistoryVerdict? {
        guard let newest = history.runs.last, history.runs.count > 1 else { return nil }
        let last = history.runs.count - 1
        let lines = history.lines.filter { $0.figures.last?.run == last }
        guard lines.contains(where: { $0.figures.count > 1 }) else { return nil }
        var verdict = HistoryVerdict(machine: history.machine, newest: newest, runCount: history.runs.count)
        for line in lines { judgeStatus(line, history, into: &verdict) }
        for line in lines { judgeSize(line, history, into: &verdict) }
        judgeNoisy(lines, history, into: &verdict)
        let lost = history.lines.count { $0.figures.last?.run == last - 1 }
        if lost > 0 {
            verdict.notes.append(
                "\(lost) trial\(lost == 1 ? "" : "s") of the run before \(lost == 1 ? "is" : "are") not in this one")
        }
        verdict.sort()
        return verdict
    }

    private func judgeStatus(_ line: TrialLine, _ history: MachineHistory, into verdict: inout HistoryVerdict) {
        guard let now = line.figures.last else { return }
        let before = line.figures.dropLast().last
        let isWorse = now.status.gravity > (before?.status.gravity ?? 1)
        guard now.status == .mismatch || isWorse else { return }
        verdict.regressions.append(
            HistoryFinding(
                kind: now.status == .mismatch
                    ? .roundTrip
                    : .status(before: before?.status.description ?? "not there", after: now.status.description),
                spec: line.subject.spec, span: .item(line.subject.item), firstRun: history.runs[now.run],
                lastRunBefore: before.map { history.runs[$0.run] }))
    }

    private func judgeSize(_ line: TrialLine, _ history: MachineHistory, into verdict: inout HistoryVerdict) {
        let spec = line.subject.spec
        guard let limit = limits.limit(.size, codec: spec.codec, spec: spec.spec, item: line.subject.item) else {
            return
        }
        let series = line.series(.size)
        // Smaller is told whatever the limit for larger is.
        let steps = series.steps(smallestChange: 0, seriesCount: 1)
        guard let step = steps.last, isNews(step, in: series, history),
            step.change < 0 || step.change > limit * (1 + 1e-12)
        else { return }
        verdict.add(finding(step, series, .item(line.subject.item), history))
    }

    /// A series of times or memory that is to be judged.
    struct NoisySeries {
        let series: TrendSeries
        let span: HistoryFinding.Span
        let limit: Double

        /// Whether there are runs enough to know its noise.
        var isLongEnough: Bool { series.points.count > StepDetection.fewestPastValues }
    }

    /// The series that have a limit and a value of the newest run: of each spec over its items, then on each of them.
    ///
    /// - Parameter lines: those that the newest run has.
    func noisySeries(_ lines: [TrialLine], _ history: MachineHistory) -> [NoisySeries] {
        var series: [NoisySeries] = []
        var seen: Set<SeriesSpec> = []
        let bySpec = Dictionary(grouping: lines) { $0.subject.spec }
        for spec in lines.map(\.subject.spec) where seen.insert(spec).inserted {
            let own = bySpec[spec] ?? []
            for metric in HistoryMetric.allCases where !metric.isExact {
                func limit(_ item: ExactText?) -> Double? {
                    limits.limit(metric.limited, codec: spec.codec, spec: spec.spec, item: item)
                }
                if own.count > 1, let joined = TrendSeries.joined(own, metric), let limit = limit(nil) {
                    series.append(NoisySeries(series: joined, span: .items(count: joined.items.count), limit: limit))
                }
                for line in own {
                    guard let limit = limit(line.subject.item) else { continue }
                    series.append(
                        NoisySeries(series: line.series(metric), span: .item(line.subject.item), limit: limit))
                }
            }
        }
        return series.filter { $0.series.points.last?.run == history.runs.count - 1 }
    }

    private func judgeNoisy(_ lines: [TrialLine], _ history: MachineHistory, into verdict: inout HistoryVerdict) {
        let all = noisySeries(lines, history)
        let judged = all.filter(\.isLongEnough)
        verdict.judgedCount = judged.count
        verdict.tooShortCount = all.count - judged.count
        for each in judged {
            let (span, limit) = (each.span, each.limit)
            let series = each.series.newest(Self.longestPast)
            let steps = series.steps(smallestChange: limit, seriesCount: judged.count)
            if let step = steps.last, isNews(step, in: series, history) {
                let finding = finding(step, series, span, history)
                if isLarge(finding), !verdict.tells(finding) { verdict.add(finding) }
            } else if let step = series.departure(
                behind: steps, smallestChange: limit, seriesCount: judged.count)
            {
                let finding = finding(step, series, span, history)
                if isLarge(finding), !verdict.suspects(finding) { verdict.suspected.append(finding) }
            }
        }
    }

    /// Whether the newest run has its level, and has not had it for long.
    private func isNews(_ step: Step, in series: TrendSeries, _ history: MachineHistory) -> Bool {
        let first = series.points[step.place].run
        return series.points.last?.run == history.runs.count - 1 && history.runs.count - first <= recent
    }

    /// Changes of memory below this are none, whatever share of a small figure they are.
    private static let smallestMemoryChange = 524_288.0

    private func isLarge(_ finding: HistoryFinding) -> Bool {
        guard finding.kind == .changed(.memory) else { return true }
        return abs((finding.after ?? 0) - (finding.before ?? 0)) >= Self.smallestMemoryChange
    }

    private func finding(
        _ step: Step, _ series: TrendSeries, _ span: HistoryFinding.Span, _ history: MachineHistory
    ) -> HistoryFinding {
        var finding = HistoryFinding(
            kind: .changed(series.metric), spec: series.spec, span: span,
            firstRun: history.runs[series.points[step.place].run],
            lastRunBefore: history.runs[series.points[step.place - 1].run])
        finding.before = exp(step.before)
        finding.after = exp(step.after)
        finding.change = step.change
        finding.threshold = exp(step.threshold) - 1
        finding.runCount = step.afterCount
        finding.runCountBefore = step.beforeCount
        return finding
    }
}

extension HistoryVerdict {
    fileprivate mutating func add(_ finding: HistoryFinding) {
        if finding.isWorse { regressions.append(finding) } else { improvements.append(finding) }
    }

    /// Whether the same is told of the spec over all its items.
    fileprivate func tells(_ finding: HistoryFinding) -> Bool {
        (finding.isWorse ? regressions : improvements).contains { covers($0, finding) }
    }

    fileprivate func suspects(_ finding: HistoryFinding) -> Bool {
        (regressions + improvements + suspected).contains { covers($0, finding) && $0.isWorse == finding.isWorse }
    }

    private func covers(_ wide: HistoryFinding, _ finding: HistoryFinding) -> Bool {
        guard case .items = wide.span else { return false }
        return wide.spec == finding.spec && wide.kind == finding.kind
    }

    /// The gravest first, then the largest change.
    fileprivate mutating func sort() {
        func rank(_ finding: HistoryFinding) -> Int {
            switch finding.kind {
            case .roundTrip: 0
            case .status: 1
            case .changed(let metric): 2 + (HistoryMetric.allCases.firstIndex(of: metric) ?? 0)
            }
        }
        func sorted(_ findings: [HistoryFinding]) -> [HistoryFinding] {
            findings.enumerated().sorted { left, right in
                let ranks = (rank(left.element), rank(right.element))
                if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
                let sizes = (abs(left.element.change ?? 0), abs(right.element.change ?? 0))
                return sizes.0 != sizes.1 ? sizes.0 > sizes.1 : left.offset < right.offset
            }.map(\.element)
        }
        regressions = sorted(regressions)
        improvements = sorted(improvements)
        suspected = sorted(suspected)
    }
}
