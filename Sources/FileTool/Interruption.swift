import Console
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
        for number in signals where !IgnoredSignals.contains(number) {
            signal(number) { number in
                if let unfinishedPath { unlink(unfinishedPath) }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// Makes a file under a name that does not exist yet, and remembers it as unfinished. Returns its descriptor, or −1.
    ///
    /// The name is remembered before the file exists: a signal may reach another thread at any moment, and removing a file
    /// that is not there does no harm.
    ///
    /// - Parameter template: ends in `XXXXXX`, which is replaced by what makes the name unique.
    static func makeUnfinishedFile(_ template: inout [CChar]) -> Int32 {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        // The last element is the terminating zero.
        let places = template.count - 7..<template.count - 1
        for _ in 0..<100 {
            for place in places {
                template[place] = CChar(bitPattern: letters[Int.random(in: letters.indices)])
            }
            let name = template
            withSignalsBlocked { unfinishedPath = strdup(name) }
            let descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 { return descriptor }
            let reason = errno
            forgetUnfinishedFile()
            errno = reason
            guard reason == EEXIST else { return -1 }
        }
        return -1
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
}
