import ArgumentParser
import Benchmarking
import NeuralCodecs

@main
struct NCBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ncbench", abstract: "Compare neural and classical lossless compressors on real data.",
        version: "ncbench 0.1.0, stream format \(StreamFormat.version), results schema \(TrialRecord.currentSchema)",
        subcommands: [
            RunCommand.self,
            ReportCommand.self,
            CompareCommand.self,
            ABCommand.self,
            BaselineCommand.self,
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
