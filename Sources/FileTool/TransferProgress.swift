import Console
import Foundation
import Synchronization

/// A line on the terminal that says how far a file is: what part of it, how fast, and how long it still takes.
///
/// Shown only when standard error is a terminal, at most five times a second, and erased at the end.
final class TransferProgress: Sendable {
    private struct State {
        var done = 0
        var lastShown: ContinuousClock.Instant
    }

    private let name: String
    private let total: Int?
    private let isShown: Bool
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    /// - Parameters:
    ///   - total: the bytes there will be; nil when it is not known.
    ///   - isQuiet: never show anything.
    init(name: String, total: Int?, isQuiet: Bool) {
        self.name = name
        self.total = total
        isShown = !isQuiet && isatty(STDERR_FILENO) == 1
        state = Mutex(State(lastShown: start))
    }

    /// Counts `count` more bytes. May be called from any thread.
    func advance(_ count: Int) {
        guard isShown else { return }
        state.withLock { state in
            state.done += count
            let now = ContinuousClock.now
            guard now - state.lastShown >= .milliseconds(200) else { return }
            state.lastShown = now
            let line = Self.line(name: name, done: state.done, total: total, elapsed: now - start)
            StandardError.rewriteLine(line)
        }
    }

    /// Erases the line.
    func finish() {
        guard isShown else { return }
        state.withLock { state in
            guard state.lastShown > start else { return }
            StandardError.rewriteLine("")
        }
    }

    /// `alice29.txt  42.0 %  0.06 MB of 0.15 MB  0.061 MB/s  0:01 left`
    static func line(name: String, done: Int, total: Int?, elapsed: Duration) -> String {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        let speed = Double(done) / max(seconds, 1e-9)
        var parts = [name]
        if let total, total > 0 {
            parts.append(String(format: "%.1f %%", 100 * min(1, Double(done) / Double(total))))
            parts.append("\(megabytes(Double(done))) of \(megabytes(Double(total)))")
        } else {
            parts.append(megabytes(Double(done)))
        }
        parts.append("\(megabytes(speed))/s")
        if let total, done > 0, done <= total { parts.append("\(time(Double(total - done) / speed)) left") }
        return parts.joined(separator: "  ")
    }

    /// Three digits that matter, in MB of 10^6 bytes.
    private static func megabytes(_ bytes: Double) -> String {
        let value = bytes / 1e6
        return String(format: value < 1 ? "%.3f MB" : value < 10 ? "%.2f MB" : "%.1f MB", value)
    }

    /// `0:05`, `12:34`, `1:02:03`.
    private static func time(_ seconds: Double) -> String {
        let whole = Int(min(seconds.rounded(), 1e9))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        return hours > 0
            ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
    }
}
