import Foundation

/// Whether the fastest of one sample is slower than the fastest of another by more than chance: a permutation test of the
/// difference of the minima, added up over groups.
///
/// What disturbs a timing only ever makes it longer (J. Chen, J. Revels, "Robust benchmarking in noisy environments", 2016,
/// arXiv:1608.04295); `docs/regression-gate.md` has what that comes to. The distribution is that of all re-labellings within the groups, or of all exchanges within pairs (E. J. G. Pitman, Supplement
/// to the Journal of the Royal Statistical Society 4, 1937), given the values: exact but for the rounding of a group's
/// difference to a ``gridSize``th of what the sum can be, which is the same for the observed one.
package struct FastestTest: Sendable, Hashable {
    /// One group, e.g. an item; each value is that of a process, as a logarithm.
    package struct Stratum: Sendable, Hashable {
        package var base: [Double]
        package var new: [Double]
        /// Whether the values at the same place belong together, so that only they may have been exchanged.
        package var isPaired: Bool

        package init(base: [Double], new: [Double], isPaired: Bool = false) {
            self.base = base
            self.new = new
            self.isPaired = isPaired
        }

        /// The chance of the one labelling that sets the sides furthest apart.
        var smallestProbability: Double {
            if isPaired { return pow(0.5, Double(min(base.count, new.count))) }
            let (few, all) = (min(base.count, new.count), base.count + new.count)
            return (0..<few).reduce(1) { $0 * Double(few - $1) / Double(all - $1) }
        }

        /// New less base.
        package var difference: Double? {
            guard let new = new.min(), let base = base.min() else { return nil }
            return new - base
        }
    }

    /// The probability of a sum of differences at least as large when nothing differs.
    package let greater: Double
    /// The probability of a sum of differences at least as small when nothing differs.
    package let less: Double
    /// The least that ``greater`` or ``less`` can come to with so many values, whatever they are.
    package let smallestProbability: Double

    static let gridSize = 8192.0

    /// Nil when no group has values on both sides.
    package init?(_ strata: [Stratum]) {
        let groups = strata.compactMap { stratum in
            stratum.difference.flatMap { $0.isNaN ? nil : (observed: $0, outcomes: Self.outcomes(stratum)) }
        }
        guard !groups.isEmpty else { return nil }
        let reach = groups.reduce(0) { $0 + ($1.outcomes.map { abs($0.difference) }.max() ?? 0) }
        let step = reach > 0 ? reach / Self.gridSize : 1
        func place(_ difference: Double) -> Int { Int((difference / step).rounded()) }

        var total = Distribution(lowest: 0, probabilities: [1])
        for group in groups {
            total.add(group.outcomes.map { (place($0.difference), $0.probability) })
        }
        let observed = groups.reduce(0) { $0 + place($1.observed) } - total.lowest
        greater = min(1, total.probabilities[max(0, min(observed, total.probabilities.count))...].reduce(0, +))
        less = min(1, total.probabilities[...max(0, min(observed, total.probabilities.count - 1))].reduce(0, +))
        smallestProbability = strata.reduce(1) { $0 * $1.smallestProbability }
    }

    /// What a group's difference may be, and how likely each is. The side with the least value has it as its minimum; the
    /// minimum of the other side is the first value in order that falls to it.
    private static func outcomes(_ stratum: Stratum) -> [(difference: Double, probability: Double)] {
        stratum.isPaired
            ? pairedOutcomes(Array(zip(stratum.base, stratum.new)))
            : unpairedOutcomes(base: stratum.base.count, new: stratum.new.count, (stratum.base + stratum.new).sorted())
    }

    private static func unpairedOutcomes(
        base baseCount: Int, new newCount: Int, _ sorted: [Double]
    ) -> [(difference: Double, probability: Double)] {
        var result: [(difference: Double, probability: Double)] = []
        for (own, sign) in [(baseCount, 1.0), (newCount, -1.0)] {
            // The chance that all values before `place` fell to the side of the least one.
            var run = 1.0
            for (place, value) in sorted.enumerated() {
                let left = Double(sorted.count - place)
                let toOwn = Double(own - place) / left
                if place > 0 { result.append((sign * (value - sorted[0]), run * (1 - toOwn))) }
                run *= toOwn
                if place >= own { break }
            }
        }
        return result
    }

    private static func pairedOutcomes(
        _ pairs: [(base: Double, new: Double)]
    ) -> [(difference: Double, probability: Double)] {
        let sorted = pairs.enumerated().flatMap { [($0.offset, $0.element.base), ($0.offset, $0.element.new)] }
            .sorted { $0.1 < $1.1 }
        var result: [(difference: Double, probability: Double)] = []
        var seen: Set<Int> = []
        // Of each sign: the least value falls to either side alike.
        var run = 0.5
        for (pair, value) in sorted {
            // What is left of a pair falls to the other side for sure.
            let isSure = !seen.insert(pair).inserted
            let probability = isSure ? run : seen.count == 1 ? 0 : run / 2
            if probability > 0 {
                result.append((value - sorted[0].1, probability))
                result.append((sorted[0].1 - value, probability))
            }
            if isSure { break }
            run -= probability
        }
        return result
    }

    /// Of a sum of whole numbers.
    private struct Distribution {
        var lowest: Int
        var probabilities: [Double]

        mutating func add(_ outcomes: [(place: Int, probability: Double)]) {
            let (least, most) = (outcomes.map(\.place).min() ?? 0, outcomes.map(\.place).max() ?? 0)
            var result = [Double](repeating: 0, count: probabilities.count + most - least)
            for outcome in outcomes {
                let shift = outcome.place - least
                for (place, probability) in probabilities.enumerated() where probability > 0 {
                    result[place + shift] += probability * outcome.probability
                }
            }
            probabilities = result
            lowest += least
        }
    }
}
