import CodecInterface
package import Corpora
import OutsideText

/// How long a run still takes, from what it took so far. It is told what happens, and the time, by whoever has the clock.
package struct RunForecast: Sendable {
    private struct PendingTrial {
        let entry: RunPlan.Entry
        let item: Item
        var roundsDone = 0
        var hasCurve: Bool
    }

    private let plan: RunPlan
    private var pending: [TrialKey: PendingTrial] = [:]
    /// The sizes of the items that have not begun.
    private var untouched: [ExactText: Int]
    private var model = CostModel()
    /// What goes by before an item's first trial, checking its bytes; and before each other round, writing rows.
    private var beforeItem = LineFit(.proportional)
    private var beforeRound = LineFit(.constant)
    private var current: (key: TrialKey, start: Double)?
    /// When the newest event was.
    private var newest: Double
    private var isFirstRoundOver = false
    private let firstItem: ExactText?

    /// - Parameter now: the time, seconds, by the clock of all other calls.
    package init(plan: RunPlan, remaining: [(item: Item, entries: [RunPlan.Entry])], at now: Double) {
        self.plan = plan
        newest = now
        untouched = Dictionary(remaining.map { ($0.item.id, $0.item.byteCount) }) { first, _ in first }
        firstItem = remaining.first?.item.id
        for (item, entries) in remaining {
            for entry in entries {
                let hasCurve = plan.recordsCurves && entry.blockByteCount == nil && item.byteCount > 0
                pending[TrialKey(entry, on: item)] = PendingTrial(entry: entry, item: item, hasCurve: hasCurve)
            }
        }
    }

    package var pendingCount: Int { pending.count }

    /// The spec of the trial that is running.
    package var currentSpec: String? { current.flatMap { pending[$0.key]?.entry.spec.description } }

    /// Takes note of what happened. Returns true when this ends the first round: every spec has then run once.
    package mutating func note(_ event: RunEvent, at now: Double) -> Bool {
        defer { newest = now }
        switch event {
        case .began(let entry, let item, let round):
            current = (TrialKey(entry, on: item), now)
            if untouched.removeValue(forKey: item.id) != nil {
                beforeItem.add(byteCount: item.byteCount, seconds: now - newest)
            } else {
                beforeRound.add(byteCount: 0, seconds: now - newest)
            }
            guard !isFirstRoundOver, round > 0 || item.id != firstItem else { return false }
            isFirstRoundOver = true
            return true
        case .measured(let entry, let item, let round, let passes, _):
            for (direction, measured) in [
                (SampleRecord.Direction.compress, passes.compression), (.decompress, passes.decompression),
            ] {
                guard let measured else { continue }
                guard let pass = measured.passSeconds else {
                    model.learn(
                        entry, direction, byteCount: item.byteCount, failureSeconds: measured.roundSeconds)
                    continue
                }
                model.learn(
                    entry, direction, modality: item.modality, byteCount: item.byteCount, passSeconds: pass)
                model.learn(
                    entry, direction, byteCount: item.byteCount,
                    overheadSeconds: measured.roundSeconds - measured.passesSeconds)
            }
            pending[TrialKey(entry, on: item)]?.roundsDone = round + 1
            let hasFailed = [passes.compression, passes.decompression].contains { $0 != nil && $0?.passSeconds == nil }
            // There are no more rounds then.
            if hasFailed { pending[TrialKey(entry, on: item)] = nil }
            current = nil
        case .curve(_, let entry, let item):
            model.learn(entry, modality: item.modality, byteCount: item.byteCount, curveSeconds: now - newest)
            pending[TrialKey(entry, on: item)]?.hasCurve = false
        case .finished(let record, _):
            pending[TrialKey(record)] = nil
        }
        return false
    }

    /// Seconds until the end; nil until every spec that is still to run has run once.
    package func secondsLeft(at now: Double) -> Double? {
        var seconds = 0.0
        var rounds = 0
        for (key, trial) in pending where plan.isSupported(trial.entry, on: trial.item) {
            let size = (modality: trial.item.modality, byteCount: trial.item.byteCount)
            let left = trial.roundsDone..<plan.effectiveRounds
            guard
                var own = model.trialSeconds(
                    trial.entry, on: size, plan: plan, rounds: left, of: plan.effectiveRounds)
            else { return nil }
            if current?.key == key { own = max(0, own - (now - newest)) }
            if trial.hasCurve {
                guard let curve = model.curveSeconds(trial.entry, modality: size.modality, byteCount: size.byteCount)
                else { return nil }
                own += curve
            }
            seconds += own
            rounds += isSlow(trial) ? min(1, left.count) : left.count
        }
        seconds += Double(rounds) * (beforeRound.seconds(for: 0) ?? 0)
        for byteCount in untouched.values { seconds += beforeItem.seconds(for: byteCount) ?? 0 }
        return seconds
    }

    private func isSlow(_ trial: PendingTrial) -> Bool {
        let pass = model.passSeconds(
            trial.entry, .compress, modality: trial.item.modality, byteCount: trial.item.byteCount)
        return pass ?? .infinity >= plan.repetitions.slowPassSeconds
    }
}
