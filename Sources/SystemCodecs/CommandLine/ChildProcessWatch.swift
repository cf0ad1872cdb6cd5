import Dispatch
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Looks after a running program: notes its memory, and kills it when its time is up.
final class ChildProcessWatch: Sendable {
    private struct State {
        var hasEnded = false
        var isTimedOut = false
        var peakByteCount = 0
        var interval = Duration.milliseconds(1)
    }

    private let child: pid_t
    private let deadline: ContinuousClock.Instant
    private let state = Mutex(State())

    /// Begins watching, with the first look at once.
    init(of child: pid_t, deadline: ContinuousClock.Instant) {
        self.child = child
        self.deadline = deadline
        look()
    }

    /// Stops watching. The child must still be there, if only as an entry of the process table: its number may be
    /// another process's afterwards.
    ///
    /// - Returns: the most memory seen, and whether the program was killed.
    func end() -> (peakByteCount: Int, isTimedOut: Bool) {
        state.withLock { state in
            state.hasEnded = true
            return (state.peakByteCount, state.isTimedOut)
        }
    }

    private func look() {
        let pause: Duration? = state.withLock { state in
            guard !state.hasEnded else { return nil }
            guard ContinuousClock.now < deadline else {
                state.isTimedOut = true
                // Stopped first, so that a shell does not go on with its next command while it loses this one.
                kill(child, SIGSTOP)
                for process in Self.descendants(of: child) + [child] { kill(process, SIGKILL) }
                return nil
            }
            for process in Self.descendants(of: child) + [child] {
                state.peakByteCount = max(state.peakByteCount, ResidentMemory.peak(of: process))
            }
            // Often at first, for short runs; then seldom enough to cost nothing that could be measured.
            state.interval = min(state.interval * 2, .milliseconds(100))
            return min(state.interval, deadline - ContinuousClock.now)
        }
        guard let pause else { return }
        DispatchQueue.global(qos: .userInitiated).asyncAfter(deadline: .now() + max(0, pause / .seconds(1))) {
            self.look()
        }
    }

    /// The programs that a process started, and those that they started; Linux only, nothing elsewhere.
    private static func descendants(of process: pid_t) -> [pid_t] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        let children = tasks.flatMap { task in
            ((try? String(contentsOfFile: "/proc/\(process)/task/\(task)/children", encoding: .utf8)) ?? "")
                .split(separator: " ").compactMap { pid_t($0) }
        }
        return children + children.flatMap(descendants)
    }
}

/// What the system says of the memory that processes have in RAM.
enum ResidentMemory {
    #if canImport(Darwin)
    /// What `ru_maxrss` counts in: bytes here, kibibytes on Linux.
    static let unit = 1
    #else
    static let unit = 1024
    #endif

    /// The most bytes a running process has had in RAM so far; 0 where the system has no such figure.
    static func peak(of process: pid_t) -> Int {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return 0 }
        return (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }
}
