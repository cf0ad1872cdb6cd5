import ArgumentParser
import Benchmarking
import Cluster
import Console
import Corpora
import Foundation

/// `ncbench submit`: a run, spread over a cluster.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Spread a run over a cluster, as a job array.",
        discussion: """
            Behind -- stands what is measured, as for 'ncbench run'. The folder, which all nodes must see, gets the array's script, the shards, \
            and what tasks say; nothing is measured before the first task begins but for a short measurement of each codec, by which the \
            work is divided.

            ncbench submit --slurm --nodes 8 --shards 32 --output suite -- --suite standard -e zstd,3,19/xz,6/mix,1,5
            ncbench submit --status suite
            ncbench submit --resubmit suite            # the shards whose tasks died, and of those what is not done
            ncbench merge whole suite/shards/*

            Exit status: 0 submitted, or (--wait, --status) all done; 1 not all done and nothing runs, or something failed; 64 usage; \
            130 interrupted.
            """)

    enum OnInterrupt: String, ExpressibleByArgument, CaseIterable {
        case leave, cancel
    }

    @Flag(help: "Submit to Slurm, through sbatch.")
    var slurm = false

    @Option(help: ArgumentHelp("Say how far what was submitted in this folder is.", valueName: "folder"))
    var status: String?

    @Option(
        help: ArgumentHelp("Submit again, alone, the shards in this folder whose tasks died.", valueName: "folder"))
    var resubmit: String?

    @Option(name: [.short, .long], help: ArgumentHelp("A new folder that all nodes see.", valueName: "folder"))
    var output: String?

    @Option(help: "Into how many shards the work is divided. (default: 4 for each node)")
    var shards: Int?

    @Option(help: "How many tasks may run at a time.")
    var nodes: Int?

    @Option(help: ArgumentHelp("Time limit of a task, as Slurm spells it: 4:00:00.", valueName: "time"))
    var time: String?

    @Option(help: "The partition.")
    var partition: String?

    @Flag(help: "Tasks may share nodes: more at a time, and their speeds mean little.")
    var shareNodes = false

    @Option(
        help: ArgumentHelp(
            "Expected costs, or an earlier run's results.csv: nothing is measured first.", valueName: "file"))
    var costs: String?

    @Flag(help: "Wait until all is done; shards whose tasks die are submitted again, up to --retries times.")
    var wait = false

    @Option(help: "How often a shard is submitted again while waiting.")
    var retries = 2

    @Option(help: "How long to wait between two looks at the tasks.")
    var interval = SpanOfTime(seconds: 10)

    @Option(help: "What becomes of the jobs when waiting ends by Ctrl-C: leave or cancel.")
    var onInterrupt = OnInterrupt.leave

    @Argument(parsing: .postTerminator, help: ArgumentHelp("What is measured: options of run.", valueName: "run"))
    var words: [String] = []

    func validate() throws {
        func check(_ isFine: Bool, _ message: String) throws {
            if !isFine { throw ValidationError(message) }
        }
        let chosen = [slurm, status != nil, resubmit != nil].count(where: \.self)
        try check(chosen == 1, "give one of --slurm, --status and --resubmit")
        try check(!slurm || output != nil, "--slurm needs --output, a folder that all nodes see")
        try check(
            slurm || (output == nil && words.isEmpty && costs == nil), "--output, --costs and a run are for --slurm")
        try check(shards.map { (1...ShardNumber.largestCount).contains($0) } ?? true, "--shards must be 1 to 100000")
        try check(nodes.map { $0 > 0 } ?? true, "--nodes must be 1 or more")
        try check(retries >= 0, "--retries must be 0 or more")
        try check(interval.seconds >= 0.1, "--interval must be at least 100ms")
        for text in [time, partition].compactMap(\.self) {
            try check(
                !text.isEmpty
                    && text.unicodeScalars.allSatisfy { $0.isASCII && $0.properties.isGraphemeBase && $0 != " " },
                "'\(text)' is no value for --time or --partition")
        }
    }

    func run() async throws {
        if let status { return try report(SubmissionFolder(path: status)) }
        let folder = SubmissionFolder(path: resubmit ?? output ?? "")
        let submitting = Submitting(folder: folder, scheduler: Slurm()) { StandardError.print("ncbench: \($0)") }
        if resubmit != nil {
            try translating { try submitting.resubmit() }
        } else {
            try await begin(submitting)
        }
        if wait { try waitForEnd(submitting) }
    }

    private func begin(_ submitting: Submitting) async throws {
        let command = try runCommand()
        // What costs minutes comes behind what may be wrong at once.
        try translating { try submitting.check() }
        try await fetchCorpus(command)
        let (plan, selection) = try command.plan()
        if selection.failureCount > 0 { throw ExitStatus.failure }
        let table = try costs.map { try RunPlanning.costs($0) } ?? measured(plan, command)
        let count = shards ?? 4 * (nodes ?? 1)
        let script = JobScript(
            program: ExecutablePath.current, words: words, workingFolder: FileManager.default.currentDirectoryPath,
            folder: SubmissionFolder(path: absolute(submitting.folder.path)), shardCount: count, threads: plan.threads,
            timeLimit: time, partition: partition, sharesNodes: shareNodes)
        try translating {
            try submitting.begin(
                script: script.slurm, costs: table.text, Submission(shardCount: count, tasksAtOnce: nodes))
        }
        let division = ShardDivision(
            plan, costs: TrialCosts(table, of: plan, prefixByteCount: command.prefix?.value), count: count)
        StandardError.print(
            "ncbench: \(plan.trialCount) trials in \(count) shards, each about"
                + " \(DurationText.text(division.expectedSeconds.max() ?? 0)) at most")
    }

    /// The command line of the run, checked as if it were given by itself.
    private func runCommand() throws -> RunCommand {
        let command: RunCommand
        do {
            command = try RunCommand.parse(words)
        } catch {
            StandardError.print("ncbench: behind --: \(RunCommand.message(for: error))")
            throw ExitStatus.usage
        }
        let isForShards =
            command.output == nil && !command.resume && !command.isDryRun && command.shard == nil
            && command.costs == nil && command.budget == nil && command.filesFrom != "-"
        guard isForShards else {
            StandardError.print(
                "ncbench: --output, --resume, --dry-run, --shard, --costs, --budget and '--files-from -' have no place behind --"
            )
            throw ExitStatus.usage
        }
        return command
    }

    /// Once, here, and not by every node.
    private func fetchCorpus(_ command: RunCommand) async throws {
        let suite = command.suite ?? "quick"
        guard command.paths.isEmpty, command.filesFrom == nil, suite != "smoke" else { return }
        do throws(CorpusError) {
            let store = try CorpusStore.located()
            let isHere = try store.entries(of: suite).allSatisfy(store.isHere)
            guard !isHere else { return }
            let failures = try await Fetcher(store: store, progress: StandardError.print).fetch(suite: suite)
            if let failure = failures.first { throw failure.error }
        } catch {
            throw exitStatus(for: error)
        }
    }

    private func measured(_ plan: RunPlan, _ command: RunCommand) throws -> CostTable {
        StandardError.print("ncbench: finding out how fast each codec is, to divide the work")
        let session = try command.session(corpora: [:])
        do {
            let (table, signal) = try session.measureCosts(plan)
            if let signal { throw ExitCode(128 + signal) }
            return table
        } catch let failure as RunFailure {
            throw exitStatus(for: failure)
        }
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    }

    private func report(_ folder: SubmissionFolder) throws {
        let status = try translating {
            try SubmissionStatus(folder, try folder.submission(), scheduler: Slurm())
        }
        StandardOutput.print(status.text, terminator: "")
        if !status.open.isEmpty {
            StandardError.print("ncbench: 'ncbench submit --resubmit \(folder.path)' submits what is open again")
            throw ExitStatus.failure
        }
    }

    private func waitForEnd(_ submitting: Submitting) throws {
        let cancellation = Cancellation()
        let watch = InterruptionWatch { cancellation.cancel() }
        defer { watch.end() }
        let isDone = try translating {
            try submitting.wait(retries: retries, interval: interval.seconds, cancellation)
        }
        if let signal = watch.signal {
            if onInterrupt == .cancel {
                try translating { try submitting.cancel() }
                StandardError.print("ncbench: interrupted; the jobs are cancelled, what they finished is kept")
            } else {
                StandardError.print(
                    "ncbench: interrupted; the jobs go on, 'ncbench submit --status \(submitting.folder.path)' tells how far"
                )
            }
            throw ExitCode(128 + signal)
        }
        if !isDone { throw ExitStatus.failure }
        StandardError.print("ncbench: all shards are done: ncbench merge OUT \(submitting.folder.path)/shards/*")
    }

    /// Does something with a submission; what is wrong becomes a message and its status.
    private func translating<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let problem as SubmissionFolder.Problem {
            StandardError.print("ncbench: \(problem)")
        } catch let problem as SchedulerProblem {
            StandardError.print("ncbench: \(problem)")
        }
        throw ExitStatus.failure
    }
}
