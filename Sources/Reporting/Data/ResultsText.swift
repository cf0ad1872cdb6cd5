import Benchmarking
import Foundation

/// The rows of a report as `results.csv`, those of several runs one after the other; their `run` column tells them apart.
enum ResultsText {
    static func data(of report: Report) -> Data {
        Data(ResultsFile.text(of: report.runs.flatMap(\.records)).utf8)
    }
}
