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
