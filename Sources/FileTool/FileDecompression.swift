package import NeuralCodecs
import OutsideText

/// Gives back what ``FileCompression`` was given.
package struct FileDecompression: Sendable {
    private let options: FileTransferOptions
    private let memoryLimit: Int
    private let recovers: Bool
    private let knowledge: LearntCoders?

    /// - Parameters:
    ///   - memoryLimit: the most bytes that models and blocks may take.
    ///   - recovers: whether what is intact of a damaged input is written.
    ///   - knowledge: for streams whose coder knew something beforehand.
    package init(
        options: FileTransferOptions, memoryLimit: Int, recovers: Bool, knowledge: LearntCoders? = nil
    ) {
        self.knowledge = knowledge
        self.options = options
        self.memoryLimit = memoryLimit
        self.recovers = recovers
    }

    /// Decompresses every input; what goes wrong with one is told on standard error, and the others go on.
    ///
    /// - Returns: whether all went well.
    package func run() -> Bool {
        let decoder = StreamDecoder(threads: options.threads, memoryLimit: memoryLimit, knowledge: knowledge)
        let suffix = StreamFormat.fileSuffix
        return FileTransfer(options: options).run(
            destination: { (path) throws(FileToolError) in
                let name = String(path.unicodeScalars.dropLast(suffix.utf8.count))
                guard ExactText(path).hasSuffix(suffix), !name.isEmpty, !ExactText(name).hasSuffix("/") else {
                    throw .lacksSuffix(path: path, suffix: suffix)
                }
                return name
            },
            total: { $0.rawByteCount },
            check: { (input, _) throws(FileToolError) in
                guard options.overwrites || !input.isTerminal else { throw .terminalInput }
            },
            convert: { (name, source, sink, progress) throws(StreamError) in
                guard recovers else {
                    return FileTransfer.Outcome(summary: try decoder.decode(from: source, to: sink, progress: progress))
                }
                let (summary, lostRanges, damagedEnds) = try StreamRecovery.recover(
                    from: source, to: sink, threads: options.threads, memoryLimit: memoryLimit, knowledge: knowledge,
                    progress: progress)
                for range in lostRanges { Messages.error("\(name): \(range.text)") }
                for stream in damagedEnds {
                    let place = stream == 1 ? "" : "stream \(stream): "
                    Messages.error(
                        "\(name): \(place)the end record is damaged, and nothing before it: all bytes are there")
                }
                return FileTransfer.Outcome(summary: summary, isComplete: lostRanges.isEmpty)
            })
    }
}

extension LostRange {
    /// For people.
    var text: String {
        let place =
            end.map { "raw bytes \(start) to \($0 - 1) are lost" } ?? "everything from raw byte \(start) on is lost"
        return "\(stream == 1 ? "" : "stream \(stream): ")\(place): \(cause)"
    }
}
