package import Console
package import NeuralCodecs

/// Decompresses files without writing anything, to see whether they are intact.
package struct StreamTest: Sendable {
    private let inputs: [FileTransferOptions.Input]
    private let readsTerminals: Bool
    private let memoryLimit: Int
    private let threads: Int
    private let verbosity: Verbosity
    private let knowledge: LearntCoders?

    /// - Parameters:
    ///   - memoryLimit: the most bytes that models and blocks may take.
    ///   - knowledge: for streams whose coder knew something beforehand.
    package init(
        inputs: [FileTransferOptions.Input], readsTerminals: Bool, memoryLimit: Int, threads: Int,
        verbosity: Verbosity, knowledge: LearntCoders? = nil
    ) {
        self.knowledge = knowledge
        self.inputs = inputs
        self.readsTerminals = readsTerminals
        self.memoryLimit = memoryLimit
        self.threads = threads
        self.verbosity = verbosity
    }

    /// Checks every input; what is wrong with one is told on standard error, and the others go on.
    ///
    /// - Returns: whether all are intact.
    package func run() -> Bool {
        let decoder = StreamDecoder(threads: threads, memoryLimit: memoryLimit, knowledge: knowledge)
        var isWell = true
        for input in inputs {
            do {
                guard readsTerminals || !input.isTerminal else { throw FileToolError.terminalInput }
                let source = try input.open()
                let progress = TransferProgress(
                    name: input.name, total: source.rawByteCount, isQuiet: verbosity == .quiet)
                defer { progress.finish() }
                let start = ContinuousClock.now
                let summary = try decoder.decode(from: source, to: DiscardingSink(), progress: progress.advance)
                progress.finish()
                if verbosity == .verbose {
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
        return isWell
    }
}
