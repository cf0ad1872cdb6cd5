package import Foundation
package import History
import Reporting

/// The runs of a history as a table, or for programs.
package enum RunListText {
    /// A line for each run, the newest first.
    package static func table(_ runs: [RunSummary]) -> String {
        let rows = runs.reversed().map { run in
            [
                run.run, shortDate(run.date), run.shortCommit, String(run.trialCount),
                run.failedCount == 0 ? "" : String(run.failedCount), run.machine, run.name,
            ]
        }
        return AlignedTable.text(
            [["run", "began (UTC)", "commit", "trials", "failed", "machine", "name"]] + rows, numbers: [3, 4])
    }

    /// `2026-11-25 18:15`.
    package static func shortDate(_ date: String) -> String { String(date.prefix(16)).replacing("T", with: " ") }

    private struct Entry: Encodable {
        let run, name, date: String
        let commit: String?
        let machine: String
        let trials, failed: Int
    }

    /// Fields are added in later versions, never renamed.
    private struct Document: Encodable {
        var schema = 1
        let runs: [Entry]
    }

    /// The oldest first.
    package static func json(_ runs: [RunSummary]) throws -> Data {
        try HistoryJSON.data(
            Document(
                runs: runs.map {
                    Entry(
                        run: $0.run, name: $0.name, date: $0.date, commit: $0.commit, machine: $0.machine,
                        trials: $0.trialCount, failed: $0.failedCount)
                }))
    }
}

/// How this module writes JSON: indented, keys sorted, in snake case.
enum HistoryJSON {
    static func data(_ document: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(document) + Data("\n".utf8)
    }
}
