package import Benchmarking

/// What two runs are compared by. All of them are better when they are lower: bytes, seconds, bytes of memory.
public enum Metric: String, Sendable, Hashable, CaseIterable, Codable {
    /// Compressed bytes of an item, weights that a decoder needs included. Exact: no chance is involved.
    case size
    /// Time to compress an item, relative to the yardstick.
    case compressionTime = "ctime"
    /// Time to decompress an item, relative to the yardstick.
    case decompressionTime = "dtime"
    /// Peak memory while compressing.
    case compressionMemory = "cmemory"
    /// Peak memory while decompressing.
    case decompressionMemory = "dmemory"

    /// Which way a change of the figure is for the worse.
    public enum Polarity: String, Sendable, Codable {
        case lowerIsBetter = "lower is better"
    }

    public var polarity: Polarity { .lowerIsBetter }

    /// The name in tables.
    public var title: String {
        switch self {
        case .size: "size"
        case .compressionTime: "compression time"
        case .decompressionTime: "decompression time"
        case .compressionMemory: "compression memory"
        case .decompressionMemory: "decompression memory"
        }
    }

    /// Whether the figure is a time, which says something only beside times of the same machine.
    var isTime: Bool { self == .compressionTime || self == .decompressionTime }

    /// The direction it is measured in; nil for sizes.
    package var direction: SampleRecord.Direction? {
        switch self {
        case .size: nil
        case .compressionTime, .compressionMemory: .compress
        case .decompressionTime, .decompressionMemory: .decompress
        }
    }

    /// Those that a name in a limit stands for: `memory` is both directions.
    static func named(_ name: String) -> [Metric]? {
        if name == "memory" { return [.compressionMemory, .decompressionMemory] }
        return Metric(rawValue: name).map { [$0] }
    }

    /// The names that a limit may have, for messages.
    static let limitNames = ["size", "ctime", "dtime", "memory", "cmemory", "dmemory"]
}
