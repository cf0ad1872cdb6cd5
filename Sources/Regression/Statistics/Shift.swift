import Benchmarking

/// How far apart two samples are.
package enum Shift {
    /// The pseudo-median: the median of the means of all pairs, each value with itself included. As robust as needs be and
    /// nearly as exact as the mean (J. L. Hodges and E. L. Lehmann, "Estimates of location based on rank tests", Annals of
    /// Mathematical Statistics 34, 1963). Nil for none; beyond ``largestCount`` values it is the median.
    package static func pseudoMedian(_ values: [Double]) -> Double? {
        guard values.count <= largestCount else { return OrderStatistics.median(values) }
        var means: [Double] = []
        means.reserveCapacity(values.count * (values.count + 1) / 2)
        for (index, value) in values.enumerated() {
            for other in values[index...] { means.append((value + other) / 2) }
        }
        return OrderStatistics.median(means)
    }

    static let largestCount = 500
}
