import ArgumentParser
import Benchmarking
import Console
import Foundation
import NeuralCodecs

@main
struct NCBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ncbench", abstract: "Compare neural and classical lossless compressors on real data.",
        version: "ncbench 0.1.0, stream format \(StreamFormat.version), results schema \(TrialRecord.currentSchema)",
        subcommands: [
            RunCommand.self,
            MergeCommand.self,
            SubmitCommand.self,
            ReportCommand.self,
            CompareCommand.self,
            ABCommand.self,
            BaselineCommand.self,
            HistoryCommand.self,
            CorporaCommand.self,
            CodecsCommand.self,
            TrainCommand.self,
            CompressCommand.self,
            DecompressCommand.self,
            TestCommand.self,
            GenerateCommand.self,
            RepairCommand.self,
            LevelsCommand.self,
            KernelsCommand.self,
            TuneCommand.self,
            ManualCommand.self,
            WorkerCommand.self,
        ])

    static func main() async {
        StandardStreams.prepare()
        // Not on the main thread: it stays free to take signals, whatever mask the parent left behind.
        let status = await Task.detached { await runToEnd() }.value
        Foundation.exit(status.rawValue)
    }

    /// Runs what the command line asks for, and says what went wrong.
    private static func runToEnd() async -> ExitCode {
        var status = ExitCode.success
        do {
            var command = try parseAsRoot(ProgramArguments.words)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            status = exitCode(for: error)
            // Help and the version are results; an exit status alone says nothing more.
            let text = fullMessage(for: error)
            if status.isSuccess, let word = ProgramArguments.mistakenRequest {
                StandardError.print("Error: \(ProgramArguments.advice(on: word))\nncbench --help explains.")
                status = ExitStatus.usage
            } else if status.isSuccess {
                StandardOutput.print(text)
            } else if !text.isEmpty {
                StandardError.print(text)
                if status == ExitStatus.usage, let word = ProgramArguments.dashedFiles.first {
                    StandardError.print("ncbench: \(ProgramArguments.advice(on: word))")
                }
            }
        }
        if let reason = StandardOutput.failureReason {
            StandardError.print("ncbench: standard output could not be written: \(reason)")
            if status.isSuccess { status = ExitStatus.failure }
        }
        return status
    }
}
