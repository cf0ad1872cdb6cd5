import ArgumentParser
import Benchmarking
import Console
import Foundation
import History
import Reporting

/// The saved runs that a report is made of.
struct ReportSource {
    let report: Report
    /// Whether anything was left out because it could not be read.
    let isDamaged: Bool

    /// Reads runs in their order, from paths or from a history. What is damaged is named on standard error, and the rest is kept.
    ///
    /// - Throws: ``ExitStatus/failure``, after a message, when a run cannot be read at all.
    static func read(_ paths: [String], database: String? = nil) throws -> ReportSource {
        var runs: [ReportedRun] = []
        var isDamaged = false
        do {
            for path in paths {
                if let run = try NamedRun.run(orPath: path, database: database) {
                    runs.append(
                        ReportedRun(
                            name: run.name, records: run.records, environment: run.environment, curves: run.curves,
                            items: run.items))
                    continue
                }
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
