package import Benchmarking
package import CodecInterface
import OutsideText

/// What is compared in a report: a spec at one block size and one number of threads.
package struct Variant: Sendable, Hashable {
    private let exactCodec: ExactText
    private let exactParameters: ExactText
    package let threads: Int
    package let blockByteCount: Int?
    /// Whether blocks end where lines do.
    let isOfRecords: Bool

    package var codec: String { exactCodec.text }
    package var parameters: String { exactParameters.text }

    package init(_ record: TrialRecord) {
        exactCodec = ExactText(record.codec)
        exactParameters = ExactText(record.parameters)
        threads = record.threads
        blockByteCount = record.blockByteCount
        isOfRecords = record.cutsAtLines
    }

    init(codec: String, parameters: String) {
        exactCodec = ExactText(codec)
        exactParameters = ExactText(parameters)
        threads = 1
        blockByteCount = nil
        isOfRecords = false
    }

    /// The spec as it is written on the command line.
    package var spec: String {
        guard !parameters.isEmpty else { return codec }
        return codec == "cmd" ? "\(codec):\(parameters)" : "\(codec),\(parameters)"
    }

    /// The same without what tells block sizes apart.
    var withoutBlocks: Variant { Variant(self, blockByteCount: nil) }

    private init(_ other: Variant, blockByteCount: Int?) {
        exactCodec = other.exactCodec
        exactParameters = other.exactParameters
        threads = other.threads
        isOfRecords = other.isOfRecords
        self.blockByteCount = blockByteCount
    }

    /// What stands behind the spec where each item has a file of its own for the codec to know.
    var hasFileOfEachItem: Bool { parameters.contains(CodecSpec.itemPlaceholder) }

    /// Whether the codec knows a file before it codes.
    var knowsFile: Bool { codec != CodecSpec.commandCodec && parameters.contains("@") }

    /// The spec, and what else sets it apart: `xz,9e (64 KiB blocks, 2 threads)`, `xz,9e (single records)`.
    package var label: String {
        var notes: [String] = []
        if let blockByteCount {
            notes.append(
                isOfRecords
                    ? Quantity.recordSize(blockByteCount) : "\(Quantity.blockSize(blockByteCount)) blocks")
        }
        if threads > 1 { notes.append("\(threads) threads") }
        return notes.isEmpty ? spec : "\(spec) (\(notes.joined(separator: ", ")))"
    }

    /// The name that a reader switches on and off: the codec, or of a command line the program.
    var codecName: String {
        guard codec == "cmd" else { return codec }
        let program = parameters.unicodeScalars.prefix { $0 != " " && $0 != ":" }
        return "cmd:" + (program.split(separator: "/").last.map { String($0) } ?? "")
    }

    /// How the codec predicts: told by its name, or of a command line by the program's, so that a results file alone is enough.
    package var family: CodecInformation.Family {
        CodecInformation.Family(named: codec == "cmd" ? String(codecName.dropFirst(4)) : codec)
    }

    /// Sorts by name with numbers in their order (`zstd,3` before `zstd,19`).
    static func precedes(_ left: Variant, _ right: Variant) -> Bool {
        if left.exactCodec != right.exactCodec { return left.exactCodec < right.exactCodec }
        if left.exactParameters != right.exactParameters {
            if let a = Int(left.parameters), let b = Int(right.parameters), a != b { return a < b }
            return left.exactParameters < right.exactParameters
        }
        return (left.blockByteCount ?? .max, left.threads) < (right.blockByteCount ?? .max, right.threads)
    }
}
