import ArgumentParser
import Benchmarking
import Console
import Reporting

/// `ncbench merge`: one run out of shards.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Make one run of the shards that 'ncbench run --shard' measured.",
        discussion: """
            Sizes and ratios are those of a run in one piece. Speeds stay with the machine that they are from: where there are several \
            types of machines, sums of speeds are in the folders machines/1, machines/2, …, one a type. \
            docs/cluster.md says more.

            Exit status: 0 fine; 1 trials are missing, a row failed, a folder is none of a run, or a file cannot be read or \
            written; 4 a round trip did not give back the original bytes; 5 the shards are not of one plan, disagree about a \
            size, or are whole runs; 64 usage.
            """)

    @Argument(help: ArgumentHelp("Where the run goes: a folder that is new, or holds no results.", valueName: "out"))
    var output: String

    @Argument(help: ArgumentHelp("The folders of the shards.", valueName: "shard"))
    var shards: [String]

    @Flag(help: "Merge what there is, though trials are missing.")
    var partial = false

    @Flag(name: [.short, .long], help: "No table.")
    var quiet = false

    /// A report of more rows than this is too long for anyone.
    private static let mostReportedRows = 20_000

    func validate() throws {
        if shards.isEmpty { throw ValidationError("name the folders of the shards") }
    }

    func run() throws {
        let folder = RunFolder(path: output)
        let merged: ShardMerge.Outcome
        do throws(MergeProblem) {
            merged = try ShardMerge(shards, into: folder, allowsMissing: partial).run()
        } catch {
            StandardError.print("ncbench: nothing is merged: \(error)")
            switch error {
            case .otherPlan, .wholeRun, .disagreement: throw ExitStatus.notComparable
            case .unreadable, .incomplete, .cannotWrite, .occupied: throw ExitStatus.failure
            }
        }
        for line in merged.missing { StandardError.print("ncbench: NOTE: \(line)") }
        if merged.doubleCount > 0 {
            StandardError.print("ncbench: NOTE: \(merged.doubleCount) trials were there twice, with the same result")
        }
        if merged.machineTypes.count > 1 {
            for (place, type) in merged.machineTypes.enumerated() {
                StandardError.print(
                    "ncbench: NOTE: \(output)/machines/\(place + 1) has the speeds of \(type.description)")
            }
        }
        guard merged.trialCount <= Self.mostReportedRows else {
            StandardError.print(
                "ncbench: NOTE: no report is made of \(merged.trialCount) rows; 'ncbench report \(output)' makes one")
            return
        }
        try conclude(folder, merged)
    }

    private func conclude(_ folder: RunFolder, _ merged: ShardMerge.Outcome) throws {
        var outcome = RunSession.Outcome()
        do throws(RunFolderError) {
            outcome.records = try RunFolder.read(folder.path).records
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }
        outcome.environment = merged.environment
        if merged.machineTypes.count > 1 {
            for place in merged.machineTypes.indices {
                let part = RunFolder(path: "\(output)/machines/\(place + 1)")
                guard let contents = try? RunFolder.read(part.path), let environment = contents.environment else {
                    continue
                }
                _ = RunReports(folder: part, verbosity: .quiet).write(contents.records, environment)
            }
        }
        try RunConclusion(outcome: outcome, folder: folder, verbosity: quiet ? .quiet : .normal).conclude()
    }
}
