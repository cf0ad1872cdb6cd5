import CodecInterface
import Console
import Corpora
import OutsideText

/// What is known of a run's course, and what to say of it.
struct RunProgressState {
    private let plan: RunPlan
    private let total: Int
    private let start = ProcessUsage.monotonicSeconds
    private var forecast: RunForecast
    private var current: String?
    private var lastSpeeds: [ExactText: String] = [:]
    /// The newest estimate, when it was made, and when the next is due: it costs time itself in a run of many items.
    private var estimate: (seconds: Double, madeAt: Double, due: Double)?

    init(plan: RunPlan, remaining: [(item: Item, entries: [RunPlan.Entry])]) {
        self.plan = plan
        forecast = RunForecast(plan: plan, remaining: remaining, at: start)
        total = forecast.pendingCount
    }

    /// Takes note of what happened. Returns the time left, seconds, when this ends the first round.
    mutating func note(_ event: RunEvent) -> Double? {
        let endsFirstRound = forecast.note(event, at: ProcessUsage.monotonicSeconds)
        switch event {
        case .began(let entry, let item, let round):
            let rounds = plan.effectiveRounds > 1 ? ", round \(round + 1)/\(plan.effectiveRounds)" : ""
            current = "\(entry.spec) on \(item.id)\(rounds)"
        case .measured(let entry, _, _, _, let record):
            current = nil
            let speeds = [record.compression.speed, record.decompression.speed].map {
                $0.map { NumberText.significant(($0 * 1000).rounded() / 1000) } ?? "–"
            }
            lastSpeeds[ExactText(entry.spec.description)] =
                record.status == .ok ? "\(speeds[0]) / \(speeds[1]) MB/s" : record.status.description
        case .curve, .finished: break
        }
        guard endsFirstRound else { return nil }
        estimate = nil
        return timeLeft()
    }

    /// Seconds until the end; nil until every spec has run once.
    private mutating func timeLeft() -> Double? {
        let now = ProcessUsage.monotonicSeconds
        if let estimate, now < estimate.due { return max(0, estimate.seconds - (now - estimate.madeAt)) }
        guard let seconds = forecast.secondsLeft(at: now) else { return nil }
        estimate = (seconds, now, now + (ProcessUsage.monotonicSeconds - now) * 100)
        return seconds
    }

    /// The progress line.
    mutating func line(withBar: Bool) -> String? {
        let done = total - forecast.pendingCount
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
            parts.append(current)
            if let speeds = lastSpeeds[ExactText(forecast.currentSpec ?? "")] { parts.append("(\(speeds))") }
        }
        return parts.joined(separator: " ")
    }
}
