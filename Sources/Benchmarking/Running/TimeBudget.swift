import Corpora

/// Makes a plan fit a time: by fewer repetitions first, then by the beginnings of items, the same for every spec.
package struct TimeBudget: Sendable {
    /// What was chosen.
    package struct Choice: Sendable, Hashable {
        /// Items longer than this are cut; nil when all stay whole.
        package var prefixByteCount: Int?
        package var repetitions: RepetitionPolicy
        package var rounds: Int
        /// What the run should then take, seconds.
        package var expectedSeconds: Double

        package init(
            prefixByteCount: Int?, repetitions: RepetitionPolicy, rounds: Int, expectedSeconds: Double
        ) {
            self.prefixByteCount = prefixByteCount
            self.repetitions = repetitions
            self.rounds = rounds
            self.expectedSeconds = expectedSeconds
        }
    }

    private let model: CostModel
    private let plan: RunPlan
    /// The share of the budget that estimates may fill, as they are not exact.
    private static let filling = 0.85
    /// Smallest beginning worth a measurement.
    private static let smallestPrefix = 1 << 10

    package init(plan: RunPlan, model: CostModel) {
        self.plan = plan
        self.model = model
    }

    /// Seconds that the plan takes; items longer than `prefix` count as cut to it. Specs without an estimate count nothing.
    package func expectedSeconds(
        prefixByteCount: Int? = nil, repetitions: RepetitionPolicy? = nil, rounds: Int? = nil
    ) -> Double {
        var plan = plan
        plan.repetitions = repetitions ?? plan.repetitions
        plan.rounds = rounds ?? plan.rounds
        let rounds = plan.effectiveRounds
        var seconds = 0.0
        for item in plan.items {
            let byteCount = min(item.byteCount, prefixByteCount ?? .max)
            for entry in plan.entries(on: item) where plan.isSupported(entry, on: item) {
                seconds +=
                    model.trialSeconds(
                        entry, on: (item.modality, byteCount), plan: plan, rounds: 0..<rounds, of: rounds,
                        isCautious: true) ?? 0
                if plan.recordsCurves, entry.blockByteCount == nil, byteCount > 0 {
                    seconds += model.curveSeconds(entry, modality: item.modality, byteCount: byteCount) ?? 0
                }
            }
        }
        return seconds
    }

    /// What fits into `seconds`; nil when nothing does.
    package func choice(for seconds: Double) -> Choice? {
        let room = seconds * Self.filling
        var few = plan.repetitions
        few.minimumRuns = min(few.minimumRuns, 3)
        few.minimumSeconds = min(few.minimumSeconds, 0.1)
        var once = few
        once.minimumRuns = 1
        once.minimumSeconds = 0
        once.warmups = 0
        let longest = plan.items.map(\.byteCount).max() ?? 0
        for (policy, rounds, mayCut) in [
            (plan.repetitions, plan.rounds, false), (few, 1, false), (few, 1, true), (once, 1, true),
        ] {
            let whole = expectedSeconds(repetitions: policy, rounds: rounds)
            if whole <= room {
                return Choice(prefixByteCount: nil, repetitions: policy, rounds: rounds, expectedSeconds: whole)
            }
            guard mayCut else { continue }
            // The longest beginning that fits, by bisection: more bytes never take less time.
            var fits = 0
            var tooLong = longest
            while tooLong - fits > max(Self.smallestPrefix, fits / 50) {
                let middle = (fits + tooLong) / 2
                let cost = expectedSeconds(prefixByteCount: middle, repetitions: policy, rounds: rounds)
                if cost <= room { fits = middle } else { tooLong = middle }
            }
            // A few kilobytes say little; one repetition of more bytes says more.
            guard fits >= (policy == once ? Self.smallestPrefix : 16 * Self.smallestPrefix) else { continue }
            let prefix = fits / Self.smallestPrefix * Self.smallestPrefix
            return Choice(
                prefixByteCount: prefix, repetitions: policy, rounds: rounds,
                expectedSeconds: expectedSeconds(prefixByteCount: prefix, repetitions: policy, rounds: rounds))
        }
        return nil
    }
}
