import ArgumentParser

@main
struct NCBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ncbench", abstract: "Compare neural and classical lossless compressors on real data.",
        subcommands: [
            CodecsCommand.self,
            CompressCommand.self,
            DecompressCommand.self,
            TestCommand.self,
        ])
}
