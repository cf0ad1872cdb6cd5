import CodecInterface
import Foundation

/// How well a model predicts the last tenth of what it learns, each part of it before it is learnt.
struct HeldOut {
    /// Where that tenth begins, in bytes.
    private(set) var start = 0
    private(set) var byteCount = 0
    private(set) var bits = 0.0

    /// Learns all of `bytes`.
    ///
    /// - Parameters:
    ///   - unit: bytes that stay together.
    ///   - learn: returns how many bits were taken.
    mutating func learn(_ bytes: [UInt8], unit: Int, _ learn: ([UInt8]) -> Double) {
        start = bytes.count / unit * 9 / 10 * unit
        byteCount = bytes.count - start
        if start > 0 { _ = learn(Array(bytes[..<start])) }
        bits = learn(Array(bytes[start...]))
    }

    /// - Parameters:
    ///   - unit: what the bits are counted by.
    ///   - perUnit: bytes of one.
    func line(unit: String, perUnit: Int) -> String {
        let count = byteCount / perUnit
        let each = count > 0 ? bits / Double(count) : 0
        return String(format: "held out: %.3f bits a \(unit) over the last %d of what was learnt", each, count)
    }
}

/// Rows of a small table: what, the sample's figure, the real data's.
enum FigureText {
    static func row(_ name: String, _ sample: String, _ real: String) -> String {
        name.padding(toLength: 24, withPad: " ", startingAt: 0)
            + String(repeating: " ", count: max(0, 10 - sample.count))
            + sample + String(repeating: " ", count: max(0, 16 - real.count)) + real
    }

    static func percent(_ share: Double?) -> String { share.map { String(format: "%.1f %%", 100 * $0) } ?? "–" }

    /// What a codec makes of a sample's beginning and of as much real data, and of its end where that is another part: a model
    /// that follows its own errors begins well.
    ///
    /// - Parameters:
    ///   - real: held-out data, at least as much as is compared.
    ///   - file: what the codec gets for some bytes of either.
    static func sizes(
        _ spec: String, _ sample: [UInt8], _ real: [UInt8], file: ([UInt8]) -> [UInt8]
    ) throws -> [String] {
        let registry = CodecRegistry()
        guard let only = try registry.specs(parsing: spec).first else { return [] }
        let codec = try registry.makeCodec(for: only, threads: 1)
        func size(_ bytes: some Sequence<UInt8>) throws -> String {
            "\(try CodecPass(codec, file(Array(bytes)), byProcessorTime: true).byteCount)"
        }
        let whole = try size(real)
        var rows = [row("\(spec), bytes", try size(sample.prefix(real.count)), whole)]
        if sample.count >= 2 * real.count {
            rows.append(row("\(spec), bytes at the end", try size(sample.suffix(real.count)), whole))
        }
        return rows
    }
}
