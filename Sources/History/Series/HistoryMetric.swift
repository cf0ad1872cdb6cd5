import Foundation
package import Regression

/// What a series is of.
package enum HistoryMetric: String, Sendable, Hashable, CaseIterable {
    /// Raw over compressed bytes.
    case ratio
    /// Compressed bytes, and the weights that a decoder needs.
    case size
    /// Seconds of the fastest pass, at the machine's usual speed.
    case compressionTime = "ctime"
    case decompressionTime = "dtime"
    /// Peak memory, bytes: the larger of the two directions.
    case memory

    /// The name in tables and on axes.
    package var title: String {
        switch self {
        case .ratio: "ratio"
        case .size: "size"
        case .compressionTime: "compression time"
        case .decompressionTime: "decompression time"
        case .memory: "peak memory"
        }
    }

    /// What a value counts; empty for ratios.
    package var unit: String {
        switch self {
        case .ratio: ""
        case .size, .memory: "B"
        case .compressionTime, .decompressionTime: "s"
        }
    }

    /// Whether the same bytes in give the same value each time, so that any change is one.
    package var isExact: Bool { self == .ratio || self == .size }

    /// Whether more is better.
    package var risesForTheBetter: Bool { self == .ratio }

    /// Whether a busy machine makes it worse and nothing makes it better.
    package var isTime: Bool { self == .compressionTime || self == .decompressionTime }

    /// The share of values that lie below what is usual: a quarter of times, half of all else.
    package var usualShare: Double { isTime ? 0.25 : 0.5 }

    /// The figure of the gate whose limit holds.
    package var limited: Metric {
        switch self {
        case .ratio, .size: .size
        case .compressionTime: .compressionTime
        case .decompressionTime: .decompressionTime
        case .memory: .compressionMemory
        }
    }
}
