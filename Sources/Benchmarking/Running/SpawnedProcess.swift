import Foundation

/// A child process with pipes to its standard files, at the head of a process group of its own.
final class SpawnedProcess {
    struct Failure: Error {
        let reason: String
    }

    /// How the process ended and what it took.
    struct End {
        enum Status: Equatable {
            case exited(Int32)
            case signalled(Int32)
        }

        let status: Status
        /// The most memory it had resident, bytes.
        let peakByteCount: Int
    }

    /// Our end of its standard input, which does not block.
    let input: Int32
    /// Our end of its standard output.
    let output: Int32
    /// Our end of its standard error.
    let messages: Int32
    private let identifier: pid_t
    private var end: End?

    /// Starts the program at `path`. It gets no ignored or blocked signals, and none of our files.
    init(path: String, arguments: [String]) throws(Failure) {
        // A worker that ends before it has read its request must not take us with it.
        signal(SIGPIPE, SIG_IGN)
        var pipes: [Int32] = []
        for _ in 0..<3 {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else {
                let reason = String(cString: strerror(errno))
                pipes.forEach { close($0) }
                throw Failure(reason: reason)
            }
            ends.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
            pipes += ends
        }
        input = pipes[1]
        output = pipes[2]
        messages = pipes[4]
        let theirs = [pipes[0], pipes[3], pipes[5]]
        _ = fcntl(input, F_SETFL, O_NONBLOCK)
        var child: pid_t = 0
        let error = Self.spawn(&child, path, arguments, standardFiles: theirs)
        theirs.forEach { close($0) }
        identifier = child
        guard error == 0 else {
            closeAll()
            throw Failure(reason: String(cString: strerror(error)))
        }
    }

    private static func spawn(
        _ child: inout pid_t, _ path: String, _ arguments: [String], standardFiles: [Int32]
    ) -> Int32 {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (number, file) in standardFiles.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, file, Int32(number))
        }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        // A crash is a result here, not a thing to be looked into for seconds.
        var environment = ProcessInfo.processInfo.environment
        environment["SWIFT_BACKTRACE"] = "enable=no"
        var argumentPointers = ([path] + arguments).map { strdup($0) } + [nil]
        var environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (argumentPointers + environmentPointers).forEach { free($0) } }
        return posix_spawn(&child, path, &actions, &attributes, &argumentPointers, &environmentPointers)
    }

    /// Appends what there is to read. Returns false at the end.
    static func read(_ descriptor: Int32, into bytes: inout [UInt8]) -> Bool {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        let count = Foundation.read(descriptor, &piece, piece.count)
        if count > 0 { bytes += piece[..<count] }
        return count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN)
    }

    /// Waits for the end; nil when the time is up or the user wants no more.
    func wait(until deadline: Double?, _ cancellation: Cancellation) -> End? {
        var pause: UInt32 = 100
        while end == nil {
            if collect(options: WNOHANG) != nil { break }
            if cancellation.isCancelled { return nil }
            if let deadline, ProcessUsage.monotonicSeconds >= deadline { return nil }
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
        return end
    }

    /// Takes the process's end from the system, waiting for it unless `options` say otherwise.
    func collect(options: Int32 = 0) -> End? {
        if let end { return end }
        var status: Int32 = 0
        var usage = rusage()
        var result = wait4(identifier, &status, options, &usage)
        while result < 0 && errno == EINTR { result = wait4(identifier, &status, options, &usage) }
        guard result == identifier else { return nil }
        // POSIX: the low seven bits are the signal, zero for a normal end; the exit status is the byte above.
        end = End(
            status: status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F),
            peakByteCount: Int(usage.ru_maxrss) * ProcessUsage.residentUnit)
        return end
    }

    /// Ends the process and those it started, at once: a codec in an endless loop does not listen.
    func killGroup() { kill(-identifier, SIGKILL) }

    /// Closes our ends of the pipes.
    func closeAll() { [input, output, messages].forEach { close($0) } }
}
