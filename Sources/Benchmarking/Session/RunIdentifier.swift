package import Foundation

/// Names runs: they sort by time and do not repeat.
package enum RunIdentifier {
    /// `20261125T101500Z-1x2y3z`.
    package static func make(_ date: Date) -> String {
        let stamp = date.ISO8601Format(.init(dateSeparator: .omitted, timeSeparator: .omitted))
        return stamp + "-" + String(UInt32.random(in: .min ... .max), radix: 36)
    }
}
