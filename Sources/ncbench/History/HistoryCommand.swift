import ArgumentParser
import Benchmarking
import Console
import Foundation
import History

/// `ncbench history`: every run kept, and what they show together.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Keep every run, and ask what changed when.",
        discussion: """
            A history is an SQLite file: --database, else what NCBENCH_HISTORY names, else reports/history.sqlite. A folder \
            (a path that ends in /) holds a file for each run instead, for network file systems. docs/history.md has its \
            tables and views, and how changes are found.

            RUN is an identifier or its beginning, latest, latest~3 (the third before), a commit, or a date for the newest run \
            that began then, in UTC: 2026-11-25, 2026-11-25T18:15, or 2026-11 for a month.
            """,
        subcommands: [
            HistoryAddCommand.self, HistoryListCommand.self, HistoryShowCommand.self, HistoryTrendCommand.self,
            HistoryCompareCommand.self, HistoryCheckCommand.self, HistoryPageCommand.self, HistoryExportCommand.self,
        ])
}

/// Which history.
struct HistoryChoice: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The history; a folder for a file for each run. (default: $NCBENCH_HISTORY, else reports/history.sqlite)",
            valueName: "path"))
    var database: String?

    var path: String { database ?? HistoryDatabase.standardPath }

    /// Opens it for reading; ends with status 1 and a message when it cannot be had.
    func open() throws -> HistoryDatabase {
        try HistoryProblem.reporting { () throws(HistoryError) in try HistoryDatabase.reading(path) }
    }
}

/// Which runs of a history.
struct RunChoice: ParsableArguments {
    @Option(help: ArgumentHelp("Only runs on machines whose name has this in it.", valueName: "text"))
    var machine: String?

    @Option(
        name: .customLong("since"),
        help: ArgumentHelp("Only runs that began then or later (UTC), as in 2026-11-25.", valueName: "date"))
    var sinceText: String?

    /// The date behind `--since` as the dates of runs are written.
    var since: String? { sinceText.flatMap { DateBeginning(parsing: $0)?.text } }

    func validate() throws {
        if let sinceText, DateBeginning(parsing: sinceText) == nil {
            throw ValidationError(
                "--since takes a date, as in 2026-11-25, 2026-11-25T18:15 or 2026-11 for a month; '\(sinceText)' is none"
            )
        }
    }
}

/// Errors of a history as messages and exit statuses.
enum HistoryProblem {
    /// Does something with a history; ends with a message and a status when that fails.
    static func reporting<Value>(
        status: ExitCode = ExitStatus.failure, _ body: () throws(HistoryError) -> Value
    ) throws -> Value {
        do throws(HistoryError) {
            return try body()
        } catch {
            StandardError.print("ncbench: \(error)")
            throw status
        }
    }
}
