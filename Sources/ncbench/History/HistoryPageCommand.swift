import ArgumentParser
import Benchmarking
import Console
import Foundation
import History
import HistoryReporting
import Regression
import Reporting

/// `ncbench history page`: the history as a site.
struct HistoryPageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "page", abstract: "Write the history as pages that work offline.",
        discussion: """
            FOLDER/index.html is the overview; a page for each codec and each item has its plots, steps marked. The reports of \
            the newest runs are pages, too. Files of an earlier call are replaced.

            Exit status: 0 fine; 1 the history cannot be read or has no such run, or a file cannot be written; 64 usage.
            """)

    @OptionGroup var history: HistoryChoice
    @OptionGroup var choice: RunChoice

    @Option(name: [.short, .long], help: ArgumentHelp("A folder for the pages.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("Of so many runs, the newest, the whole report.", valueName: "count"))
    var reports = 5

    func validate() throws {
        if !(0...1000).contains(reports) { throw ValidationError("--reports must be 0 to 1000") }
    }

    func run() throws {
        let database = try history.open()
        let site = try HistoryProblem.reporting { () throws(HistoryError) in
            let histories = try database.histories(machine: choice.machine, since: choice.since)
            var reported: [RecordedRun] = []
            for run in try database.runs(machine: choice.machine, since: choice.since).suffix(reports) {
                reported.append(try database.run(run.run))
            }
            return SiteFiles(histories: histories, reported: reported, check: HistoryCheck(limits: .alternating))
        }
        guard !site.isEmpty else {
            StandardError.print(
                "ncbench: there is no run to show; 'ncbench history list' lists the runs of the history")
            throw ExitStatus.failure
        }
        do {
            try RunFolder.create(output)
            for file in try site.files() {
                try file.data.write(to: URL(fileURLWithPath: output + "/" + file.path), options: .atomic)
            }
        } catch let error as RunFolderError {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        } catch {
            StandardError.print("ncbench: cannot write the pages into '\(output)': \(RunFolder.describe(error))")
            throw ExitStatus.failure
        }
        StandardOutput.print(output + "/index.html")
    }
}
