import Benchmarking
import CodecInterface
import Corpora
import Foundation

/// Tells on standard error how far a run is: one line that is rewritten on a terminal, else a line every few seconds.
struct RunProgress {
    private let plan: RunPlan
    private let isShown: Bool
    private let isTerminal = StandardError.isTerminal
    private var done = 0
    private var startOfTrial = ProcessUsage.monotonicSeconds
    private var lastLine = 0.0
    private var current = ""
    /// Seconds per raw byte that each spec took so far: neural codecs take thousands of times longer than others.
    private var cost: [String: (seconds: Double, byteCount: Int)] = [:]
    private var remaining: [(spec: String, byteCount: Int)]

    init(plan: RunPlan, isQuiet: Bool) {
        self.plan = plan
        isShown = !isQuiet
        remaining = plan.items.flatMap { item in plan.entries.map { ($0.spec.description, item.byteCount) } }
    }

    mutating func begin(_ entry: RunPlan.Entry, _ item: Item) {
        startOfTrial = ProcessUsage.monotonicSeconds
        current = "\(entry.spec) on \(item.id)"
        show("", force: isTerminal)
    }

    mutating func end(_ record: TrialRecord) {
        let seconds = ProcessUsage.monotonicSeconds - startOfTrial
        if !remaining.isEmpty {
            let (spec, byteCount) = remaining.removeFirst()
            let before = cost[spec] ?? (0, 0)
            cost[spec] = (before.seconds + seconds, before.byteCount + byteCount)
        }
        done += 1
        let speeds = [record.compression.speed, record.decompression.speed].map {
            $0.map { NumberText.significant(($0 * 1000).rounded() / 1000) } ?? "–"
        }
        show(record.status == .ok ? ", \(speeds[0]) / \(speeds[1]) MB/s" : ", \(record.status)", force: false)
    }

    func finish() {
        if isShown && isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }

    private mutating func show(_ result: String, force: Bool) {
        let now = ProcessUsage.monotonicSeconds
        guard isShown, force || now - lastLine >= (isTerminal ? 0.1 : 5) else { return }
        lastLine = now
        let total = plan.items.count * plan.entries.count
        let left = timeLeft.map { ", \($0) left" } ?? ""
        let line = "[\(done)/\(total)] \(current)\(result)\(left)"
        if isTerminal {
            FileHandle.standardError.write(Data("\r\(line.prefix(TerminalWidth.current - 1))\u{1B}[K".utf8))
        } else {
            StandardError.print(line)
        }
    }

    /// What the specs' speeds so far say of the rest; nil until every remaining spec has run once.
    private var timeLeft: String? {
        var seconds = 0.0
        for (spec, byteCount) in remaining {
            guard let known = cost[spec] else { return nil }
            seconds += known.seconds * max(Double(byteCount) / Double(max(known.byteCount, 1)), 0)
        }
        let whole = Int(seconds.rounded())
        return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
    }
}
