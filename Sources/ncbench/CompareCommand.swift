import ArgumentParser
import Console
import History
import Regression

/// `ncbench compare`: whether a run is worse than another.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Judge a run against another, for continuous integration.",
        discussion: """
            BASE and NEW are folders that `ncbench run --output` wrote, or a results.csv, also through a pipe (- is standard input), or runs of the \
            history: an identifier, latest, latest~3, a date or a commit, where no file is called so. Sizes and round trips are exact; \
            times and memory are worse only where the change is beyond its limit and chance does not explain it.

            Exit status: 0 no regression; 3 a regression; 4 a round trip failed; 5 the base is missing or damaged, or the \
            runs cannot be compared; 1 the new run or a file cannot be read or written; 64 usage.
            """)

    @Argument(help: "The run to compare against: its folder or a results.csv.")
    var base: String

    @Argument(help: "The run to judge.")
    var new: String

    @OptionGroup var history: HistoryChoice
    @OptionGroup var options: ComparisonOptions

    func validate() throws {
        if base == "-", new == "-" { throw ValidationError("only one of the two runs can be standard input (-)") }
    }

    func run() throws {
        let (before, after) = try read()
        try options.judge(before, after, beginning: .standard)
    }

    private func read() throws -> (base: ComparedRun, new: ComparedRun) {
        let kept = (
            base: try HistoryProblem.reporting(status: ExitStatus.notComparable) { () throws(HistoryError) in
                try NamedRun.run(orPath: base, database: history.database)?.compared
            },
            new: try HistoryProblem.reporting { () throws(HistoryError) in
                try NamedRun.run(orPath: new, database: history.database)?.compared
            }
        )
        do throws(ComparedRun.ReadingProblem) {
            var (before, after) = (kept.base, kept.new)
            if before == nil { before = try .base(at: base) }
            if after == nil { after = try .new(at: new) { StandardError.print("ncbench: left out: \(new): \($0)") } }
            guard let before, let after else { throw .noBase(reason: "nothing was read") }
            return (before, after)
        } catch {
            switch error {
            case .damagedBase(let path, let lines):
                for line in lines { StandardError.print("ncbench: \(path): \(line)") }
            case .otherSchema(let path, let lines):
                for line in lines { StandardError.print("ncbench: left out: \(path): \(line)") }
            case .noBase, .noNew: break
            }
            StandardError.print("ncbench: \(error)")
            if case .noNew = error { throw ExitStatus.failure }
            throw ExitStatus.notComparable
        }
    }
}
