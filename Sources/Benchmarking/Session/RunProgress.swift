import Console
import Corpora
import Dispatch
import Foundation
import OutsideText
import Synchronization

/// Tells on standard error how far a run is: one line that is rewritten on a terminal, else a line every few seconds. It
/// goes on telling while a slow codec is at work.
final class RunProgress: Sendable {
    private let state: Mutex<RunProgressState>
    private let verbosity: Verbosity
    private let isTerminal = StandardError.isTerminal
    /// Touched by the making and the ending call only, which the owner makes one after the other.
    nonisolated(unsafe) private let timer: (any DispatchSourceTimer)?

    init(plan: RunPlan, remaining: [(item: Item, entries: [RunPlan.Entry])], verbosity: Verbosity) {
        state = Mutex(RunProgressState(plan: plan, remaining: remaining))
        self.verbosity = verbosity
        // A timer that never ran must not be released, so a quiet run has none.
        timer = verbosity == .quiet ? nil : DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        guard let timer else { return }
        let seconds = isTerminal ? 0.5 : 5
        timer.schedule(deadline: .now() + seconds, repeating: seconds)
        timer.setEventHandler { [weak self] in self?.show() }
        timer.resume()
    }

    /// Takes note of what happened.
    func note(_ event: RunEvent) {
        let line = state.withLock { state in
            let estimate = state.note(event)
            guard verbosity == .verbose else { return nil as String? }
            if case .finished(let record, _) = event { return Self.summary(of: record) }
            return estimate.map { "after the first round: \(DurationText.text($0)) left" }
        }
        if let line {
            clear()
            StandardError.print("ncbench: \(VisibleText.oneLine(line))")
        }
        if verbosity != .quiet && isTerminal { show() }
    }

    func finish() {
        timer?.cancel()
        clear()
    }

    private func clear() {
        if verbosity != .quiet && isTerminal { StandardError.rewriteLine("") }
    }

    private func show() {
        guard let line = state.withLock({ $0.line(withBar: isTerminal) }) else { return }
        if isTerminal {
            let width = TerminalWidth.of(STDERR_FILENO)
            StandardError.rewriteLine(String(VisibleText.oneLine(line).prefix(width - 1)))
        } else {
            StandardError.print(VisibleText.oneLine(line))
        }
    }

    private static func summary(of record: TrialRecord) -> String {
        func number(_ value: Double?) -> String {
            value.map { NumberText.significant(($0 * 1000).rounded() / 1000) } ?? "–"
        }
        func memory(_ value: Int?) -> String { value.map { "\($0 / 1024) KiB" } ?? "–" }
        guard record.status == .ok else { return "\(record.spec) on \(record.item): \(record.status)" }
        return "\(record.spec) on \(record.item): ratio \(number(record.ratio)), compress"
            + " \(number(record.compression.speed)) MB/s (\(record.compression.runs ?? 0) runs,"
            + " \(memory(record.compression.peakByteCount))), decompress \(number(record.decompression.speed)) MB/s"
            + " (\(record.decompression.runs ?? 0) runs, \(memory(record.decompression.peakByteCount)))"
    }
}
