import ArgumentParser
import Console
import Foundation
import History
import HistoryReporting
import Regression

extension HistoryMetric: ExpressibleByArgument {}

/// `ncbench history trend`: a figure, run by run.
struct HistoryTrendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trend", abstract: "Show a figure run by run, with its steps.",
        discussion: """
            Without --item a spec's figure is the geometric mean over its items; times change as the lower quartile of the \
            items' changes does, since a busy machine only makes slower, and memory as their median. Times are those of the \
            fastest pass, scaled to the machine's usual speed by the yardstick. Runs of different kinds of machines are never \
            in one series.
            """)

    @Option(
        help: ArgumentHelp(
            "A codec or a spec, as lstm or xz,9e; * stands for any characters. (default: all)", valueName: "spec"))
    var codec: String?

    @Option(help: ArgumentHelp("An item by itself; * stands for any characters.", valueName: "item"))
    var item: String?

    @Option(help: "ratio, size, ctime, dtime or memory.")
    var metric = HistoryMetric.ratio

    @OptionGroup var history: HistoryChoice
    @OptionGroup var choice: RunChoice

    @Option(help: ArgumentHelp("Show at most so many runs, the newest.", valueName: "count"))
    var limit = 30

    @Option(help: "text or json, which has all runs.")
    var format = ComparisonFormat.text

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func run() throws {
        let trends = try series()
        guard !trends.isEmpty else {
            StandardError.print(
                "ncbench: no run of the history has such a figure; 'ncbench history list' lists the runs")
            throw ExitStatus.failure
        }
        switch format {
        case .json: StandardOutput.write(try TrendText.json(trends))
        case .text:
            let tables = trends.map { TrendText.table($0.series, $0.history, steps: $0.steps, most: limit) }
            StandardOutput.print(tables.joined(separator: "\n"), terminator: "")
        }
    }

    private func series() throws -> [(series: TrendSeries, history: MachineHistory, steps: [Step])] {
        let database = try history.open()
        let histories = try HistoryProblem.reporting { () throws(HistoryError) in
            try database.histories(machine: choice.machine, since: choice.since)
        }
        let scope = LimitRule.Scope(spec: codec, item: item)
        var trends: [(series: TrendSeries, history: MachineHistory, steps: [Step])] = []
        for history in histories {
            for spec in history.specs where scope.covers(codec: spec.codec, spec: spec.spec, item: nil) || item != nil {
                let lines = history.lines(of: spec).filter {
                    item == nil || scope.covers(codec: spec.codec, spec: spec.spec, item: $0.subject.item)
                }
                let found =
                    item == nil
                    ? [TrendSeries.joined(lines, metric)].compactMap(\.self) : lines.map { $0.series(metric) }
                for series in found where !series.points.isEmpty {
                    let limit = Limits.alternating.limit(metric.limited, codec: spec.codec, spec: spec.spec) ?? 0
                    trends.append(
                        (
                            series, history,
                            series.steps(smallestChange: limit, seriesCount: HistoryCheck.seriesCount(history))
                        ))
                }
            }
        }
        return trends
    }
}
