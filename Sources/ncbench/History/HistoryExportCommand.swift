import ArgumentParser
import Benchmarking
import Console
import Foundation
import History
import OutsideText

/// `ncbench history export`: runs as the folders they came from.
struct HistoryExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write runs as folders again, or all their rows as one results.csv.",
        discussion: """
            With --output each run becomes FOLDER/IDENTIFIER with results.csv, samples.csv, items.csv, curves.csv and \
            environment.json, which every command takes and 'history add' adds again. Without it the rows of all of them go \
            to standard output.

            Exit status: 0 fine; 1 the history cannot be read, or a file cannot be written; 64 usage.
            """)

    @Argument(
        help: ArgumentHelp(
            "Runs by identifier, latest, date or commit; all without one.", valueName: "run"))
    var selectors: [String] = []

    @OptionGroup var history: HistoryChoice
    @OptionGroup var choice: RunChoice

    @Option(name: [.short, .long], help: ArgumentHelp("A folder for the runs' folders.", valueName: "folder"))
    var output: String?

    func run() throws {
        let database = try history.open()
        let chosen = try HistoryProblem.reporting { () throws(HistoryError) in
            let all = try database.runs(machine: choice.machine, since: choice.since)
            var chosen: [RunSummary] = selectors.isEmpty ? all : []
            for selector in selectors { chosen.append(try RunSelector.run(selector, in: all)) }
            return chosen
        }
        var isFirst = true
        for summary in chosen {
            let run = try HistoryProblem.reporting { () throws(HistoryError) in try database.run(summary.run) }
            if let output {
                try write(run, into: output)
            } else {
                let rows = run.records.map { ResultsFile.row(of: $0) }.joined()
                StandardOutput.print((isFirst ? ResultsFile.header : "") + rows, terminator: "")
                isFirst = false
            }
        }
    }

    private func write(_ run: RecordedRun, into output: String) throws {
        // An identifier comes from a file, and may be no name.
        let name = run.run.replacing("/", with: "_")
        let folder = output + "/" + ([".", "..", ""].contains(name) ? "_" : name)
        do {
            guard !FileManager.default.fileExists(atPath: RunFolder(path: folder).resultsPath) else {
                throw RunFolderError.occupied(path: folder)
            }
            try RunFolder.create(folder)
            for file in try run.files() {
                try file.data.write(to: URL(fileURLWithPath: folder + "/" + file.name), options: .atomic)
            }
        } catch let error as RunFolderError {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        } catch {
            StandardError.print("ncbench: cannot write into '\(folder)': \(RunFolder.describe(error))")
            throw ExitStatus.failure
        }
        StandardOutput.print(folder)
    }
}
