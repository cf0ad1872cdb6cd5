import Foundation

/// What this process used so far, from the operating system.
package enum ProcessUsage {
    /// User and system time of all threads, seconds.
    package static var cpuSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// A clock that never goes back, seconds.
    package static var monotonicSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Largest resident memory since ``resetPeak()``, or since the start where the system cannot reset it; bytes.
    package static var peakByteCount: Int {
        #if os(Linux)
        if let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kibibytes = Int(line.filter(\.isNumber))
        {
            return kibibytes * 1024
        }
        #endif
        var usage = rusage()
        getrusage(.init(0), &usage)
        #if os(Linux)
        return usage.ru_maxrss * 1024
        #else
        return usage.ru_maxrss
        #endif
    }

    /// Makes ``peakByteCount`` begin anew from what is resident now (Linux 4.0 and later: `proc(5)`, `clear_refs`).
    package static func resetPeak() {
        #if os(Linux)
        let descriptor = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = write(descriptor, "5", 1)
        close(descriptor)
        #endif
    }
}
