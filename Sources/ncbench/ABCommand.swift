import ArgumentParser
import Benchmarking
import CodecInterface
import Corpora
import Foundation
import Regression

/// `ncbench ab`: two builds on this machine, turn by turn.
struct ABCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ab", abstract: "Run two builds of ncbench in turns, and judge the one by the other.",
        discussion: """
            In every round each codec runs on each item by one build and at once by the other, the first of them alternating, so \
            that whatever the machine does meanwhile happens to both. The fastest passes of the two are compared: smaller \
            changes show than between two runs, which is what shared machines need. Sizes are exact.

            git worktree add ../base main && (cd ../base && ./run-bench.sh codecs) && ./run-bench.sh codecs
            ncbench ab --base ../base/.build/release/ncbench --new .build/release/ncbench -e lstm,1/zstd,3 --budget 5m

            More rounds find smaller changes; docs/regression-gate.md says how small. Items and the meaning of a codec's name are this \
            program's, which may be a third build.

            Exit status: 0 no regression; 3 a regression; 4 a round trip of the new build failed; 5 the base is no ncbench that can \
            be driven, or the two cannot be compared; 1 the new build is none, or a file cannot be read or written; 64 usage; 130 interrupted.
            """)

    @Option(help: ArgumentHelp("The ncbench to compare with.", valueName: "program"))
    var base: String

    @Option(help: ArgumentHelp("The ncbench to judge.", valueName: "program"))
    var new: String

    @Option(
        name: [.customShort("e"), .long],
        help: ArgumentHelp(
            "Codecs and parameters, as in zlib,1,6,9/xz,6/lstm,1,5; may be repeated.", valueName: "specs"))
    var spec: [String] = []

    @Option(
        help: "A suite of corpora/manifest.yaml, or the built-in 'smoke'; 'quick' when neither suite nor path is given."
    )
    var suite: String?

    @Argument(help: ArgumentHelp("Files, or folders, which are searched recursively.", valueName: "path"))
    var paths: [String] = []

    @Option(help: "Only items of these kinds: text, image, audio, binary; separated by commas.")
    var modality: String?

    @Option(
        help:
            "Rounds: pairs of processes for each codec, item and direction. (default: 12, or what --budget has time for)"
    )
    var runs: Int?

    @Option(help: "Time for the rounds, as in 5m; at least four are run, fewer decide nothing.")
    var budget: SpanOfTime?

    @Option(
        help: ArgumentHelp(
            "Measure only the beginning of items that are longer, as in 64KiB: short passes show smaller changes.",
            valueName: "size"))
    var prefix: ByteCount?

    @Option(help: "Time limit of one direction of one trial.")
    var timeout = SpanOfTime(seconds: 600)

    @Option(help: "Threads that codecs may use.")
    var threads = 1

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Keep what was measured: a run in base/ and one in new/, and when each round ended in rounds.csv. New or empty.",
            valueName: "folder"))
    var output: String?

    @OptionGroup var options: ComparisonOptions

    @Flag(name: [.short, .long], help: "No progress.")
    var quiet = false

    /// Fewer pairs on an item than this could decide nothing by themselves.
    private static let fewestRounds = 4
    private static let usualRounds = 12
    private static let mostRounds = 10_000

    func validate() throws {
        func check(_ isFine: Bool, _ message: String) throws {
            if !isFine { throw ValidationError(message) }
        }
        try check(suite == nil || paths.isEmpty, "give either --suite or paths, not both")
        try check(
            runs.map { (Self.fewestRounds...Self.mostRounds).contains($0) } ?? true,
            "--runs must be \(Self.fewestRounds) to \(Self.mostRounds)")
        try check(budget.map { $0.seconds > 0 } ?? true, "--budget must be more than 0")
        try check(prefix.map { $0.value > 0 } ?? true, "--prefix must be more than 0")
        try check(timeout.seconds > 0, "--timeout must be more than 0")
        try check((1...256).contains(threads), "--threads must be 1 to 256")
    }

    func run() throws {
        // What is wrong with the limits must not be found out after minutes.
        _ = try options.read(beginning: .alternating)
        try options.checkFiles()
        let before = try build(base, "--base", orElse: ExitStatus.notComparable)
        let after = try build(new, "--new", orElse: ExitStatus.failure)
        var plan = RunPlan(
            items: [],
            entries: try RunPlanning.entries(spec, fallback: RunCommand.generalSpecs, threads: threads))
        let selection = try RunPlanning.selection(
            suite: suite, files: FileChoice(paths: paths), modalities: modality)
        plan.items = selection.items
        plan.threads = threads
        plan.timeout = timeout.seconds
        // Of one round: a warm process, and several repetitions whose fastest stands for it.
        plan.repetitions = RepetitionPolicy(minimumRuns: 3, minimumSeconds: 0.05, warmups: 1, slowPassSeconds: 1)
        let scratch = try failing { try ScratchFolder() }
        defer { scratch.remove() }
        if let prefix { plan = try failing { try ItemPrefix.plan(plan, byteCount: prefix.value, in: scratch.path) } }
        let record = try output.map { try ABRecord(folder: $0, plan: plan, budget: budget?.seconds, before, after) }
        let (baseRun, newRun) = try measure(plan, before, after, record, in: scratch)
        try options.judge(baseRun, newRun, beginning: .alternating, isPaired: true)
        if selection.failureCount > 0 {
            StandardError.print("ncbench: \(selection.failureCount) of the files could not be measured, see above")
            throw ExitStatus.failure
        }
    }

    private func build(_ path: String, _ option: String, orElse status: ExitCode) throws -> DrivenBuild {
        do throws(DrivenBuild.Refusal) {
            return try DrivenBuild(path: path)
        } catch {
            StandardError.print("ncbench: \(option) '\(path)' cannot be driven: \(error.reason)")
            throw status
        }
    }

    /// Does something that is no codec's; what goes wrong with it is told and ends with status 1.
    private func failing<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch {
            StandardError.print("ncbench: \(error)")
            throw ExitStatus.failure
        }
    }

    /// The same, and status 5 where the builds do not measure the same bytes.
    private func comparing<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as AlternatingRunner.Disagreement {
            StandardError.print("ncbench: nothing is judged: \(error)")
            throw ExitStatus.notComparable
        } catch let error as CorpusError {
            StandardError.print("ncbench: nothing is judged: \(error)")
            throw ExitStatus.notComparable
        } catch {
            return try failing { throw error }
        }
    }

    /// What both builds gave; a signal ends it with its status.
    private func measure(
        _ plan: RunPlan, _ before: DrivenBuild, _ after: DrivenBuild, _ record: ABRecord?, in scratch: ScratchFolder
    ) throws -> (base: ComparedRun, new: ComparedRun) {
        let cancellation = Cancellation()
        let watch = InterruptionWatch { cancellation.cancel() }
        defer { watch.end() }
        let extent = AlternatingRunner.Extent(
            fewestRounds: Self.fewestRounds,
            mostRounds: runs ?? (budget == nil ? Self.usualRounds : Self.mostRounds), budgetSeconds: budget?.seconds)
        let outcome = try comparing {
            try AlternatingRunner(
                basePlan: before.plan(plan), newPlan: after.plan(plan),
                base: .process(executablePath: before.path), new: .process(executablePath: after.path),
                scratch: scratch.path
            ).run(extent, cancellation) { rounds, seconds in
                if !quiet { StandardError.print("ncbench: round \(rounds) done, \(DurationText.text(seconds))") }
            }
        }
        try record?.write(outcome)
        if let signal = watch.signal {
            let kept = record.map { "; what \(outcome.roundEnds.count) rounds gave is in '\($0.folder)'" }
            StandardError.print("ncbench: interrupted, nothing is judged\(kept ?? "")")
            throw ExitCode(128 + signal)
        }
        func run(_ name: String, _ build: DrivenBuild, _ side: AlternatingRunner.Side) -> ComparedRun {
            ComparedRun(
                name: name, records: side.records, samples: side.samples,
                environment: build.environment(of: plan, run: name, budget: budget?.seconds))
        }
        return (run("base", before, outcome.base), run("new", after, outcome.new))
    }
}
