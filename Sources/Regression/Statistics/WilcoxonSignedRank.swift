import Foundation

/// The signed-rank test of paired samples: do the differences tend to be above or below zero?
///
/// F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945). Differences of zero are left out,
/// as there. With distinct absolute differences and at most ``largestExactCount`` of them the distribution is exact;
/// otherwise it is the normal approximation with the corrections for ties and continuity (Conover 1999, section 5.7).
package struct WilcoxonSignedRank: Sendable, Hashable {
    /// The sum of the ranks of the positive differences.
    package let positiveSum: Double
    /// Number of differences that are not zero.
    package let count: Int
    package let isExact: Bool
    private let less: Double
    private let greater: Double

    package static let largestExactCount = 50

    /// Nil when no difference is left.
    package init?(_ differences: [Double], exactly isExact: Bool? = nil) {
        let kept = differences.filter { $0 != 0 && !$0.isNaN }
        guard !kept.isEmpty else { return nil }
        let ranks = Ranks(kept.map(abs))
        let sum = zip(kept, ranks.values).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
        positiveSum = sum
        count = kept.count
        self.isExact = isExact ?? (!ranks.hasTies && kept.count <= Self.largestExactCount)
        let n = Double(kept.count)
        if self.isExact {
            let probabilities = Self.distribution(kept.count)
            less = min(1, probabilities[...min(Int(sum.rounded(.down)), probabilities.count - 1)].reduce(0, +))
            greater = min(1, probabilities[min(Int(sum.rounded(.up)), probabilities.count - 1)...].reduce(0, +))
        } else {
            let variance = n * (n + 1) * (2 * n + 1) / 24 - ranks.tieSum / 48
            let distance = sum - n * (n + 1) / 4
            less = NormalDistribution.lowerTail(distance + 0.5, variance: variance)
            greater = NormalDistribution.lowerTail(-(distance - 0.5), variance: variance)
        }
    }

    /// The probability of differences at least as far from zero when nothing differs.
    package func probability(_ alternative: MannWhitney.Alternative) -> Double {
        switch alternative {
        case .less: less
        case .greater: greater
        case .different: min(1, 2 * min(less, greater))
        }
    }

    /// Probability of each sum of positive ranks, from 0 on: each rank is in it or not, like coins.
    private static func distribution(_ count: Int) -> [Double] {
        var probabilities = [Double](repeating: 0, count: count * (count + 1) / 2 + 1)
        probabilities[0] = 1
        var largest = 0
        for rank in 1...count {
            largest += rank
            for sum in stride(from: largest, through: 0, by: -1) {
                let with = sum >= rank ? probabilities[sum - rank] : 0
                probabilities[sum] = (probabilities[sum] + with) / 2
            }
        }
        return probabilities
    }
}
