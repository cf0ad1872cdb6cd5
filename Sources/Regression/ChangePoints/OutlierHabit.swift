import Benchmarking
import Foundation

/// How far single values of a series have been from the levels around them: which outliers are a habit of it.
///
/// Thresholds from quartiles know nothing of the one run in ten in which the machine was busy otherwise, and two such runs in a row
/// look like a step. So the values behind a step and those before it are told apart by whether they are beyond a height, and
/// how likely it would be by chance alone that so many of those behind it are. That is R. A. Fisher's exact test (The Design of
/// Experiments, 1935), which knows no shape of noise, and which finds two values before nine as weak as nine before two.
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

    /// How likely it is that at least as many of `values` exceed `height`, if they and the past are alike.
    ///
    /// - Parameters:
    ///   - height: a distance from `level`; below 0 for one beneath it, which values below that exceed.
    package func chance(of values: [Double], exceeding height: Double, from level: Double) -> Double {
        func exceeds(_ distance: Double) -> Bool { height < 0 ? distance <= height : distance >= height }
        let found = values.count { exceeds($0 - level) }
        return Self.tail(
            atLeast: found, of: values.count, marked: found + distances.count(where: exceeds),
            among: values.count + distances.count)
    }

    /// The farthest that a single value has been on that side; 0 or more.
    package func farthest(above: Bool) -> Double { max(0, (above ? distances.max() : distances.min().map(-)) ?? 0) }

    /// Of the hypergeometric distribution: that of `drawn` from `all` at least `found` are among those marked.
    private static func tail(atLeast found: Int, of drawn: Int, marked: Int, among all: Int) -> Double {
        guard found > 0 else { return 1 }
        func logChoices(_ count: Int, _ chosen: Int) -> Double {
            lgamma(Double(count + 1)) - lgamma(Double(chosen + 1)) - lgamma(Double(count - chosen + 1))
        }
        let possible = max(found, drawn + marked - all)...max(found, min(drawn, marked))
        return possible.reduce(0) { sum, number in
            sum + exp(logChoices(marked, number) + logChoices(all - marked, drawn - number) - logChoices(all, drawn))
        }
    }
}
