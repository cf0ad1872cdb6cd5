import Console
import Foundation
import NeuralCodecs
import OutsideText

/// What each part of `mix`'s model of bytes is worth: the sizes of files without it, and what the joint model gains on its
/// networks alone and on its counts alone.
struct MixShares {
    private let level: Int
    private let names: [String]
    private let samples: [[UInt8]]

    /// - Parameters:
    ///   - samples: of each file its name and its bytes.
    init(level: Int, samples: [(name: String, bytes: [UInt8])]) {
        self.level = level
        names = samples.map(\.name)
        self.samples = samples.map(\.bytes)
    }

    /// Prints a line as soon as it is known.
    ///
    /// - Parameter leavesOut: whether each part is left out in turn; otherwise only networks and counts are told apart.
    func print(leavingOutEach leavesOut: Bool) throws {
        StandardOutput.print((["model"] + names + ["all", "difference"]).joined(separator: "\t"))
        let whole = try sizes(without: nil)
        let total = whole.reduce(0, +)
        func row(_ name: String, _ sizes: [Int]) {
            let sum = sizes.reduce(0, +)
            let difference = total > 0 ? 100 * Double(sum - total) / Double(total) : 0
            let fields = [name] + (sizes + [sum]).map(String.init) + [String(format: "%+.2f %%", difference)]
            StandardOutput.print(fields.joined(separator: "\t"))
        }
        row("mix,\(level)", whole)
        let alone = samples.map { PartialMix(level: level, without: nil)?.networksByteCount(of: $0) }
        if !alone.contains(nil) { row("its networks alone", alone.compactMap { $0 }) }
        // Files of different kinds have different contexts: where a file lacks a part, it is whole.
        for part in parts where leavesOut || part.name == "networks" {
            row("without \(part.name)", try sizes(without: part))
        }
    }

    private var parts: [MixPart] {
        var parts: [MixPart] = []
        for bytes in samples {
            guard let parameters = PartialMix(level: level, without: nil)?.parameters(for: bytes) else { continue }
            parts += MixPart.all(of: parameters).filter { !parts.contains($0) }
        }
        return parts
    }

    private func sizes(without part: MixPart?) throws -> [Int] {
        try samples.map { bytes in
            guard let size = PartialMix(level: level, without: part)?.byteCount(of: bytes) else {
                StandardError.print("ncbench: mix,\(level): the decompressed bytes are not the original's")
                throw ExitStatus.mismatch
            }
            return size
        }
    }
}
