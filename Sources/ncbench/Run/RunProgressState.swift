import Benchmarking
import CodecInterface
import Corpora

/// What is known of a run's course, and what follows for the rest.
struct RunProgressState {
    private struct PendingTrial {
        let entry: RunPlan.Entry
        let item: Item
        var roundsDone = 0
    }

    private let plan: RunPlan
    private var pending: [TrialKey: PendingTrial] = [:]
    private let total: Int
    private let start = ProcessUsage.monotonicSeconds
    private var model = CostModel()
    private var current: (text: String, key: TrialKey, start: Double)?
    private var lastSpeeds: [String: String] = [:]
    private var hasFinishedFirstRound = false
    /// The newest estimate, when it was made, and when the next is due: it costs time itself in a run of many items.
    private var estimate: (seconds: Double, madeAt: Double, due: Double)?

    init(plan: RunPlan, remaining: [(item: Item, entries: [RunPlan.Entry])]) {
        self.plan = plan
        for (item, entries) in remaining {
            for entry in entries { pending[TrialKey(entry, on: item)] = PendingTrial(entry: entry, item: item) }
        }
        total = pending.count
    }

    /// Takes note of what happened. Returns the time left, seconds, when this ends the first round.
    mutating func note(_ event: RunEvent) -> Double? {
        switch event {
        case .began(let entry, let item, let round):
            let rounds = plan.effectiveRounds > 1 ? ", round \(round + 1)/\(plan.effectiveRounds)" : ""
            current = ("\(entry.spec) on \(item.id)\(rounds)", TrialKey(entry, on: item), ProcessUsage.monotonicSeconds)
            let isEnd = !hasFinishedFirstRound && (round > 0 || total > pending.count && isFirstRoundOver(item))
            guard isEnd else { return nil }
            hasFinishedFirstRound = true
            estimate = nil
            return timeLeft()
        case .measured(let entry, let item, let round, let passes, let record):
            learn(entry, item, round, passes)
            pending[TrialKey(entry, on: item)]?.roundsDone = round + 1
            current = nil
            let speeds = [record.compression.speed, record.decompression.speed].map {
                $0.map { NumberText.significant(($0 * 1000).rounded() / 1000) } ?? "–"
            }
            lastSpeeds[entry.spec.description] =
                record.status == .ok
                ? "\(speeds[0]) / \(speeds[1]) MB/s" : record.status.description
            return nil
        case .curve: return nil
        case .finished(let record, _):
            pending[TrialKey(record)] = nil
            return nil
        }
    }

    /// Whether another item has begun, the first one having had a single round.
    private func isFirstRoundOver(_ item: Item) -> Bool { plan.items.first?.id != item.id }

    private mutating func learn(
        _ entry: RunPlan.Entry, _ item: Item, _ round: Int, _ passes: RunEvent.MeasuredPasses
    ) {
        let policy = plan.repetitions.share(ofRound: round, of: plan.effectiveRounds)
        var expected = 0.0
        for (direction, seconds) in [
            (SampleRecord.Direction.compress, passes.compression), (.decompress, passes.decompression),
        ] {
            guard let seconds else { continue }
            model.learn(
                spec: entry.spec, direction: direction, modality: item.modality, byteCount: item.byteCount,
                passSeconds: seconds)
            expected += policy.expectedSeconds(passSeconds: seconds)
        }
        model.learn(overheadSeconds: (passes.roundSeconds - expected) / 2)
    }

    /// Seconds until the end; nil until every spec has run once.
    private mutating func timeLeft() -> Double? {
        let now = ProcessUsage.monotonicSeconds
        if let estimate, now < estimate.due { return max(0, estimate.seconds - (now - estimate.madeAt)) }
        var seconds = 0.0
        for (key, trial) in pending where plan.isSupported(trial.entry, on: trial.item) {
            guard
                let left = model.trialSeconds(
                    spec: trial.entry.spec, modality: trial.item.modality, byteCount: trial.item.byteCount,
                    policy: plan.repetitions, rounds: trial.roundsDone..<plan.effectiveRounds, of: plan.effectiveRounds)
            else { return nil }
            let spent = current?.key == key ? now - (current?.start ?? now) : 0
            seconds += max(0, left - spent)
        }
        let took = ProcessUsage.monotonicSeconds - now
        estimate = (seconds, now, now + took * 100)
        return seconds
    }

    /// The progress line.
    mutating func line(withBar: Bool) -> String? {
        let done = total - pending.count
        let left = timeLeft()
        let spent = ProcessUsage.monotonicSeconds - start
        var parts = ["[\(done)/\(total)]"]
        if withBar {
            let share = left.map { spent / max(spent + $0, 1e-9) } ?? Double(done) / Double(max(total, 1))
            let full = Int((share * 20).rounded(.down))
            parts.append("[" + String(repeating: "#", count: full) + String(repeating: "·", count: 20 - full) + "]")
        }
        parts.append(left.map { "\(DurationText.text($0)) left" } ?? "\(DurationText.text(spent)) so far")
        if let current {
            parts.append(current.text)
            if let speeds = lastSpeeds[pending[current.key]?.entry.spec.description ?? ""] {
                parts.append("(\(speeds))")
            }
        }
        return parts.joined(separator: " ")
    }
}
