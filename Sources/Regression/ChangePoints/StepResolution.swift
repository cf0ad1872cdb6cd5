import Benchmarking
import Foundation

extension StepDetection {
    /// The smallest growth that would be told once so many more runs had it, by trying: the newest values are repeated at a higher level
    /// until a step is found where it is.
    ///
    /// A threshold alone would promise too much: whether a step is told depends on the outliers of a series as well.
    ///
    /// - Parameters:
    ///   - values: a series of logarithms.
    ///   - count: how many runs have the new level.
    /// - Returns: growth as a share, to a few hundredths of itself; nil where it is more than ``largestResolution``, or the series is too
    ///   short to know its noise.
    package func resolution(of values: [Double], after count: Int) -> Double? {
        guard values.count >= Self.fewestPastValues, count > 0 else { return nil }
        let starts = [0] + steps(in: values).map(\.place)
        var level = 0.0
        let distances = zip(starts, starts.dropFirst() + [values.count]).flatMap { start, end -> [Double] in
            level = OrderStatistics.median(Array(values[start..<end])) ?? 0
            return values[start..<end].map { $0 - level }
        }
        let newest = distances.suffix(count)
        func isTold(_ growth: Double) -> Bool {
            let step = steps(in: values + newest.map { level + growth + $0 }).last
            return step.map { $0.change > 0 && abs($0.place - values.count) <= Self.reach } ?? false
        }
        var (low, high) = (log1p(max(smallestChange, 1e-4)), log1p(Self.largestResolution))
        guard low < high, isTold(high) else { return nil }
        // In proportion, since it is a share of the figure that matters.
        for _ in 0..<8 {
            let middle = (low * high).squareRoot()
            if isTold(middle) { high = middle } else { low = middle }
        }
        return expm1(high)
    }

    /// Steps above this are not tried: 100 %.
    package static let largestResolution = 1.0

    /// How many runs beside its place a step may be told to be.
    private static let reach = 3
}
