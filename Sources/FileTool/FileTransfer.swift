import Console
import Foundation
import NeuralCodecs
import OutsideText

/// Runs one conversion from inputs to outputs, the way gzip's users expect: what can be done is done, errors are
/// reported file by file, and the exit status tells whether there were any.
struct FileTransfer {
    typealias Input = FileTransferOptions.Input

    enum Destination: Equatable {
        case standardOutput
        case file(path: String)
    }

    /// What the conversion of one input gave.
    struct Outcome {
        var summary: StreamSummary
        /// False when the output is worth keeping, but something was wrong with the input.
        var isComplete = true
    }

    let options: FileTransferOptions

    /// Converts every input.
    ///
    /// - Parameters:
    ///   - destination: the output's name when the options give none.
    ///   - total: how many bytes of progress to expect of an input, if that can be known.
    ///   - check: refuses an input or output before anything is opened for writing.
    ///   - convert: does the work.
    /// - Returns: whether all went well.
    func run(
        destination: (_ path: String) throws(FileToolError) -> String,
        total: (InputFile) -> Int?,
        check: (Input, Destination) throws(FileToolError) -> Void,
        convert: (_ name: String, InputFile, any ByteSink, @escaping @Sendable (Int) -> Void) throws(StreamError) ->
            Outcome
    ) -> Bool {
        Interruption.install()
        var isWell = true
        for input in options.inputs {
            do {
                let target: Destination
                switch (options.output, input) {
                case (.standardOutput, _), (.derived, .standardInput): target = .standardOutput
                case (.file(let path), _): target = .file(path: path)
                case (.derived, .file(let path)): target = .file(path: try destination(path))
                }
                try check(input, target)
                let outcome = try transfer(input, to: target, total: total, convert: convert)
                isWell = isWell && outcome.isComplete
            } catch let error as StreamError {
                Messages.error("\(input.name): \(error)")
                isWell = false
            } catch {
                Messages.error("\(error)")
                isWell = false
            }
        }
        return isWell
    }

    private func transfer(
        _ input: Input, to destination: Destination, total: (InputFile) -> Int?,
        convert: (String, InputFile, any ByteSink, @escaping @Sendable (Int) -> Void) throws(StreamError) -> Outcome
    ) throws -> Outcome {
        let source = try input.open()
        let progress = TransferProgress(name: input.name, total: total(source), isQuiet: options.verbosity == .quiet)
        defer { progress.finish() }
        let start = ContinuousClock.now
        let outcome: Outcome
        switch destination {
        case .standardOutput:
            outcome = try convert(input.name, source, StandardOutputSink(), progress.advance)
        case .file(let path):
            let output = try OutputFile(
                path: path, overwrites: options.overwrites, inputs: [source], besides: options.companions)
            outcome = try convert(input.name, source, output, progress.advance)
            guard outcome.isComplete || outcome.summary.rawByteCount > 0 else {
                Messages.error("\(input.name): nothing of it is intact, so that '\(path)' is not written")
                return outcome
            }
            try output.commit(like: source, synchronised: options.removesInputs)
            if options.removesInputs, outcome.isComplete, case .file(let inputPath) = input {
                guard PathText.withCString(inputPath, { unlink($0) }) == 0 else {
                    throw FileToolError.cannotRemove(path: inputPath, reason: systemErrorText())
                }
            }
        }
        if options.verbosity == .verbose {
            progress.finish()
            Messages.note("\(input.name): \(outcome.summary.text(elapsed: ContinuousClock.now - start))")
        }
        return outcome
    }
}

extension FileTransfer.Destination {
    var isTerminal: Bool { self == .standardOutput && isatty(STDOUT_FILENO) == 1 }
}

extension StreamSummary {
    /// `152,089 bytes raw, 42,412 compressed (3.586:1, 2.231 bits a byte), 2.5 s`
    func text(elapsed: Duration) -> String {
        var parts = ["\(rawByteCount) bytes raw, \(compressedByteCount) compressed"]
        if rawByteCount > 0, compressedByteCount > 0 {
            let ratio = Double(rawByteCount) / Double(compressedByteCount)
            parts[0] += String(format: " (%.3f:1, %.3f bits a byte)", ratio, 8 / ratio)
        }
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        parts.append(String(format: "%.1f s", seconds))
        return parts.joined(separator: ", ")
    }
}
