package import Foundation
package import History
import OutsideText
package import Regression
import Reporting

/// Series run by run.
package enum TrendText {
    /// A series as a table: a line a run, the oldest first, steps marked in the line of the first run behind them.
    package static func table(_ series: TrendSeries, _ history: MachineHistory, steps: [Step], most: Int) -> String {
        let byPlace = Dictionary(steps.map { ($0.place, $0) }) { first, _ in first }
        var rows: [[String]] = []
        for (place, point) in series.points.enumerated() {
            let run = history.runs[point.run]
            let before = place > 0 ? series.points[place - 1].value : nil
            let mark = byPlace[place].map { "<- step \(FindingText.change($0.change))" } ?? ""
            rows.append([
                RunListText.shortDate(run.date), run.shortCommit, run.run, ValueText.text(point.value, series.metric),
                before.map { FindingText.change(point.value / $0 - 1) } ?? "", mark,
            ])
        }
        let heading = "\(heading(series)), \(history.machine)"
        let left = rows.count > most ? "(\(rows.count - most) older runs are left out)\n" : ""
        return VisibleText.oneLine(heading) + "\n" + left
            + AlignedTable.text(Array(rows.suffix(most)), numbers: [3, 4])
    }

    /// `xz,9e: compression time on novel`, or over several items.
    static func heading(_ series: TrendSeries) -> String {
        let items =
            series.items.count == 1
            ? "on \(series.items[0])"
            : "over \(series.items.count) items (\(way(series.metric)))"
        return "\(series.spec.label): \(series.metric.title) \(items)"
    }

    /// How items are joined.
    private static func way(_ metric: HistoryMetric) -> String {
        metric.isExact ? "geometric mean" : metric.isTime ? "lower quartile of changes" : "median change"
    }

    private struct Entry: Encodable {
        let spec, codec, params: String
        let threads: Int
        let blockBytes: Int?
        let items: [String]
        let metric, unit, machine: String
        let points: [Point]
        let steps: [Change]
    }

    private struct Point: Encodable {
        let run, date: String
        let commit: String?
        let value: Double
    }

    private struct Change: Encodable {
        let firstRun: String
        let commit: String?
        let change, before, after: Double
    }

    private struct Document: Encodable {
        var schema = 1
        let series: [Entry]
    }

    /// Fields are added in later versions, never renamed.
    package static func json(_ trends: [(series: TrendSeries, history: MachineHistory, steps: [Step])]) throws -> Data {
        let entries = trends.map { series, history, steps in
            Entry(
                spec: series.spec.label, codec: series.spec.codec, params: series.spec.parameters,
                threads: series.spec.threads, blockBytes: series.spec.blockByteCount, items: series.items.map(\.text),
                metric: series.metric.rawValue, unit: series.metric.unit, machine: history.machine,
                points: series.points.map { point in
                    let run = history.runs[point.run]
                    return Point(run: run.run, date: run.date, commit: run.commit, value: point.value)
                },
                steps: steps.map { step in
                    let run = history.runs[series.points[step.place].run]
                    return Change(
                        firstRun: run.run, commit: run.commit, change: step.change, before: exp(step.before),
                        after: exp(step.after))
                })
        }
        return try HistoryJSON.data(Document(series: entries))
    }
}
