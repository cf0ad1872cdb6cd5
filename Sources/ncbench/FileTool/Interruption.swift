import Foundation

/// Path of the unfinished output, for the signal handler. Written only while the signals are blocked, and before any
/// other thread is started, hence `nonisolated(unsafe)`. A plain pointer, because a handler must not allocate.
nonisolated(unsafe) private var unfinishedPath: UnsafeMutablePointer<CChar>?

/// Removes the unfinished output when the user presses Ctrl-C or the process is asked to end, and then ends by the same
/// signal, so that the shell sees what happened.
enum Interruption {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Watches for signals from now on. Those that the caller ignores (`nohup`) stay ignored.
    static func install() {
        for number in signals where !isIgnored(number) {
            signal(number) { number in
                if let unfinishedPath { unlink(unfinishedPath) }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// Makes a file under a name that does not exist yet, and remembers it as unfinished. Returns its descriptor, or −1.
    ///
    /// - Parameter template: ends in `XXXXXX`, which is replaced by what makes the name unique.
    static func makeUnfinishedFile(_ template: inout [CChar]) -> Int32 {
        withSignalsBlocked {
            let descriptor = mkstemp(&template)
            if descriptor >= 0 { unfinishedPath = strdup(template) }
            return descriptor
        }
    }

    /// The unfinished file is complete or gone.
    static func forgetUnfinishedFile() {
        withSignalsBlocked {
            free(unfinishedPath)
            unfinishedPath = nil
        }
    }

    private static func withSignalsBlocked<Result>(_ body: () -> Result) -> Result {
        var set = sigset_t()
        var before = sigset_t()
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return body()
    }

    static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        #if canImport(Darwin)
        let handler = action.__sigaction_u.__sa_handler
        #else
        let handler = action.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
