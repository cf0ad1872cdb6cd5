import ArgumentParser
import Benchmarking
import Console
import Foundation
import History
import Reporting

/// `ncbench history add`: keeps runs.
struct HistoryAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add runs to the history; those it has already are left as they are.",
        discussion: """
            RUN is a folder that `ncbench run --output` wrote, a results.csv, or another history in either form. All of it \
            is kept: rows, samples, items, curves and the environment. Several programs may add at once; all runs of a call \
            are added, or none. A run that was gone on with takes the place of its beginning.

            Exit status: 0 fine; 1 a run or the history cannot be read or written, or rows were damaged and left out; 64 usage.
            """)

    @Argument(help: ArgumentHelp("Runs, or histories.", valueName: "run"))
    var runs: [String]

    @OptionGroup var history: HistoryChoice

    func validate() throws {
        guard !runs.isEmpty else { throw ValidationError("name at least one run: a folder or a results.csv") }
    }

    func run() throws {
        var isDamaged = false
        var readings: [RecordedRun] = []
        for path in runs {
            let reading = try HistoryProblem.reporting { () throws(HistoryError) in try HistoryInput.read(path) }
            for line in Damage.lines(reading.damaged) { StandardError.print("ncbench: left out: \(path): \(line)") }
            if reading.damagedCompanionCount > 0 {
                StandardError.print(
                    "ncbench: left out: \(reading.damagedCompanionCount) damaged rows of samples or curves beside \(path)"
                )
            }
            isDamaged = isDamaged || !reading.damaged.isEmpty || reading.damagedCompanionCount > 0
            readings += reading.runs
        }
        try Self.add(readings, to: history.path)
        if isDamaged { throw ExitStatus.failure }
    }

    /// Adds runs, and, unless told otherwise, says what became of each.
    static func add(_ runs: [RecordedRun], to path: String, says: Bool = true) throws {
        let additions = try HistoryProblem.reporting { () throws(HistoryError) in
            HistoryDatabase.isFolder(path)
                ? try HistoryFolder(path: path).add(runs)
                : try HistoryDatabase(path: path, creates: true).add(runs)
        }
        for (run, addition) in zip(runs, additions) where says {
            let words =
                switch addition {
                case .added: "added"
                case .known: "known already"
                case .continued: "renewed, since it was gone on with"
                }
            StandardOutput.print("\(run.run): \(words), \(run.records.count) trials, \(run.samples.count) samples")
        }
    }
}
