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
        var running: (any ParsableCommand.Type)?
        do {
            var command = try parseAsRoot(ProgramArguments.words)
            running = type(of: command)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            status = exitCode(for: error)
            // Help and the version are results; an exit status alone says nothing more.
            let text = message(for: error, from: running)
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

    /// What the parser says of an error; of a mistake of usage that was found only when a command ran, with that command's usage.
    private static func message(for error: any Error, from command: (any ParsableCommand.Type)?) -> String {
        guard let mistake = error as? ValidationError, let command, let path = path(to: command, below: self) else {
            return fullMessage(for: error)
        }
        return "Error: \(mistake.message)\nUsage: \(usageString(for: command))\n"
            + "  See '\(path) --help' for more information."
    }

    /// The words that call a command; nil if it is not below another.
    private static func path(
        to command: any ParsableCommand.Type, below parent: any ParsableCommand.Type
    ) -> String? {
        let name = parent.configuration.commandName ?? ""
        guard parent != command else { return name }
        for child in parent.configuration.subcommands {
            if let rest = path(to: command, below: child) { return "\(name) \(rest)" }
        }
        return nil
    }
}
