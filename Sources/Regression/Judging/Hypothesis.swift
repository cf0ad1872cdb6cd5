import Benchmarking
import Foundation
import OutsideText

/// One thing that may have got worse: a figure of a spec over some items.
struct Hypothesis: Sendable {
    /// One item's values in both runs, as logarithms.
    struct Part: Sendable {
        let item: ExactText
        let base: ProcessValues
        let new: ProcessValues
        /// By round the fastest times of the same stretches; nil where passes are not divided into such.
        let stretches: (base: [Int: [Double]], new: [Int: [Double]])?

        init(item: ExactText, base: ProcessValues, new: ProcessValues) {
            self.item = item
            self.base = base
            self.new = new
            let (before, after) = (base.stretches, new.stretches)
            let ends = before.isEmpty || after.isEmpty ? [] : StretchTimes.commonEnds(of: before + after)
            stretches =
                ends.count > 1
                ? (base.fastestStretches(upToEach: ends), new.fastestStretches(upToEach: ends)) : nil
        }

        /// The fastest pass of each side, or where passes are divided the sum of the fastest stretches, seconds.
        var fastestSeconds: (base: Double?, new: Double?) {
            guard let stretches else { return (base.fastestSeconds, new.fastestSeconds) }
            func sum(_ processes: [Int: [Double]], _ yardstickSpeed: Double) -> Double {
                let fastest = processes.values.reduce(processes.values.first ?? []) { zip($0, $1).map(min) }
                return fastest.reduce(0, +) / yardstickSpeed
            }
            return (sum(stretches.base, base.yardstickSpeed), sum(stretches.new, new.yardstickSpeed))
        }

        /// The values of the same round, in order.
        var pairs: [(base: Double, new: Double)] {
            new.byRound.sorted { $0.key < $1.key }.compactMap { round, value in base.byRound[round].map { ($0, value) }
            }
        }

        /// New less base of the same round.
        var differences: [Double] { pairs.map { $0.new - $0.base } }
    }

    let spec: ComparedSpec
    let span: Finding.Span
    let metric: Metric
    let parts: [Part]
    /// Nil: shown, not judged.
    let limit: Double?
    /// Whether the rounds of the two runs alternated.
    let isPaired: Bool
    /// Whether a limit speaks of this item, and so asks for a verdict on it alone.
    let isNamed: Bool

    /// Fewer items than this decide nothing about times of runs that did not alternate: the processes of an item share a few
    /// seconds, and whether the machine was in the same state then as in the other run, only other items tell.
    static let fewestItems = EnoughToJudge.items

    var hasEnoughItems: Bool {
        let itemCount = parts.count { !$0.base.values.isEmpty && !$0.new.values.isEmpty }
        return !metric.isTime || isPaired || isNamed || itemCount >= Self.fewestItems
    }

    /// Fewer values a side than this, or pairs, decide nothing.
    static let fewestValues = EnoughToJudge.processes

    var counts: (base: Int, new: Int) {
        isPaired
            ? (parts.reduce(0) { $0 + $1.differences.count }, parts.reduce(0) { $0 + $1.differences.count })
            : (parts.reduce(0) { $0 + $1.base.values.count }, parts.reduce(0) { $0 + $1.new.values.count })
    }

    /// How much the figure grew, as a share: 0.1 for 10 % more. Nil without values on both sides.
    var change: Double? {
        Shift.pseudoMedian(!metric.isTime && isPaired ? parts.flatMap(\.differences) : itemShifts).map { exp($0) - 1 }
    }

    /// New less base of each item: of times the fastest, of memory the middle of its processes.
    private var itemShifts: [Double] {
        guard !metric.isTime else { return timeStrata.compactMap(\.difference) }
        return parts.compactMap { part in
            guard let base = OrderStatistics.median(part.base.values),
                let new = OrderStatistics.median(part.new.values)
            else { return nil }
            return new - base
        }
    }

    private var timeStrata: [FastestTest.Stratum] {
        parts.map { part in
            guard let stretches = part.stretches else {
                guard isPaired else { return FastestTest.Stratum(base: part.base.values, new: part.new.values) }
                let pairs = part.pairs
                return FastestTest.Stratum(base: pairs.map(\.base), new: pairs.map(\.new), isPaired: true)
            }
            let rounds = isPaired ? Set(stretches.base.keys).intersection(stretches.new.keys) : nil
            func processes(_ byRound: [Int: [Double]]) -> [[Double]] {
                byRound.filter { rounds?.contains($0.key) ?? true }.sorted { $0.key < $1.key }.map(\.value)
            }
            return FastestTest.Stratum(
                baseStretches: processes(stretches.base), newStretches: processes(stretches.new), isPaired: isPaired)
        }
    }

    /// Growth of memory in bytes, in the middle of the items.
    private var memoryGrowth: Double {
        OrderStatistics.median(
            parts.compactMap { part in
                guard let base = OrderStatistics.median(part.base.values),
                    let new = OrderStatistics.median(part.new.values)
                else { return nil }
                return exp(new) - exp(base)
            }) ?? 0
    }

    /// Changes of memory below this many bytes are never findings, whatever share of a small figure they are.
    static let smallestMemoryChange = 524_288.0

    /// Whether the change is larger than the limit, for the worse or for the better.
    func isBeyondLimit(_ change: Double) -> Bool {
        guard let limit else { return false }
        // As much faster as the limit is slower: a time of 1 / 1.05 for 5 %.
        guard change > limit || change < 1 / (1 + limit) - 1 else { return false }
        return metric.isTime || abs(memoryGrowth) >= Self.smallestMemoryChange
    }

    /// What chance says: of the figure's being larger, of its being smaller, and the least that either could have been.
    struct Probabilities {
        var worse: Double
        var better: Double
        var smallest: Double
        /// The least that either could have been if no two values had been equal: a verdict that only ties forbid is that
        /// nothing changed.
        var smallestWithoutTies: Double
    }

    /// Nil when there are too few values for any verdict.
    var probabilities: Probabilities? {
        guard min(counts.base, counts.new) >= Self.fewestValues, hasEnoughItems else { return nil }
        return metric.isTime ? timeProbabilities : memoryProbabilities
    }

    private var timeProbabilities: Probabilities? {
        FastestTest(timeStrata).map { test in
            // The items are spread over the run, and so over the states of the machine: their shifts must agree as well. Sides that
            // alternated share their moments, unless passes are so long that a moment is over before the other side's turn.
            // Two items agree by chance, or differ by it: that takes three.
            let areApart = !isPaired || parts.count > 2 && parts.contains { $0.stretches != nil }
            let overItems = areApart ? PairedTTest(itemShifts) : nil
            return Probabilities(
                worse: max(test.greater, overItems?.greater ?? 0), better: max(test.less, overItems?.less ?? 0),
                smallest: test.smallestProbability, smallestWithoutTies: test.smallestProbability)
        }
    }

    private var memoryProbabilities: Probabilities? {
        if isPaired {
            let differences = parts.flatMap(\.differences)
            let withoutTies = pow(0.5, Double(differences.count))
            guard let test = WilcoxonSignedRank(differences) else {
                return Probabilities(worse: 1, better: 1, smallest: 1, smallestWithoutTies: withoutTies)
            }
            return Probabilities(
                worse: test.probability(.greater), better: test.probability(.less),
                smallest: pow(0.5, Double(test.count)), smallestWithoutTies: withoutTies)
        }
        return StratifiedRankSum(parts.map { .init(base: $0.base.values, new: $0.new.values) }).map {
            Probabilities(
                worse: $0.greater, better: $0.less, smallest: $0.smallestProbability,
                smallestWithoutTies: $0.smallestWithoutTies)
        }
    }
}
