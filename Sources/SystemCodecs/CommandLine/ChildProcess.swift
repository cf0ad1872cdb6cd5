import CSpawn
import CodecInterface
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

/// One run of a program in a folder of its own, measured by the operating system.
///
/// Instead of Foundation's or swift-subprocess's processes: those give no resource usage of the single child, and what a program leaves
/// behind outlives it. `docs/decisions/0008-a-keeper-for-programs.md` says why there is a process in between.
struct ChildProcess {
    /// How a run ended.
    enum End: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
        case timedOut
    }

    /// The operating system would not start the program.
    struct StartFailure: Error {
        let reason: String

        init(reason: String) { self.reason = reason }

        /// - Parameter number: a value of `errno`.
        init(number: Int32) { reason = String(cString: strerror(number)) }
    }

    /// Absolute path of the program.
    let executable: String
    /// What the program sees as its own name, and its arguments.
    let arguments: [String]
    /// Absolute path of the folder it runs in; temporary files go there as well (`TMPDIR`).
    let folder: String
    /// Files in the folder for standard input and output; without them the input is empty, and output joins the messages.
    let input: String?
    let output: String?
    /// File in the folder for standard error.
    let messages: String
    /// Bytes that the program's address space may have; nil for as many as the system gives. Where there are no keepers it has no effect.
    var memoryLimit: Int?

    /// Runs the program to its end, or ends it when the time is up. The programs it started end with it (on macOS those in its process
    /// group, when the worker ends).
    func run(timeLimit: Duration) throws(StartFailure) -> (end: End, usage: ChildProcessUsage) {
        let deadline = ContinuousClock.now + timeLimit
        let (end, isTimedOut) =
            ncbench_has_keepers() != 0 ? try runKept(until: deadline) : try runAlone(until: deadline)
        let usage = ChildProcessUsage(
            wallSeconds: Double(end.wall_nanoseconds) * 1e-9, cpuSeconds: Double(end.cpu_microseconds) * 1e-6,
            peakByteCount: Int(end.peak_bytes))
        if isTimedOut { return (.timedOut, usage) }
        // POSIX: the low seven bits are the signal, zero for a normal end; the exit status is the byte above.
        let status = end.status
        return (status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: status & 0x7F), usage)
    }

    /// With a keeper, which tells the end of the program through a pipe.
    private func runKept(
        until deadline: ContinuousClock.Instant
    ) throws(StartFailure) -> (end: ncbench_end, isTimedOut: Bool) {
        var keeper: pid_t = 0
        var report: Int32 = -1
        let error = withProgram { ncbench_keep(&keeper, &report, &$0) }
        guard error == 0 else { throw StartFailure(number: error) }
        defer {
            close(report)
            var status: Int32 = 0
            while waitpid(keeper, &status, 0) < 0, errno == EINTR {}
        }
        var isTimedOut = false
        while !isTimedOut {
            var polled = pollfd(fd: report, events: Int16(POLLIN), revents: 0)
            let left = (deadline - ContinuousClock.now) / .milliseconds(1)
            let count = poll(&polled, 1, Int32(min(max(left.rounded(.up), 0), 1e9)))
            if count > 0 { break }
            if count == 0, left <= 0 {
                isTimedOut = true
                kill(keeper, SIGTERM)
            }
        }
        var end = ncbench_end()
        // Written in one piece, which is smaller than what a pipe may tear apart.
        var count = 0
        repeat { count = read(report, &end, MemoryLayout<ncbench_end>.size) } while count < 0 && errno == EINTR
        guard count == MemoryLayout<ncbench_end>.size else {
            throw StartFailure(reason: "the process that watches over it was ended")
        }
        guard end.error == 0 else { throw StartFailure(number: end.error) }
        return (end, isTimedOut)
    }

    /// As a child of this process.
    private func runAlone(
        until deadline: ContinuousClock.Instant
    ) throws(StartFailure) -> (end: ncbench_end, isTimedOut: Bool) {
        let start = ContinuousClock.now
        var child: pid_t = 0
        let error = withProgram { ncbench_spawn(&child, &$0) }
        guard error == 0 else { throw StartFailure(number: error) }
        let limit = TimeLimit(of: child, until: deadline)
        // Waits without collecting the child, so that its number stays its own until the limit is off.
        var information = siginfo_t()
        while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        var end = ncbench_end()
        end.wall_nanoseconds = Int64((ContinuousClock.now - start) / .nanoseconds(1))
        let isTimedOut = limit.lift()
        var resources = rusage()
        while wait4(child, &end.status, 0, &resources) < 0, errno == EINTR {}
        end.cpu_microseconds = Self.microseconds(resources.ru_utime) + Self.microseconds(resources.ru_stime)
        #if canImport(Darwin)
        // In bytes, and a process begins without what its parent had. Elsewhere it begins with that, and the figure says nothing.
        end.peak_bytes = Int64(resources.ru_maxrss)
        #endif
        return (end, isTimedOut)
    }

    /// The program as C sees it.
    private func withProgram(_ body: (inout ncbench_program) -> Int32) -> Int32 {
        var environment = ProcessInfo.processInfo.environment
        environment["TMPDIR"] = folder
        environment["TMP"] = folder
        var argumentPointers = arguments.map { strdup($0) } + [nil]
        var environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        let texts = [executable, folder, input, output, messages].map { $0.flatMap { strdup($0) } }
        defer { for pointer in argumentPointers + environmentPointers + texts { free(pointer) } }
        return argumentPointers.withUnsafeMutableBufferPointer { arguments in
            environmentPointers.withUnsafeMutableBufferPointer { environment in
                var program = ncbench_program(
                    path: texts[0], arguments: arguments.baseAddress, environment: environment.baseAddress,
                    folder: texts[1], input: texts[2], output: texts[3], messages: texts[4],
                    memory_limit: UInt64(memoryLimit ?? 0))
                return body(&program)
            }
        }
    }

    private static func microseconds(_ time: timeval) -> Int64 { Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_usec) }
}

/// Ends a child of this process when its time is up.
private final class TimeLimit: Sendable {
    private let state = Mutex((isLifted: false, isReached: false))

    init(of child: pid_t, until deadline: ContinuousClock.Instant) {
        let seconds = max(0, (deadline - ContinuousClock.now) / .seconds(1))
        DispatchQueue.global(qos: .userInitiated).asyncAfter(deadline: .now() + seconds) { [weak self] in
            self?.state.withLock { state in
                guard !state.isLifted else { return }
                state.isReached = true
                kill(child, SIGKILL)
            }
        }
    }

    /// Ends the watch, and tells whether the child was ended. The child must still be there, if only as an entry of the process table:
    /// its number may be another process's afterwards.
    func lift() -> Bool {
        state.withLock { state in
            state.isLifted = true
            return state.isReached
        }
    }
}
