import Benchmarking
import Foundation

/// How large a change of a series has to be before its own noise does not explain it.
///
/// As the benchmarks of the Rust compiler are judged (rust-lang/rustc-perf, `docs/comparison-analysis.md`): of the changes from each
/// run to the next, those beyond the third quartile and three interquartile ranges are extraordinary (J. W. Tukey's outer fence,
/// Exploratory Data Analysis, 1977). That is for one run against one other. A level over several runs is known better, in
/// proportion to the deviation of its median.
package struct NoiseThreshold: Sendable {
    /// For one run against another.
    package let singleChange: Double

    /// - Parameter values: the past, in order; nil is returned for fewer than `NoiseThreshold.fewestValues`.
    package init?(past values: [Double]) {
        guard values.count >= Self.fewestValues else { return nil }
        let changes = zip(values, values.dropFirst()).map { abs($1 - $0) }
        guard let first = OrderStatistics.quantile(changes, 0.25), let third = OrderStatistics.quantile(changes, 0.75)
        else { return nil }
        singleChange = third + 3 * (third - first)
    }

    /// Fewer runs than this do not show how much the series varies.
    package static let fewestValues = 10

    /// For the medians of so many values on both sides.
    package func change(_ before: Int, _ after: Int) -> Double {
        singleChange * ((Self.variance(before) + Self.variance(after)) / 2).squareRoot()
    }

    /// Of the median of so many values of a normal distribution, in units of theirs. The limit for many is π/2n (H. Cramér,
    /// Mathematical Methods of Statistics, 1946, 28.5); half a value more fits small odd numbers to a per cent.
    private static func variance(_ count: Int) -> Double { .pi / 2 / (Double(count) + 0.5) }

    /// By how much a threshold has to grow for so many series to share the chance of a false alarm that one has by itself.
    ///
    /// For normal noise, the fence lies 3.6 deviations of a change away. The same holds for the whole when each series gets its
    /// share of that probability.
    package static func factor(sharedBy count: Int) -> Double {
        guard count > 1 else { return 1 }
        let single = fence
        let probability = erfc(single / 2.0.squareRoot()) / Double(count)
        var (low, high) = (single, 12.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if erfc(middle / 2.0.squareRoot()) > probability { low = middle } else { high = middle }
        }
        return low / single
    }

    /// Tukey's fence of the absolute values of a normal distribution, in its deviations: from its quartiles 0.3186 and 1.1503.
    private static let fence = 1.1503 + 3 * (1.1503 - 0.3186)
}
