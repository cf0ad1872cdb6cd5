import ArgumentParser
import Benchmarking
import Console
import Foundation
import History
import HistoryReporting
import Reporting

/// `ncbench history list`: which runs there are.
struct HistoryListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the runs, the newest first.")

    @OptionGroup var history: HistoryChoice
    @OptionGroup var choice: RunChoice

    @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "count"))
    var limit: Int?

    @Option(help: "text or json.")
    var format = ComparisonFormat.text

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func run() throws {
        let database = try history.open()
        let all = try HistoryProblem.reporting { () throws(HistoryError) in
            try database.runs(machine: choice.machine, since: choice.since)
        }
        let runs = Array(all.suffix(limit ?? all.count))
        switch format {
        case .text: StandardOutput.print(RunListText.table(runs), terminator: "")
        case .json: StandardOutput.write(try RunListText.json(runs))
        }
    }
}

/// `ncbench history show`: one run.
struct HistoryShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one run: its machine, its build and its table.",
        discussion: "'ncbench report RUN' renders it as a report.")

    @Argument(
        help: ArgumentHelp("An identifier or its beginning, latest, latest~3, a date or a commit.", valueName: "run"))
    var selector = "latest"

    @OptionGroup var history: HistoryChoice

    func run() throws {
        let database = try history.open()
        let run = try HistoryProblem.reporting { () throws(HistoryError) in
            try database.run(try RunSelector.run(selector, in: try database.runs()).run)
        }
        let facts = [("run", run.run), ("name", run.name)] + (run.environment?.summary ?? [("date", run.date)])
        StandardOutput.print(AlignedTable.text(facts.map { [$0.0, $0.1] }))
        StandardOutput.print(
            TerminalTable.text(of: run.records, environment: run.environment, width: TerminalWidth.current),
            terminator: "")
    }
}
