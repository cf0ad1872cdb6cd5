import Benchmarking
import Foundation
package import History
import OutsideText
import Regression
package import Reporting

/// The static site of a history: an overview, a page for each codec and each item, and the reports of the newest runs. All pages
/// work from a folder, without a network, a server or script.
package struct SiteFiles: Sendable {
    /// Of each kind of machine, that of the newest run first.
    let histories: [MachineHistory]
    /// The newest runs of all, whose reports become pages.
    let reported: [RecordedRun]
    let check: HistoryCheck
    /// The steps of each line of each history, which the pages of codecs and those of items show.
    private let lineSteps: [LineKey: [Step]]

    private struct LineKey: Hashable {
        let machine: ExactText
        let subject: TrialLine.Subject
        let metric: HistoryMetric
    }

    /// - Parameters:
    ///   - histories: of each kind of machine, that of the newest run first.
    ///   - reported: the runs whose reports become pages.
    ///   - check: judges what changed; its limits hold for marks as well.
    package init(histories: [MachineHistory], reported: [RecordedRun], check: HistoryCheck) {
        self.histories = histories
        self.reported = reported
        self.check = check
        lineSteps = Self.steps(histories, check)
    }

    /// Whether there is no run to show.
    package var isEmpty: Bool { histories.allSatisfy(\.runs.isEmpty) }

    /// The pages, `index.html` first.
    ///
    /// - Throws: only when the templates in the program are damaged.
    package func files() throws -> [ReportFile] {
        let render = try SitePage.renderer()
        let names = SitePlaces(histories, reported)
        var files = [ReportFile(path: "index.html", data: render(OverviewPage(site: self, places: names).page))]
        for codec in names.codecs {
            files.append(
                ReportFile(path: codec.file, data: render(CodecPage(site: self, places: names, codec: codec).page)))
        }
        for item in names.items {
            files.append(
                ReportFile(path: item.file, data: render(ItemPage(site: self, places: names, item: item).page)))
        }
        for run in reported {
            guard let file = names.report(of: run.run),
                let data = try ReportFiles.text(
                    of: Report(runs: [
                        ReportedRun(
                            name: run.run, records: run.records, environment: run.environment, curves: run.curves,
                            items: run.items)
                    ]), format: .html)
            else { continue }
            files.append(ReportFile(path: file, data: data))
        }
        return files
    }

    private static func steps(_ histories: [MachineHistory], _ check: HistoryCheck) -> [LineKey: [Step]] {
        var steps: [LineKey: [Step]] = [:]
        for history in histories {
            for line in history.lines {
                for metric in HistoryMetric.allCases {
                    let key = LineKey(machine: ExactText(history.machine), subject: line.subject, metric: metric)
                    steps[key] = Self.steps(line.series(metric), history, check)
                }
            }
        }
        return steps
    }

    /// A line's series and its steps.
    func marked(_ line: TrialLine, _ metric: HistoryMetric, _ history: MachineHistory) -> MarkedSeries {
        let key = LineKey(machine: ExactText(history.machine), subject: line.subject, metric: metric)
        return MarkedSeries(series: line.series(metric), steps: lineSteps[key] ?? [])
    }

    /// The series of a spec over its items and its steps; nil where it has no values.
    func marked(over lines: [TrialLine], _ metric: HistoryMetric, _ history: MachineHistory) -> MarkedSeries? {
        TrendSeries.joined(lines, metric).map {
            MarkedSeries(series: $0, steps: Self.steps($0, history, check))
        }
    }

    /// The steps of a series through all runs, as a check of them finds them.
    private static func steps(_ series: TrendSeries, _ history: MachineHistory, _ check: HistoryCheck) -> [Step] {
        let limit = check.limits.limit(
            series.metric.limited, codec: series.spec.codec, spec: series.spec.spec,
            item: series.items.count == 1 ? series.items[0] : nil)
        guard let limit else { return [] }
        return series.steps(
            smallestChange: series.metric.isExact ? 0 : limit, seriesCount: HistoryCheck.seriesCount(history))
    }

    /// The marks of a plot of the series.
    func marks(_ series: TrendSeries, _ steps: [Step], _ history: MachineHistory) -> [TrendPlot.Mark] {
        steps.map { step in
            let run = series.points[step.place].run
            return TrendPlot.Mark(
                run: run, label: "\(history.runs[run].shortCommit) \(FindingText.change(step.change))",
                isWorse: (step.change > 0) != series.metric.risesForTheBetter, before: exp(step.before),
                after: exp(step.after))
        }
    }

    /// A plot of series of one metric.
    func plot(
        _ title: String, _ metric: HistoryMetric, _ all: [MarkedSeries], _ history: MachineHistory
    ) -> SiteFigure? {
        TrendPlot(
            title: title, yTitle: metric.unit.isEmpty ? metric.title : metric.title + Self.direction(metric),
            runLabels: history.runs.map(\.shortCommit),
            series: all.map { marked in
                let series = marked.series
                return TrendPlot.Series(
                    codec: series.spec.codec, parameters: series.spec.parameters, label: series.spec.label,
                    points: series.points.map { ($0.run, $0.value) },
                    steps: marks(series, marked.steps, history))
            }, format: { ValueText.text($0, metric) }
        ).figure
    }

    private static func direction(_ metric: HistoryMetric) -> String {
        metric.risesForTheBetter ? " (higher is better)" : " (lower is better)"
    }
}

/// A series with its steps.
struct MarkedSeries: Sendable {
    let series: TrendSeries
    let steps: [Step]
}

/// The files of the site's pages, by what they are of.
struct SitePlaces: Sendable {
    struct Codec: Sendable {
        let name: ExactText
        let file: String
    }

    struct Item: Sendable {
        let name: ExactText
        let file: String
    }

    let codecs: [Codec]
    let items: [Item]
    private let reports: [ExactText: String]

    init(_ histories: [MachineHistory], _ reported: [RecordedRun]) {
        var names = SiteNames(prefix: "codec")
        var seen: Set<ExactText> = []
        let lines = histories.flatMap(\.lines)
        codecs = lines.map { ExactText($0.subject.spec.codec) }.filter { seen.insert($0).inserted }.map {
            Codec(name: $0, file: names.next($0.text) + ".html")
        }
        var itemNames = SiteNames(prefix: "item")
        var seenItems: Set<ExactText> = []
        items = lines.map(\.subject.item).filter { seenItems.insert($0).inserted }.map {
            Item(name: $0, file: itemNames.next($0.text) + ".html")
        }
        var runNames = SiteNames(prefix: "run")
        var reports: [ExactText: String] = [:]
        for run in reported { reports[ExactText(run.run)] = runNames.next(run.run) + ".html" }
        self.reports = reports
    }

    /// Nil for a run whose report is not part of the site.
    func report(of run: String) -> String? { reports[ExactText(run)] }

    func file(ofCodec name: String) -> String? { codecs.first { $0.name == ExactText(name) }?.file }

    func file(ofItem name: ExactText) -> String? { items.first { $0.name == name }?.file }

    /// A run's name in a table: a link where its report is here.
    func cell(_ run: RunSummary) -> SiteTable.Cell {
        report(of: run.run).map { .link(run.run, href: $0) } ?? .text(run.run)
    }

    var links: [SiteLink] {
        [SiteLink("Overview", "index.html")] + codecs.map { SiteLink($0.name.text, $0.file) }
            + items.map { SiteLink($0.name.text, $0.file) }
    }
}
