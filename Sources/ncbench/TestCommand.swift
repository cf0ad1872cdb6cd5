import ArgumentParser
import NeuralCodecs

/// `ncbench test`: decompresses without writing anything.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Check files made by 'ncbench compress'.",
        discussion: "Decompresses every FILE, or standard input, in memory and says what is wrong, if anything is.")

    @Argument(help: "Files; '-' or none is standard input.")
    var files: [String] = []

    @Flag(name: [.short, .long], help: "Read compressed data from a terminal.")
    var force = false

    @Option(help: "The most memory that models and blocks may take.")
    var memoryLimit = ByteCount(StreamDecoder.defaultMemoryLimit)

    @OptionGroup var running: RunningOptions

    func run() throws {
        let decoder = StreamDecoder(threads: running.threadCount, memoryLimit: memoryLimit.value)
        var isWell = true
        for input in files.inputs {
            do {
                guard force || !input.isTerminal else { throw FileToolError.terminalInput }
                let source = try input.open()
                let progress = TransferProgress(name: input.name, total: source.rawByteCount, isQuiet: running.quiet)
                defer { progress.finish() }
                let start = ContinuousClock.now
                let summary = try decoder.decode(from: source, to: DiscardingSink(), progress: progress.advance)
                progress.finish()
                if running.verbose {
                    Messages.note("\(input.name): intact, \(summary.text(elapsed: ContinuousClock.now - start))")
                }
            } catch let error as StreamError {
                Messages.error("\(input.name): \(error)")
                isWell = false
            } catch {
                Messages.error("\(error)")
                isWell = false
            }
        }
        if !isWell { throw ExitStatus.failure }
    }
}
