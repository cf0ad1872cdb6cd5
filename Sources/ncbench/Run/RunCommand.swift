import ArgumentParser
import Benchmarking
import CodecInterface
import Corpora
import Foundation

/// `ncbench run`: measures specs on items.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Measure codecs on a suite or on files of your own.",
        discussion: """
            Every trial compresses, decompresses and compares byte for byte, each direction in a process of its own. \
            The table goes to standard output, progress to standard error; --output also keeps results.csv, \
            samples.csv, environment.json and report.md.

            Exit status: 0 fine (unsupported rows included); 1 a row timed out, crashed, failed or ran out of memory, \
            or the run could not go on; 4 a round trip did not give back the original bytes; 64 usage.
            """)

    /// What is measured when nothing is said: a strong and a fast setting of each classical codec, and the default coder.
    static let defaultSpecs = "store/lz4,1/zlib,6/zstd,3,19/brotli,11/bzip2,9/xz,6,9e/lstm,1,5"

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

    @Option(help: "Least number of timed repetitions.")
    var runs = 6

    @Option(name: .customLong("min-time"), help: "Least time spent repeating one direction.")
    var minimumTime = SpanOfTime(seconds: 0.5)

    @Option(help: "Passes before the first timed one.")
    var warmup = 1

    @Option(help: "Time limit of one direction of one trial.")
    var timeout = SpanOfTime(seconds: 600)

    @Option(help: "Memory limit of one direction, enforced by the system (address space), as in 8GiB.")
    var memoryLimit: ByteCount?

    @Option(help: "Compress blocks of this size independently of each other, as in 64KiB.")
    var blockSize: ByteCount?

    @Option(help: "Threads that codecs may use.")
    var threads = 1

    @Option(help: ArgumentHelp("Run on this processor only (Linux).", valueName: "cpu"))
    var pin: Int?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("A folder for the results; must not hold others.", valueName: "folder"))
    var output: String?

    @Flag(name: [.short, .long], help: "No progress and no table.")
    var quiet = false

    func validate() throws {
        guard suite == nil || paths.isEmpty else { throw ValidationError("give either --suite or paths, not both") }
        guard runs >= 1 else { throw ValidationError("--runs must be at least 1") }
        guard (1...256).contains(threads) else { throw ValidationError("--threads must be 1 to 256") }
        guard blockSize.map({ $0.value > 0 }) ?? true else { throw ValidationError("--block-size must be more than 0") }
        guard warmup >= 0 else { throw ValidationError("--warmup cannot be negative") }
    }

    func run() async throws {
        var plan = RunPlan(
            items: [],
            entries: try RunPlanning.entries(spec, fallback: Self.defaultSpecs, threads: threads))
        plan.items = try RunPlanning.items(suite: suite, paths: paths, modalities: modality)
        plan.threads = threads
        plan.blockByteCount = blockSize?.value
        plan.repetitions = RepetitionPolicy(
            minimumRuns: runs, minimumSeconds: minimumTime.seconds, warmups: warmup)
        plan.timeout = timeout.seconds
        plan.memoryLimit = memoryLimit?.value
        plan.pinnedCPU = pin
        let session = RunSession(plan: plan, command: commandLine, outputFolder: output, isQuiet: quiet)
        try await session.run()
    }

    /// What was measured, as a command to repeat it.
    private var commandLine: String {
        (["ncbench"] + CommandLine.arguments.dropFirst()).map { argument in
            argument.allSatisfy { $0.isLetter || $0.isNumber || "-_./,=:".contains($0) }
                ? argument : "'" + argument.replacing("'", with: "'\\''") + "'"
        }.joined(separator: " ")
    }
}
