import Benchmarking
import Foundation

/// The rows of a report as `results.csv`, those of several runs one after the other; their `run` column tells them apart.
enum ResultsText {
    static func data(of report: Report) -> Data {
        Data(ResultsFile.text(of: report.runs.flatMap(\.records)).utf8)
    }

    /// `items.csv` and `curves.csv`, as far as the runs kept such, so that what is written renders as what was read.
    static func companions(of report: Report) -> [ReportFile] {
        func file(_ path: String, _ header: String, _ rows: [String]) -> [ReportFile] {
            rows.isEmpty ? [] : [ReportFile(path: path, data: Data((header + rows.joined()).utf8))]
        }
        return file("items.csv", ItemRecord.header, report.runs.flatMap { $0.items.map(\.row) })
            + file("curves.csv", CurveRecord.header, report.runs.flatMap { $0.curves.map(\.row) })
    }
}
