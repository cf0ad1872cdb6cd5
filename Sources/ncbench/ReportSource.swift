import ArgumentParser
import Benchmarking
import Console
import Foundation
import Reporting

/// The saved runs that a report is made of.
struct ReportSource {
    let report: Report
    /// Whether anything was left out because it could not be read.
    let isDamaged: Bool

    /// Reads runs in their order. What is damaged is named on standard error, and the rest is kept.
    ///
    /// - Throws: ``ExitStatus/failure``, after a message, when a run cannot be read at all.
    static func read(_ paths: [String]) throws -> ReportSource {
        var runs: [ReportedRun] = []
        var isDamaged = false
        do {
            for path in paths {
                let input = try RunInput(path)
                if input.isJSON {
                    runs += try JSONReport.read(input.data, path: path).runs
                    continue
                }
                let contents = try input.contents()
                for line in Damage.lines(contents.damaged) {
                    StandardError.print("ncbench: left out of the report: \(path): \(line)")
                }
                let curves = RunFolder.readCurves(path)
                if curves.damagedCount > 0 {
                    StandardError.print(
                        "ncbench: left out of the report: \(curves.damagedCount) damaged rows of curves.csv beside \(path)"
                    )
                }
                isDamaged = isDamaged || !contents.damaged.isEmpty || curves.damagedCount > 0
                runs +=
                    Report(contents: [(input.name, contents, curves.records, RunFolder.readItems(path))]).runs
            }
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }
        return ReportSource(report: Report(naming: runs), isDamaged: isDamaged)
    }
}
