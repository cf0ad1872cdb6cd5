import Benchmarking
import Foundation

/// How far single values of a series have been from the levels around them: which outliers are a habit of it.
///
/// Thresholds from quartiles know nothing of the one run in ten in which the machine was busy otherwise, and two such runs in a row
/// look like a step. So what lies behind a step is asked, whatever the shape of the noise, how likely it would be if it were like
/// the past: each of the new values exceeds a height that k of n past ones exceeded with probability (k + 1)/(n + 2), by Laplace's
/// rule of succession, and how many of them do so together is binomial.
package struct OutlierHabit: Sendable {
    /// Distances from the medians of the pieces, above 0 for values above.
    private let distances: [Double]

    /// - Parameter pieces: those of the past, each with values of one level.
    package init(past pieces: some Sequence<[Double]>) {
        distances = pieces.flatMap { piece in
            let level = OrderStatistics.median(piece) ?? 0
            return piece.map { $0 - level }
        }
    }

    /// How likely it is that at least as many of `values` exceed `height`, if they are like the past.
    ///
    /// - Parameters:
    ///   - height: a distance from `level`; below 0 for one beneath it, which values below that exceed.
    package func chance(of values: [Double], exceeding height: Double, from level: Double) -> Double {
        func exceeds(_ distance: Double) -> Bool { height < 0 ? distance <= height : distance >= height }
        let share = Double(distances.count(where: exceeds) + 1) / Double(distances.count + 2)
        return Self.tail(atLeast: values.count { exceeds($0 - level) }, of: values.count, probability: share)
    }

    /// The farthest that a single value has been on that side; 0 or more.
    package func farthest(above: Bool) -> Double { max(0, (above ? distances.max() : distances.min().map(-)) ?? 0) }

    /// Of a binomial distribution.
    private static func tail(atLeast successes: Int, of count: Int, probability: Double) -> Double {
        guard successes > 0 else { return 1 }
        var (term, sum) = (pow(1 - probability, Double(count)), 0.0)
        for number in 0...count {
            if number >= successes { sum += term }
            term *= Double(count - number) / Double(number + 1) * probability / (1 - probability)
        }
        return min(1, sum)
    }
}
