import Foundation

/// What the kernel did when memory ran out: it ends a process by the same signal, SIGKILL, that anybody may send. Only its own
/// count tells the two apart (Linux 4.13 and later: `oom_kill` in `/proc/vmstat`, which counts those of control groups too).
package struct OutOfMemoryKills {
    /// Processes that the kernel had ended by then; nil where the system does not count them.
    private let before = Self.count

    /// Whether the kernel has ended a process since this was made; true as well where nobody can know, since there a
    /// process that SIGKILL ended most likely had too little memory.
    var haveGrown: Bool {
        guard let before, let now = Self.count else { return true }
        return now > before
    }

    /// Processes that the kernel has ended for want of memory since the machine started; nil where it does not say.
    package static var count: Int? {
        RunEnvironment.contents("/proc/vmstat").split(separator: "\n").lazy
            .compactMap { line -> Int? in
                let words = line.split(separator: " ")
                return words.count == 2 && words[0] == "oom_kill" ? Int(words[1]) : nil
            }
            .first
    }
}
