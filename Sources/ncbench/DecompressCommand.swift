import ArgumentParser
import Foundation
import NeuralCodecs
import OutsideText

/// `ncbench decompress`: gives back what `ncbench compress` was given.
struct DecompressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decompress",
        abstract: "Decompress files made by 'ncbench compress'.",
        discussion: """
            FILE\(StreamFormat.fileSuffix) becomes FILE with the same mode and time stamps. Without a FILE, standard \
            input is decompressed to standard output. Every byte is checked before it is written; a damaged input ends \
            with an error that names the place, and leaves no output file behind.
            """)

    @Flag(help: "Write what is intact of a damaged input, and report what is lost. The exit status is 1 then.")
    var recover = false

    @Flag(name: [.short, .long], help: "Describe the streams in each file instead of decompressing them.")
    var list = false

    @Option(help: "The most memory that models and blocks may take.")
    var memoryLimit = ByteCount(StreamDecoder.defaultMemoryLimit)

    @OptionGroup var options: FileToolOptions

    func validate() throws {
        if list, recover { throw ValidationError("--list and --recover contradict each other") }
    }

    func run() throws {
        let isWell = list ? listStreams() : decompress()
        if !isWell { throw ExitStatus.failure }
    }

    private func decompress() -> Bool {
        let threads = options.running.threadCount
        let decoder = StreamDecoder(threads: threads, memoryLimit: memoryLimit.value)
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
                guard options.force || !input.isTerminal else { throw .terminalInput }
            },
            convert: { (name, source, sink, progress) throws(StreamError) in
                guard recover else {
                    return FileTransfer.Outcome(summary: try decoder.decode(from: source, to: sink, progress: progress))
                }
                let (summary, lostRanges, damagedEnds) = try StreamRecovery.recover(
                    from: source, to: sink, threads: threads, memoryLimit: memoryLimit.value, progress: progress)
                for range in lostRanges { Messages.error("\(name): \(range.text)") }
                for stream in damagedEnds {
                    let place = stream == 1 ? "" : "stream \(stream): "
                    Messages.error(
                        "\(name): \(place)the end record is damaged, and nothing before it: all bytes are there")
                }
                return FileTransfer.Outcome(summary: summary, isComplete: lostRanges.isEmpty)
            })
    }

    private func listStreams() -> Bool {
        var isWell = true
        var rows = [StreamDescription.columnTitles]
        for input in options.files.inputs {
            do {
                rows += try StreamDescription.list(input.open()).map { $0.cells(name: input.name) }
            } catch let error as StreamError {
                Messages.error("\(input.name): \(error)")
                isWell = false
            } catch {
                Messages.error("\(error)")
                isWell = false
            }
        }
        let widths = StreamDescription.columnTitles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows where rows.count > 1 {
            let cells = zip(row, widths).map { cell, width in
                String(repeating: " ", count: width - cell.count) + cell
            }
            // The name is the last column and needs no padding.
            StandardOutput.print((cells.dropLast() + row.suffix(1)).joined(separator: "  "))
        }
        return isWell
    }
}

extension InputFile {
    /// The raw bytes of all streams in a regular file, as their records say; nil if it is not one, or damaged.
    var rawByteCount: Int? {
        guard isRegular else { return nil }
        let descriptions = try? peeking { () throws(StreamError) in try StreamDescription.list(self) }
        return descriptions?.reduce(0) { $0 + $1.rawByteCount }
    }
}

extension StreamDescription {
    static let columnTitles = [
        "compressed", "raw", "ratio", "codec", "block size", "blocks", "coded", "stored", "repeated", "memory", "name",
    ]

    func cells(name: String) -> [String] {
        [
            "\(compressedByteCount)", "\(rawByteCount)",
            rawByteCount == 0 ? "-" : String(format: "%.3f", Double(rawByteCount) / Double(compressedByteCount)),
            spec, blockByteCount.map { ByteCount($0).description } ?? "-", "\(blockCount)", "\(codedSegmentCount)",
            "\(storedSegmentCount)", "\(repeatedSegmentCount)",
            String(format: "%.1f MiB", Double(memoryByteCount) / 1_048_576), name,
        ]
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
