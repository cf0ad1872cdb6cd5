/// Draws what comes next from a model's own probabilities: in a decoder's place, it turns any model into a generator.
///
/// The generator of random numbers and all arithmetic are own and defined to the bit: the same seed draws the same everywhere.
package struct Sampler: BitCoder {
    /// How freely is drawn.
    package struct Freedom: Sendable, Equatable {
        /// Probabilities are raised to the power 1/T: 1 leaves them, less is more careful, 0 always takes the likeliest.
        package let temperature: Double
        /// The likeliest outcomes that together are at least so likely are drawn from, the others never (Holtzman et al., 2020).
        package let topShare: Double

        /// The highest temperature: all but even odds.
        package static let highestTemperature = 100.0

        /// - Returns: nil for a temperature that is no number from 0 to ``highestTemperature``, or a share that is none from 0
        ///   (exclusively) to 1.
        package init?(temperature: Double = 1, topShare: Double = 1) {
            guard temperature >= 0, temperature <= Self.highestTemperature, topShare > 0, topShare <= 1 else {
                return nil
            }
            self.temperature = temperature
            self.topShare = topShare
        }
    }

    private let freedom: Freedom
    private var random: RandomSource

    package init(_ freedom: Freedom, seed: UInt64) {
        self.freedom = freedom
        random = RandomSource(seed: seed)
    }

    package static var isEncoder: Bool { false }
    package var isExhausted: Bool { false }

    /// Draws a bit of something that is not drawn as a whole. ``Freedom/topShare`` means: where one answer has at least so much,
    /// the other is never given.
    package mutating func code(_: Int, probability: UInt32) -> Int {
        let one = Double(probability) * 0x1p-22
        return choose(count: 2) { $0 == 1 ? one : 1 - one }
    }

    /// Draws a value of a distribution. Temperature and share work on how likely single values are, not on the intervals.
    package mutating func choose(from distribution: ValueDistribution) -> Int {
        let intervals = drawable(distribution)
        let highest = intervals.reduce(0) { max($0, $1.density) }
        let index = choose(
            count: intervals.count, mass: { intervals[$0].mass }, density: { intervals[$0].density / highest },
            width: { intervals[$0].count })
        let chosen = intervals[index]
        guard freedom.temperature > 0 else { return chosen.low + (chosen.high - chosen.low) / 2 }
        return chosen.low + random.next(below: chosen.high - chosen.low + 1)
    }

    /// The intervals to draw from. What is so unlikely that it was not divided into values is left out unless the temperature is
    /// high: spread evenly, it would hold values that the model never expects.
    private func drawable(_ distribution: ValueDistribution) -> [ValueDistribution.Interval] {
        guard freedom.temperature <= 1 else { return distribution.intervals }
        let likely = distribution.intervals.filter { $0.mass >= ValueDistribution.smallestDividedMass }
        return likely.isEmpty ? distribution.intervals : likely
    }

    /// Draws one of `count` outcomes.
    ///
    /// - Parameter probability: of each, at least one of them above 0.
    package mutating func choose(count: Int, probability: (Int) -> Double) -> Int {
        choose(count: count, mass: probability, density: probability, width: { _ in 1 })
    }

    private mutating func choose(
        count: Int, mass: (Int) -> Double, density: (Int) -> Double, width: (Int) -> Double
    ) -> Int {
        // A stable order: equally likely ones by their number.
        let order = (0..<count).sorted { (density($0), $1) > (density($1), $0) }
        guard freedom.temperature > 0, let likeliest = order.first else { return order.first ?? 0 }
        var allowed = order[...]
        if freedom.topShare < 1 {
            let total = order.reduce(0) { $0 + mass($1) }
            var sum = 0.0
            let last = order.firstIndex { index in
                sum += mass(index)
                return sum >= freedom.topShare * total
            }
            allowed = order[...(last ?? order.endIndex - 1)]
        }
        let exponent = 1 / freedom.temperature
        let weights = allowed.map { index in
            freedom.temperature == 1 ? mass(index) : width(index) * PlainFunctions.power(density(index), exponent)
        }
        var rest = Double(random.next() >> 11) * 0x1p-53 * weights.reduce(0, +)
        for (index, weight) in zip(allowed, weights) {
            if rest < weight { return index }
            rest -= weight
        }
        return likeliest
    }
}
