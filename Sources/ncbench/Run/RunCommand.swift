import ArgumentParser
import Benchmarking
import Console
import Foundation
import Regression

/// `ncbench run`: measures specs on items.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Measure codecs on a suite or on files of your own.",
        discussion: """
            Every trial compresses, decompresses and compares byte for byte, each direction in a process of its own. \
            The table goes to standard output, progress to standard error; --output also keeps results.csv, \
            samples.csv, items.csv, environment.json, report.md with its plots, and report.html.

            Exit status: 0 fine (unsupported rows included); 1 a row timed out, crashed, failed or ran out of memory, \
            or the run could not go on; 4 a round trip did not give back the original bytes; 64 usage; 130 interrupted.
            """)

    /// A fast and a strong setting of each codec for bytes of any kind, and of the in-house coder.
    static let generalSpecs = "store/lz4,1/zlib,6/zstd,3,19/brotli,11/bzip2,9/xz,6,9e/lstm,5/mix,1,5"

    /// What is measured when nothing is said: those, and what images and sound are usually kept in.
    static let defaultSpecs = generalSpecs + "/png,9/webp,6/jxl,7/flac,8/wavpack,hh"

    @Option(
        name: [.customShort("e"), .long],
        help: ArgumentHelp(
            "Codecs and parameters, as in zlib,1,6,9/xz,6/lstm,1-5; may be repeated.", valueName: "specs"))
    var spec: [String] = []

    @Option(
        help: "A suite of corpora/manifest.yaml, or the built-in 'smoke'; 'quick' when neither suite nor path is given."
    )
    var suite: String?

    @Argument(help: ArgumentHelp("Files, or folders, which are searched recursively.", valueName: "path"))
    var paths: [String] = []

    @Option(
        name: .customLong("files-from"),
        help: ArgumentHelp("Also measure the paths in this list, one a line; - is standard input.", valueName: "list"))
    var filesFrom: String?

    @Flag(name: .customLong("null"), help: "The paths in the list end with a NUL, as find -print0 writes them.")
    var listEndsWithNUL = false

    @Flag(
        help: """
            Measure the decoded samples of PNG, PNM, PAM, BMP, FLAC, WAV and AIFF files, as PGM, PPM, PAM (with alpha) or WAV \
            with a plain header; otherwise a file's own bytes.
            """)
    var decode = false

    @Option(help: "Only items of these kinds: text, image, audio, binary; separated by commas.")
    var modality: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "What kind of data the files are, rather than what their first bytes show.", valueName: "modality"))
    var treatedAs: String?

    @Option(help: "Least number of timed repetitions.")
    var runs = 6

    @Option(name: .customLong("min-time"), help: "Least time spent repeating one direction.")
    var minimumTime = SpanOfTime(seconds: 0.5)

    @Option(help: "Passes before the first timed one.")
    var warmup = 1

    @Option(help: "A codec whose first pass takes this long is measured by that pass alone.")
    var slowPass = SpanOfTime(seconds: 1)

    @Option(help: "Rounds over which the repetitions of each item are spread; in each, every codec has its turn.")
    var rounds = 3

    @Option(
        help: "Time for the whole run, as in 5m: fewer repetitions, then beginnings of items, the same for all codecs.")
    var budget: SpanOfTime?

    @Option(
        help: ArgumentHelp(
            "Measure only the beginning of items that are longer, as in 64KiB, the same for all codecs.",
            valueName: "size"))
    var prefix: ByteCount?

    @Option(help: "Time limit of one direction of one trial. (default: 10m)")
    var timeout: SpanOfTime?

    @Option(help: "Memory a codec may use in one direction, enforced by the system (address space); 16MiB or more.")
    var memoryLimit: ByteCount?

    @Option(
        help: ArgumentHelp(
            """
            Compress blocks of this size independently of each other, as in 64KiB; several sizes, separated by commas, \
            are measured one after the other, and 'whole' is the item in one piece.
            """, valueName: "sizes"))
    var blockSize: BlockSizes?

    @Flag(
        help: """
            Also write curves.csv: what each item costs up to positions from 256 bytes on, twice an octave. \
            Exact for lstm; other codecs compress the item's beginnings, which takes some four times as long as once.
            """)
    var curve = false

    @Option(help: "Threads that codecs may use.")
    var threads = 1

    @Option(help: ArgumentHelp("Run on this processor only (Linux), counted from 0.", valueName: "cpu"))
    var pin: Int?

    @Option(
        help: "'process': a fresh process for each direction. 'none': all in this one, for a quick look; no limits.")
    var isolation = RunSession.Isolation.process

    @Option(
        help: ArgumentHelp(
            """
            Do only this part of the work, as in 3/16, for 'ncbench merge' to join: 'auto' takes the number from Slurm or SGE, \
            'auto/16' also from a Kubernetes index or GNU parallel.
            """, valueName: "shard"))
    var shard: String?

    @Option(
        help: ArgumentHelp(
            "What --shard divides the work by: costs.csv of 'ncbench submit', or an earlier run's results.csv; the same for all shards.",
            valueName: "file"))
    var costs: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("A folder for the results; must not hold others.", valueName: "folder"))
    var output: String?

    @Flag(help: "Go on with the run in the output folder: finished trials are skipped.")
    var resume = false

    @Flag(help: "Add the run to the history as it ends, see 'ncbench history'.")
    var record = false

    @OptionGroup var history: HistoryChoice

    @Flag(
        help: """
            Compress each line by itself, as a record; with --block-size, as many whole lines together as fit, and never \
            less than one. The suite 'records' is always measured so.
            """)
    var records = false

    @Flag(name: .customLong("dry-run"), help: "Print the plan and how long it should take, and stop.")
    var isDryRun = false

    @Flag(
        help: "Keep absolute paths in the results; otherwise items are called by what is below the path that was given."
    )
    var recordPaths = false

    @Flag(name: [.short, .long], help: "No progress and no table.")
    var quiet = false

    @Flag(name: [.short, .long], help: "A line on standard error for every trial.")
    var verbose = false

    func validate() throws {
        func check(_ isFine: Bool, _ message: String) throws {
            if !isFine { throw ValidationError(message) }
        }
        let hasPaths = !paths.isEmpty || filesFrom != nil
        try check(suite == nil || !hasPaths, "give either --suite or paths, not both")
        try check(hasPaths || (!decode && treatedAs == nil), "--decode and --as are for paths")
        try check(filesFrom != nil || !listEndsWithNUL, "--null goes with --files-from")
        try check(!curve || output != nil, "--curve needs --output, the folder that curves.csv goes to")
        try check((1...1_000_000).contains(runs), "--runs must be 1 to 1000000")
        try check((1...1000).contains(rounds), "--rounds must be 1 to 1000")
        try check((1...256).contains(threads), "--threads must be 1 to 256")
        try check((0...1_000_000).contains(warmup), "--warmup must be 0 to 1000000")
        try check(timeout.map { $0.seconds > 0 } ?? true, "--timeout must be more than 0")
        try check(budget.map { $0.seconds > 0 } ?? true, "--budget must be more than 0")
        try check(prefix.map { $0.value > 0 } ?? true, "--prefix must be more than 0")
        // Below that the runtime's threads do not find room for their stacks, and wait for it.
        try check(memoryLimit.map { $0.value >= 16 << 20 } ?? true, "--memory-limit must be at least 16MiB")
        let processors = ProcessInfo.processInfo.processorCount
        try check(
            pin.map { (0..<processors).contains($0) } ?? true,
            "--pin must be 0 to \(processors - 1), the processors of this machine")
        do {
            _ = try shard.map { try ShardRequest(parsing: $0) }
        } catch {
            throw ValidationError("\(error)")
        }
        try check(
            shard == nil || budget == nil,
            "--budget would choose otherwise for every shard; give --prefix, --runs and --min-time instead")
        try check(costs == nil || shard != nil, "--costs goes with --shard")
        try check(!(quiet && verbose), "give either --quiet or --verbose, not both")
        try check(!record || output != nil, "--record needs --output, the folder of the run that is added")
        try check(!record || shard == nil, "a shard is no whole run; give the merged one to 'history add'")
        try check(history.database == nil || record, "--database goes with --record")
        try check(!resume || output != nil, "--resume needs --output, the folder of the run to go on with")
        try check(
            isolation == .process || (timeout == nil && memoryLimit == nil),
            "--timeout and --memory-limit need a process to end; leave out '--isolation none'")
    }

    /// What is asked for, checked; what is wrong with it becomes a message and its status.
    func plan() throws -> (plan: RunPlan, selection: RunPlanning.Selection) {
        var selected: RunPlanning.Selection?
        func select() throws -> RunPlanning.Selection {
            if let selected { return selected }
            let selection = try RunPlanning.selection(
                suite: suite,
                files: FileChoice(
                    paths: paths, list: filesFrom, listEndsWithNUL: listEndsWithNUL, decodes: decode,
                    modality: treatedAs, keepsPaths: recordPaths, output: output),
                modalities: modality)
            selected = selection
            return selection
        }
        // Before the items, which take longer to look at; a list of them can be read only once.
        let entries = try RunPlanning.entries(
            spec, fallback: Self.defaultSpecs, threads: threads, keepsPaths: recordPaths, items: { try select().items })
        let selection = try select()
        var plan = RunPlan(items: selection.items, entries: entries)
        let records = self.records || selection.areRecords
        plan.leavesOutUnsupported = spec.isEmpty
        plan.threads = threads
        plan.cutsAtLines = records
        // A line at a time: no two fit into one byte.
        plan.sweep(over: blockSize?.byteCounts ?? (records ? [1] : [nil]))
        plan.recordsCurves = curve
        plan.repetitions = RepetitionPolicy(
            minimumRuns: runs, minimumSeconds: minimumTime.seconds, warmups: warmup,
            slowPassSeconds: slowPass.seconds)
        plan.rounds = rounds
        plan.timeout = isolation == .process ? timeout?.seconds ?? 600 : nil
        plan.memoryLimit = memoryLimit?.value
        plan.pinnedCPU = pin
        return (plan, selection)
    }

    /// How it is carried out.
    func session(corpora: [String: String]) throws -> RunSession {
        let command = RecordedCommand(paths: paths, list: filesFrom, isWhole: recordPaths)
        var session = RunSession(command: command.text, codecs: CodecRegistry().source)
        if let shard {
            session.shard = try RunPlanning.shard(shard)
            session.costs = try costs.map { try RunPlanning.costs($0) } ?? CostTable()
            session.wholeCommand = command.textOfWhole
        }
        session.folder = output.map(RunFolder.init(path:))
        session.isolation = isolation
        session.budgetSeconds = budget?.seconds
        session.budgetRemarks = BudgetRemarks.lines
        session.prefixByteCount = prefix?.value
        session.corpora = corpora
        session.isResuming = resume
        session.verbosity = quiet ? .quiet : verbose ? .verbose : .normal
        return session
    }

    func run() throws {
        let (plan, selection) = try self.plan()
        let session = try self.session(corpora: selection.corpora)
        try RunRecording(folder: record && !isDryRun ? output : nil, history: history, isResuming: resume)
            .around { try carryOut(plan, session) }
        if selection.failureCount > 0 {
            StandardError.print(
                "ncbench: \(selection.failureCount) of the files could not be measured, see above")
            throw ExitStatus.failure
        }
    }

    private func carryOut(_ plan: RunPlan, _ session: RunSession) throws {
        do {
            guard isDryRun else {
                let outcome = try session.run(plan)
                return try RunConclusion(outcome: outcome, folder: session.folder, verbosity: session.verbosity)
                    .conclude()
            }
            let description = try session.describe(plan)
            StandardOutput.print(description.text, terminator: "")
            if !description.fitsBudget { throw ExitStatus.usage }
            if let signal = description.signal { throw ExitCode(128 + signal) }
        } catch let failure as RunFailure {
            throw exitStatus(for: failure)
        }
    }
}

extension RunSession.Isolation: ExpressibleByArgument {}
