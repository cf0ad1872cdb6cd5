package import NeuralCodecs
import OutsideText

/// Compresses files: `FILE` becomes `FILE` with the suffix of the streams.
package struct FileCompression: Sendable {
    private let model: StreamModel
    private let blockByteCount: Int?
    private let knowledge: LearntCoders?
    private let options: FileTransferOptions

    /// - Parameters:
    ///   - blockByteCount: bytes of each independent block; nil for one block.
    ///   - knowledge: what the coders know beforehand; nil for nothing.
    package init(
        model: StreamModel, blockByteCount: Int?, knowledge: LearntCoders? = nil, options: FileTransferOptions
    ) {
        self.knowledge = knowledge
        self.model = model
        self.blockByteCount = blockByteCount
        self.options = options
    }

    /// Compresses every input; what goes wrong with one is told on standard error, and the others go on.
    ///
    /// - Returns: whether all went well.
    package func run() -> Bool {
        let encoder = StreamEncoder(
            model: model, blockByteCount: blockByteCount, threads: options.threads, knowledge: knowledge)
        let suffix = StreamFormat.fileSuffix
        return FileTransfer(options: options).run(
            destination: { (path) throws(FileToolError) in
                guard options.overwrites || !ExactText(path).hasSuffix(suffix) else {
                    throw .hasSuffix(path: path, suffix: suffix)
                }
                return path + suffix
            },
            total: { $0.remainingByteCount },
            check: { (_, destination) throws(FileToolError) in
                guard options.overwrites || !destination.isTerminal else { throw .terminalOutput }
            },
            convert: { (_, source, sink, progress) throws(StreamError) in
                FileTransfer.Outcome(summary: try encoder.encode(from: source, to: sink, progress: progress))
            })
    }
}
