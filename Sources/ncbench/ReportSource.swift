import ArgumentParser
import Benchmarking
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
                if path.hasSuffix(".json") {
                    runs += try document(path).runs
                    continue
                }
                let contents = try RunFolder.read(path)
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
                    Report(contents: [(name(path), contents, curves.records, RunFolder.readItems(path))]).runs
            }
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }
        return ReportSource(report: Report(naming: runs), isDamaged: isDamaged)
    }

    private static func document(_ path: String) throws -> Report {
        do {
            return try JSONReport.read(try Data(contentsOf: URL(fileURLWithPath: path)), path: path)
        } catch let error as JSONReportError {
            throw error
        } catch {
            throw RunFolderError.cannotRead(path: path, reason: RunFolder.describe(error))
        }
    }

    /// What to call a run: its folder's name.
    private static func name(_ path: String) -> String {
        let url = URL(fileURLWithPath: path)
        let folder = url.lastPathComponent == "results.csv" ? url.deletingLastPathComponent() : url
        return folder.lastPathComponent
    }
}
