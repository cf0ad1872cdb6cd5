import ArgumentParser
import Benchmarking
import Corpora
import Foundation
import OutsideText

/// What dividing a very large run and merging its shards takes.
@main
struct ScaleExperiment: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Divide and merge a simulated run of items × 40 specs.",
        discussion: "Each step runs in a process of its own, so that its memory can be told.")

    enum Step: String, ExpressibleByArgument, CaseIterable {
        case all, divide, write, merge
    }

    @Option(help: "Items; the specs are 40.")
    var items = 10_000

    @Option(help: "Shards.")
    var shards = 1000

    @Option(help: "Where the shards are written; by default a folder for temporary files, which goes away.")
    var folder: String?

    @Option(help: "The steps are carried out one by one.")
    var step = Step.all

    func validate() throws {
        guard (1...1_000_000).contains(items) else { throw ValidationError("--items must be 1 to 1000000") }
        guard (1...ShardNumber.largestCount).contains(shards) else {
            throw ValidationError("--shards must be 1 to \(ShardNumber.largestCount)")
        }
        guard step == .all || folder != nil else { throw ValidationError("a single step needs --folder") }
    }

    func run() throws {
        guard step == .all else { return try carryOut(step, in: folder ?? "") }
        let own = FileManager.default.temporaryDirectory.appendingPathComponent("scale-\(UUID().uuidString)").path
        let folder = folder ?? own
        defer { if self.folder == nil { try? FileManager.default.removeItem(atPath: folder) } }
        for step in [Step.divide, .write, .merge] {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: ExecutablePath.current)
            process.arguments = [
                "--items", "\(items)", "--shards", "\(shards)", "--folder", folder, "--step", step.rawValue,
            ]
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw ExitCode(1) }
        }
    }

    private func carryOut(_ step: Step, in folder: String) throws {
        let start = ProcessUsage.monotonicSeconds
        let result: String
        switch step {
        case .divide:
            let run = SimulatedRun(itemCount: items)
            let division = run.division(shards)
            let (longest, mean) = (
                division.expectedSeconds.max() ?? 0, division.expectedSeconds.reduce(0, +) / Double(shards)
            )
            result =
                "divided \(run.plan.trialCount) trials into \(shards) shards; the longest takes"
                + " \(NumberText.fixed(4)(longest / mean)) times the mean of \(NumberText.fixed(0)(mean)) s"
        case .write:
            try SimulatedRun(itemCount: items).write(shards, into: folder)
            result = "wrote the shards"
        case .merge, .all:
            let merged = try ShardMerge(
                (1...shards).map { "\(folder)/\($0)" }, into: RunFolder(path: folder + "/merged"),
                allowsMissing: false
            ).run()
            result = "merged \(merged.trialCount) trials on \(merged.machineTypes.count) types of machines"
        }
        let seconds = ProcessUsage.monotonicSeconds - start
        print("\(result): \(NumberText.fixed(1)(seconds)) s, \(ProcessUsage.peakByteCount >> 20) MiB at most")
    }
}
