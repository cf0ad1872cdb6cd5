/// Order statistics of a sample.
package enum OrderStatistics {
    /// The median; the mean of the middle two for an even count. Nil for none.
    package static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The value below which a share of the values lies, between two of them in proportion (R. J. Hyndman, Y. Fan, "Sample Quantiles
    /// in Statistical Packages", The American Statistician 50, 1996, definition 7). Nil for none.
    package static func quantile(_ values: [Double], _ share: Double) -> Double? {
        guard let last = values.indices.last else { return nil }
        let sorted = values.sorted()
        let place = min(max(share, 0), 1) * Double(last)
        let low = Int(place.rounded(.down))
        return sorted[low] + (place - Double(low)) * (sorted[min(low + 1, last)] - sorted[low])
    }

    /// An interval that covers the median of the population with at least 95 % confidence, whatever its distribution:
    /// from the j-th smallest to the j-th largest value, j as large as the binomial distribution allows (W. J. Conover,
    /// "Practical Nonparametric Statistics", 3rd ed., 1999, section 3.2). Nil below six values: no such interval exists.
    package static func medianInterval(_ values: [Double]) -> ClosedRange<Double>? {
        let count = values.count
        guard count >= 6 else { return nil }
        // P(at most k of n values lie below the median) under B(n, 1/2), summed until it exceeds 2.5 %.
        var probability = 1.0
        for _ in 0..<count { probability /= 2 }
        guard probability > 0 else {
            // More than a thousand values: the normal approximation is exact enough.
            let half = 0.98 * Double(count).squareRoot()
            let low = max(0, Int((Double(count) / 2 - half).rounded(.down)))
            let sorted = values.sorted()
            return sorted[low]...sorted[count - 1 - low]
        }
        var cumulative = 0.0
        var rank = 0
        while cumulative + probability <= 0.025 {
            cumulative += probability
            probability *= Double(count - rank) / Double(rank + 1)
            rank += 1
        }
        let sorted = values.sorted()
        return sorted[rank - 1]...sorted[count - rank]
    }
}
