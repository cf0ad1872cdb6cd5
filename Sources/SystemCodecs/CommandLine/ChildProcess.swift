import CSpawn
import CodecInterface
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One run of a program in a folder of its own, measured by the operating system.
///
/// `posix_spawn` and `wait4` instead of Foundation's or swift-subprocess's processes: those give no resource usage of the
/// single child.
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

    /// Runs the program to its end, or kills it and the programs it started when the time is up.
    func run(timeLimit: Duration) throws(StartFailure) -> (end: End, usage: ChildProcessUsage) {
        let ownPeak = ResidentMemory.peak(of: getpid())
        let clock = ContinuousClock()
        let start = clock.now
        let child = try spawn()
        let watch = ChildProcessWatch(of: child, deadline: start + timeLimit)
        // Waits without collecting the child, so that its number stays its own until the watch is over.
        var information = siginfo_t()
        while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        let wall = clock.now - start
        let observed = watch.end()
        var status: Int32 = 0
        var resources = rusage()
        while wait4(child, &status, 0, &resources) < 0, errno == EINTR {}
        // Linux lets a program begin with the peak of the process that started it. Above that the figure is the
        // program's own; below it only what the watch has seen is known.
        let counted = Int(resources.ru_maxrss) * ResidentMemory.unit
        let usage = ChildProcessUsage(
            wallSeconds: wall / .seconds(1),
            cpuSeconds: Self.seconds(resources.ru_utime) + Self.seconds(resources.ru_stime),
            peakByteCount: counted > ownPeak ? counted : observed.peakByteCount)
        if observed.isTimedOut { return (.timedOut, usage) }
        // POSIX: the low seven bits are the signal, zero for a normal end; the exit status is the byte above.
        return (status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: status & 0x7F), usage)
    }

    private func spawn() throws(StartFailure) -> pid_t {
        var environment = ProcessInfo.processInfo.environment
        environment["TMPDIR"] = folder
        environment["TMP"] = folder
        var argumentPointers = arguments.map { strdup($0) } + [nil]
        var environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
        var child: pid_t = 0
        let error = ncbench_spawn(
            &child, executable, &argumentPointers, &environmentPointers, folder, input, output, messages)
        guard error == 0 else { throw StartFailure(reason: String(cString: strerror(error))) }
        return child
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
