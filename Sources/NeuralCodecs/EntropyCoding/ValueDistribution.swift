/// What a model expects of a whole number: intervals that follow each other, each with its share of the probability, spread
/// evenly inside.
package struct ValueDistribution: Sendable {
    /// Values that are equally likely.
    package struct Interval: Sendable, Equatable {
        /// The first and the last of them.
        package var low: Int
        package var high: Int
        /// The probability of all of them together, at least 0.
        package var mass: Double

        package init(low: Int, high: Int, mass: Double) {
            self.low = low
            self.high = high
            self.mass = mass
        }

        /// How many values there are.
        package var count: Double { Double(high &- low) + 1 }
        /// The probability of each.
        package var density: Double { mass / count }
    }

    /// Intervals that are less likely are not divided further by who describes a distribution.
    package static let smallestDividedMass = 1.0 / 2048

    /// Ascending, at least one.
    package private(set) var intervals: [Interval]

    package init(_ intervals: [Interval]) { self.intervals = intervals }

    /// The value that is expected on average.
    package var mean: Double {
        var sum = 0.0
        var mass = 0.0
        for interval in intervals {
            sum += interval.mass * (Double(interval.low) + Double(interval.high)) / 2
            mass += interval.mass
        }
        return mass > 0 ? sum / mass : Double(intervals.first?.low ?? 0)
    }

    /// The expected square of the distance from ``mean``.
    package var variance: Double {
        let center = mean
        var sum = 0.0
        var mass = 0.0
        for interval in intervals {
            let distance = (Double(interval.low) + Double(interval.high)) / 2 - center
            sum += interval.mass * (distance * distance + (interval.count * interval.count - 1) / 12)
            mass += interval.mass
        }
        return mass > 0 ? sum / mass : 0
    }

    /// The value below which a share of the probability lies, 0 to 1.
    package func quantile(_ share: Double) -> Int {
        var rest = share * intervals.reduce(0) { $0 + $1.mass }
        for interval in intervals {
            if rest < interval.mass {
                return min(interval.high, interval.low + Int(rest / interval.mass * interval.count))
            }
            rest -= interval.mass
        }
        return intervals.last?.high ?? 0
    }
}
