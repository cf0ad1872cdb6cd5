import ArgumentParser
import Console
import FileTool
import Foundation

/// What `compress` and `decompress` have in common on the command line.
struct FileToolOptions: ParsableArguments {
    @Argument(help: "Files; '-' or none is standard input.")
    var files: [String] = []

    @Option(name: [.short, .long], help: "Write to this file; '-' is standard output. For one input.")
    var output: String?

    @Flag(name: [.customShort("c"), .long], help: "Write to standard output.")
    var stdout = false

    @Flag(name: [.short, .long], help: "Keep the input files; this is the default.")
    var keep = false

    @Flag(name: [.customLong("rm")], help: "Remove each input file once its output is safely written.")
    var remove = false

    @Flag(name: [.short, .long], help: "Overwrite files; write compressed data to a terminal.")
    var force = false

    @OptionGroup var running: RunningOptions

    func validate() throws {
        if keep, remove { throw ValidationError("--keep and --rm contradict each other") }
        if stdout, output != nil { throw ValidationError("--stdout and --output contradict each other") }
        if output != nil, files.count > 1 {
            throw ValidationError("--output takes one input, but \(files.count) files are given")
        }
        if remove, writesToStandardOutput {
            throw ValidationError("--rm needs an output file, but the output goes to standard output")
        }
    }

    private var writesToStandardOutput: Bool { stdout || output == "-" }

    /// What they ask for.
    ///
    /// - Parameter file: that the coder knows; nil for none.
    func transfer(knowing file: String?) -> FileTransferOptions {
        FileTransferOptions(
            inputs: files.inputs,
            output: writesToStandardOutput ? .standardOutput : output.map { .file(path: $0) } ?? .derived,
            companions: file.map { [$0] } ?? [], removesInputs: remove, overwrites: force,
            threads: running.threadCount, verbosity: running.verbosity)
    }
}

/// What all three file commands have in common on the command line.
struct RunningOptions: ParsableArguments {
    @Option(
        name: [.customShort("t"), .customShort("T"), .long],
        help: "Threads to use, 0 for one a core. The output does not depend on it.")
    var threads = 1

    @Flag(name: [.short, .long], help: "No progress and no messages but errors.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Say what was done to each file.")
    var verbose = false

    func validate() throws {
        guard (0...1024).contains(threads) else { throw ValidationError("--threads takes 0 to 1024") }
    }

    var verbosity: Verbosity { quiet ? .quiet : verbose ? .verbose : .normal }

    var threadCount: Int { threads == 0 ? ProcessInfo.processInfo.activeProcessorCount : threads }
}

extension [String] {
    /// The inputs that a command's file arguments mean.
    var inputs: [FileTransferOptions.Input] {
        isEmpty ? [.standardInput] : map { $0 == "-" ? .standardInput : .file(path: $0) }
    }
}
