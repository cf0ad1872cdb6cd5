import ArgumentParser
import Console
import FileTool
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

    @OptionGroup var knowledge: KnowledgeOption

    @OptionGroup var running: RunningOptions

    func run() throws {
        let isWell = StreamTest(
            inputs: files.inputs, readsTerminals: force, memoryLimit: memoryLimit.value, threads: running.threadCount,
            verbosity: running.verbosity, knowledge: try knowledge.coders()
        ).run()
        if !isWell { throw ExitStatus.failure }
    }
}
