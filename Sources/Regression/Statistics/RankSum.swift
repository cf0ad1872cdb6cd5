import Foundation

/// The rank-sum test of two independent samples: do values of one tend to be larger than those of the other?
///
/// H. B. Mann and D. R. Whitney, "On a test of whether one of two random variables is stochastically larger than the other",
/// Annals of Mathematical Statistics 18 (1947). Without ties and with at most ``largestExactCount`` values a side the
/// distribution of U is exact, by the recurrence of that paper; otherwise it is the normal approximation with the
/// corrections for ties and continuity (W. J. Conover, "Practical Nonparametric Statistics", 3rd ed., 1999, section 5.1).
package struct MannWhitney: Sendable, Hashable {
    /// What the samples are suspected of.
    package enum Alternative: Sendable, CaseIterable {
        /// The first sample tends to be smaller.
        case less
        /// The first sample tends to be larger.
        case greater
        case different
    }

    /// Number of pairs in which the first sample's value is the larger one; ties count a half.
    package let u: Double
    /// Whether the probabilities are exact.
    package let isExact: Bool
    private let less: Double
    private let greater: Double

    /// More values than this a side are left to the normal approximation, as in R's `wilcox.test`.
    package static let largestExactCount = 49

    /// Nil when a sample is empty or a value is not a number.
    ///
    /// - Parameter isExact: whether to compute the exact distribution, which needs distinct values; by default where it
    ///   can be had.
    package init?(_ first: [Double], _ second: [Double], exactly isExact: Bool? = nil) {
        guard !first.isEmpty, !second.isEmpty, !(first + second).contains(where: \.isNaN) else { return nil }
        let ranks = Ranks(first + second)
        let (n, m) = (first.count, second.count)
        let u = ranks.values[..<n].reduce(0, +) - Double(n * (n + 1)) / 2
        self.u = u
        self.isExact = isExact ?? (!ranks.hasTies && max(n, m) <= Self.largestExactCount)
        if self.isExact {
            // U counts pairs, so that without ties it is whole.
            let probabilities = Self.distribution(n, m)
            let place = min(max(Int(u.rounded(.down)), 0), n * m)
            less = min(1, probabilities[...place].reduce(0, +))
            greater = min(1, probabilities[min(Int(u.rounded(.up)), n * m)...].reduce(0, +))
        } else {
            let count = Double(n + m)
            let variance = Double(n * m) / 12 * (count + 1 - ranks.tieSum / (count * max(count - 1, 1)))
            let distance = u - Double(n * m) / 2
            less = NormalDistribution.lowerTail(distance + 0.5, variance: variance)
            greater = NormalDistribution.lowerTail(-(distance - 0.5), variance: variance)
        }
    }

    /// The probability of samples at least as far apart when nothing differs.
    package func probability(_ alternative: Alternative) -> Double {
        switch alternative {
        case .less: less
        case .greater: greater
        case .different: min(1, 2 * min(less, greater))
        }
    }

    /// Probability of each value of U, from 0 to n·m, when nothing differs.
    static func distribution(_ n: Int, _ m: Int) -> [Double] {
        RankSumDistribution.probabilities(ofDoubledRanks: (1...(n + m)).map { 2 * $0 }, choosing: n)
            .enumerated().filter { $0.offset % 2 == 0 }.map(\.element).dropFirst(n * (n + 1) / 2).map { $0 }
    }
}

/// The distribution of the sum of ranks that a random choice of values has.
enum RankSumDistribution {
    /// The probability of each doubled sum, from 0 on, of `count` of `doubledRanks` drawn at random without replacement.
    /// Ranks are doubled so that those of tied values (halves) are whole.
    static func probabilities(ofDoubledRanks doubledRanks: [Int], choosing count: Int) -> [Double] {
        let largest = doubledRanks.sorted().suffix(count).reduce(0, +)
        // ways[k][s]: the share of all choices of k among the ranks looked at so far that sum to s, built up so that no
        // number grows beyond what a Double holds: each is a probability times the number of choices, scaled.
        var ways = [[Double]](repeating: [Double](repeating: 0, count: largest + 1), count: count + 1)
        ways[0][0] = 1
        for (seen, rank) in doubledRanks.enumerated() {
            for chosen in stride(from: min(count, seen + 1), through: 1, by: -1) where rank <= largest {
                for sum in stride(from: largest, through: rank, by: -1) {
                    ways[chosen][sum] += ways[chosen - 1][sum - rank]
                }
            }
        }
        let total = ways[count].reduce(0, +)
        return ways[count].map { $0 / total }
    }
}
