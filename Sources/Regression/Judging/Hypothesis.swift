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
        /// The fastest times of the same stretches of each process, by round; nil where passes are not divided into such.
        private let stretches: (base: [Int: [Double]], new: [Int: [Double]])?
        /// Of times: what is tested, made once for all spans that the item is in.
        let timeStratum: FastestTest.Stratum

        /// - Parameter isPaired: whether the rounds of the two runs alternated.
        init(item: ExactText, base: ProcessValues, new: ProcessValues, isPaired: Bool) {
            self.item = item
            self.base = base
            self.new = new
            let (before, after) = (base.stretches, new.stretches)
            let ends = before.isEmpty || after.isEmpty ? [] : StretchTimes.commonEnds(of: before + after)
            if ends.count > 1 {
                let stretches = (base.fastestStretches(upToEach: ends), new.fastestStretches(upToEach: ends))
                let sides = Self.sides(stretches.0, stretches.1, isPaired: isPaired)
                self.stretches = stretches
                timeStratum = FastestTest.Stratum(
                    baseStretches: sides.base, newStretches: sides.new, isPaired: isPaired)
            } else {
                let sides = Self.sides(base.byRound, new.byRound, isPaired: isPaired)
                stretches = nil
                timeStratum = FastestTest.Stratum(base: sides.base, new: sides.new, isPaired: isPaired)
            }
        }

        /// What the processes of each side gave, in the order of their rounds; of pairs, where both gave something.
        private static func sides<Value>(
            _ base: [Int: Value], _ new: [Int: Value], isPaired: Bool
        ) -> (base: [Value], new: [Value]) {
            func values(_ own: [Int: Value], _ other: [Int: Value]) -> [Value] {
                own.filter { !isPaired || other[$0.key] != nil }.sorted { $0.key < $1.key }.map(\.value)
            }
            return (values(base, new), values(new, base))
        }

        /// Whether passes are so long that they are divided.
        var isDivided: Bool { stretches != nil }

        /// The fastest pass of each side, or where passes are divided the sum of the fastest stretches, seconds.
        var fastestSeconds: (base: Double?, new: Double?) {
            guard let stretches else { return (base.fastestSeconds, new.fastestSeconds) }
            func sum(_ processes: [Int: [Double]], _ yardstickSpeed: Double) -> Double {
                StretchTimes.fastest(of: processes.values).reduce(0, +) / yardstickSpeed
            }
            return (sum(stretches.base, base.yardstickSpeed), sum(stretches.new, new.yardstickSpeed))
        }

        /// New less base of the same round.
        var differences: [Double] {
            let sides = Self.sides(base.byRound, new.byRound, isPaired: true)
            return zip(sides.new, sides.base).map { $0 - $1 }
        }
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
        guard !metric.isTime else { return parts.compactMap(\.timeStratum.difference) }
        return parts.compactMap { part in
            guard let base = OrderStatistics.median(part.base.values),
                let new = OrderStatistics.median(part.new.values)
            else { return nil }
            return new - base
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
        FastestTest(parts.map(\.timeStratum)).map { test in
            // The items are spread over the run, and so over the states of the machine: their shifts must agree as well. Sides that
            // alternated share their moments, unless passes are so long that a moment is over before the other side's turn.
            // Two items agree by chance, or differ by it: that takes three.
            let areApart = !isPaired || parts.count > 2 && parts.contains(where: \.isDivided)
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
