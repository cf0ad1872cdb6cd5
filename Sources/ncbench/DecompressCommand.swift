import ArgumentParser
import Console
import FileTool
import NeuralCodecs

/// `ncbench decompress`: gives back what `ncbench compress` was given.
struct DecompressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decompress",
        abstract: "Decompress files made by 'ncbench compress'.",
        discussion: """
            FILE\(StreamFormat.fileSuffix) becomes FILE with the same mode and time stamps. Without a FILE, standard \
            input is decompressed to standard output. Every byte is checked before it is written; a damaged input ends \
            with an error that names the place, and leaves no output file behind.
            """)

    @Flag(
        help:
            "Write what is intact of a damaged input, and report what is lost. The exit status is 1 then, unless all bytes are there."
    )
    var recover = false

    @Flag(name: [.short, .long], help: "Describe the streams in each file instead of decompressing them.")
    var list = false

    @Option(help: "The most memory that models and blocks may take.")
    var memoryLimit = ByteCount(StreamDecoder.defaultMemoryLimit)

    @OptionGroup var knowledge: KnowledgeOption

    @OptionGroup var options: FileToolOptions

    func validate() throws {
        if list, recover { throw ValidationError("--list and --recover contradict each other") }
    }

    func run() throws {
        let transfer = options.transfer(knowing: knowledge.model)
        let isWell =
            list
            ? StreamListing.run(transfer.inputs)
            : FileDecompression(
                options: transfer, memoryLimit: memoryLimit.value, recovers: recover, knowledge: try knowledge.coders()
            ).run()
        if !isWell { throw ExitStatus.failure }
    }
}
