import Foundation

/// Whether the fastest of one sample is slower than the fastest of another by more than chance: a permutation test of the
/// difference of the minima, added up over groups.
///
/// Where each value is made of stretches, what is compared is the sum of the fastest time of each stretch: of a pass that
/// takes long some part is always disturbed, but seldom the same one in all of them.
///
/// What disturbs a timing only ever makes it longer (J. Chen, J. Revels, "Robust benchmarking in noisy environments", 2016,
/// arXiv:1608.04295); `docs/regression-gate.md` has what that comes to. The distribution is that of all re-labellings within the groups, or of all exchanges within pairs (E. J. G. Pitman, Supplement
/// to the Journal of the Royal Statistical Society 4, 1937), given the values: exact but for the rounding of a group's
/// difference to a ``gridSize``th of what the sum can be, which is the same for the observed one.
package struct FastestTest: Sendable, Hashable {
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
            stratum.difference.flatMap { $0.isFinite ? (observed: $0, outcomes: stratum.outcomes) : nil }
        }.filter { $0.outcomes.allSatisfy { $0.difference.isFinite } }
        guard !groups.isEmpty else { return nil }
        let reach = groups.reduce(0) { $0 + ($1.outcomes.map { abs($0.difference) }.max() ?? 0) }
        let step = reach > 0 ? reach / Self.gridSize : 1
        func place(_ difference: Double) -> Int { Int((difference / step).rounded()) }

        var total = Distribution(lowest: 0, probabilities: [1])
        for group in groups {
            let byPlace = Dictionary(
                group.outcomes.map { (place($0.difference), $0.probability) }, uniquingKeysWith: +)
            // Sums of fractions are the same on every machine only in one order.
            total.add(byPlace.sorted { $0.key < $1.key }.map { (place: $0.key, probability: $0.value) })
        }
        let observed = groups.reduce(0) { $0 + place($1.observed) } - total.lowest
        greater = min(1, total.probabilities[max(0, min(observed, total.probabilities.count))...].reduce(0, +))
        less = min(1, total.probabilities[...max(0, min(observed, total.probabilities.count - 1))].reduce(0, +))
        smallestProbability = strata.reduce(1) { $0 * $1.smallestProbability }
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
