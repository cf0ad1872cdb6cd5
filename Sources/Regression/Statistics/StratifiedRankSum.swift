import Foundation

/// The rank-sum test within strata: two samples in each of several groups, ranks taken within a group and summed over all.
///
/// P. van Elteren, "On the combination of independent two-sample tests of Wilcoxon", Bulletin of the International
/// Statistical Institute 37 (1960), with equal weights. The distribution is that of all re-labellings within the groups,
/// given the ranks that occurred, ties included: exact, by convolution of the groups' distributions. Beyond
/// ``largestExactSum`` it is the normal approximation with the corrections for ties and continuity.
///
/// Here a group is an item, whose times are of an order of their own, and a value is one process's.
package struct StratifiedRankSum: Sendable, Hashable {
    /// One group.
    package struct Stratum: Sendable, Hashable {
        package var base: [Double]
        package var new: [Double]

        package init(base: [Double], new: [Double]) {
            self.base = base
            self.new = new
        }
    }

    /// The probability of ranks of the new values at least as high when nothing differs.
    package let greater: Double
    /// The probability of ranks of the new values at least as low when nothing differs.
    package let less: Double
    /// The least that ``greater`` or ``less`` could have come to with these numbers of values: where it is above what counts
    /// as significant, there was nothing to find.
    package let smallestProbability: Double
    /// The same if no two values had been equal.
    package let smallestWithoutTies: Double

    package static let largestExactSum = 20_000

    /// Nil when no group has values on both sides.
    package init?(_ strata: [Stratum]) {
        let usable = strata.filter {
            !$0.base.isEmpty && !$0.new.isEmpty && !($0.base + $0.new).contains(where: \.isNaN)
        }
        guard !usable.isEmpty else { return nil }
        smallestWithoutTies = usable.reduce(1) { $0 / Self.choices($1.new.count, of: $1.new.count + $1.base.count) }
        let ranked = usable.map { (count: $0.new.count, ranks: Ranks($0.new + $0.base)) }
        let observed = ranked.reduce(0) { $0 + $1.ranks.doubled[..<$1.count].reduce(0, +) }
        let largest = ranked.reduce(0) { $0 + $1.ranks.doubled.sorted().suffix($1.count).reduce(0, +) }
        if largest <= Self.largestExactSum, ranked.allSatisfy({ $0.ranks.values.count <= 100 }) {
            var total = [1.0]
            for stratum in ranked {
                total = Self.convolution(
                    total,
                    RankSumDistribution.probabilities(
                        ofDoubledRanks: stratum.ranks.doubled, choosing: stratum.count))
            }
            greater = min(1, total[min(observed, total.count)...].reduce(0, +))
            less = min(1, total[...min(observed, total.count - 1)].reduce(0, +))
            let highest = total.last { $0 > 0 } ?? 1
            let lowest = total.first { $0 > 0 } ?? 1
            smallestProbability = max(highest, lowest)
        } else {
            var mean = 0.0
            var variance = 0.0
            for (count, ranks) in ranked {
                let (n, all) = (Double(count), Double(ranks.values.count))
                mean += n * (all + 1) / 2
                variance += n * (all - n) / 12 * (all + 1 - ranks.tieSum / (all * max(all - 1, 1)))
            }
            let distance = Double(observed) / 2 - mean
            greater = NormalDistribution.lowerTail(-(distance - 0.5), variance: variance)
            less = NormalDistribution.lowerTail(distance + 0.5, variance: variance)
            smallestProbability = 0
        }
    }

    /// In how many ways so many can be chosen.
    private static func choices(_ count: Int, of all: Int) -> Double {
        (0..<count).reduce(1) { $0 * Double(all - $1) / Double($1 + 1) }
    }

    private static func convolution(_ left: [Double], _ right: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: left.count + right.count - 1)
        for (place, weight) in left.enumerated() where weight > 0 {
            for (offset, probability) in right.enumerated() where probability > 0 {
                result[place + offset] += weight * probability
            }
        }
        return result
    }
}
