import ArgumentParser

@main
struct NCBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ncbench", abstract: "Compare neural and classical lossless compressors on real data.",
        subcommands: [
            RunCommand.self,
            ReportCommand.self,
            CompareCommand.self,
            GateExperimentCommand.self,
            CorporaCommand.self,
            CodecsCommand.self,
            CompressCommand.self,
            DecompressCommand.self,
            TestCommand.self,
            LevelsCommand.self,
            KernelsCommand.self,
            TuneCommand.self,
            WorkerCommand.self,
        ])
}
