import ArgumentParser
import Benchmarking
import Console
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

    func validate() throws {
        func check(_ isFine: Bool, _ message: String) throws {
            if !isFine { throw ValidationError(message) }
        }
        try check(suite == nil || paths.isEmpty, "give either --suite or paths, not both")
        try check(
            runs.map { (AlternatingSession.fewestRounds...AlternatingSession.mostRounds).contains($0) } ?? true,
            "--runs must be \(AlternatingSession.fewestRounds) to \(AlternatingSession.mostRounds)")
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
            suite: suite, files: FileChoice(paths: paths, output: output), modalities: modality)
        plan.items = selection.items
        plan.threads = threads
        plan.timeout = timeout.seconds
        plan.repetitions = AlternatingSession.repetitions
        var session = AlternatingSession(before, after)
        session.prefixByteCount = prefix?.value
        session.rounds = runs
        session.budgetSeconds = budget?.seconds
        session.output = output
        session.verbosity = quiet ? .quiet : .normal
        let outcome = try measure(plan, session)
        try options.judge(outcome.base, outcome.new, beginning: .alternating, isPaired: true)
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

    /// What both builds gave; a signal ends it with its status.
    private func measure(_ plan: RunPlan, _ session: AlternatingSession) throws -> AlternatingSession.Outcome {
        let outcome: AlternatingSession.Outcome
        do {
            outcome = try session.run(plan)
        } catch {
            switch error {
            case .notComparable(let reason):
                StandardError.print("ncbench: nothing is judged: \(reason)")
                throw ExitStatus.notComparable
            case .failed(let reason):
                StandardError.print("ncbench: \(reason)")
                throw ExitStatus.failure
            }
        }
        if let signal = outcome.signal {
            let kept = output.map { "; what \(outcome.roundCount) rounds gave is in '\($0)'" }
            StandardError.print("ncbench: interrupted, nothing is judged\(kept ?? "")")
            throw ExitCode(128 + signal)
        }
        return outcome
    }
}
