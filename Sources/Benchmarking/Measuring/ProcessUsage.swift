import Foundation

/// What this process used so far, from the operating system.
package enum ProcessUsage {
    /// User and system time of all threads, and of child processes that have ended, seconds.
    package static var cpuSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        let children = usage(ofChildren: true)
        return seconds(time) + seconds(children.ru_utime) + seconds(children.ru_stime)
    }

    /// A clock that never goes back, seconds.
    package static var monotonicSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return seconds(time)
    }

    /// Time that this thread was ready to run while the system ran something else, seconds; nil where the system does not
    /// count it. (Linux: the second field of `schedstat`, see the kernel's `Documentation/scheduler/sched-stats.rst`.)
    package static var waitSeconds: Double? {
        #if os(Linux)
        let descriptor = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var text = [UInt8](repeating: 0, count: 80)
        let count = text.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return nil }
        let fields = text[..<count].split(separator: UInt8(ascii: " "))
        guard fields.count == 3, let nanoseconds = Double(String(decoding: fields[1], as: UTF8.self)) else {
            return nil
        }
        return nanoseconds * 1e-9
        #else
        return nil
        #endif
    }

    /// Largest resident memory since ``resetPeak()``, or since the start where the system cannot reset it; bytes.
    package static var peakByteCount: Int {
        statusField("VmHWM:") ?? Int(usage(ofChildren: false).ru_maxrss) * residentUnit
    }

    /// Size of the address space, bytes; nil where the system does not say.
    package static var addressSpaceByteCount: Int? { statusField("VmSize:") }

    /// Makes ``peakByteCount`` begin anew from what is resident now (Linux 4.0 and later: `proc(5)`, `clear_refs`).
    package static func resetPeak() {
        #if os(Linux)
        let descriptor = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = write(descriptor, "5", 1)
        close(descriptor)
        #endif
    }

    /// A field of `/proc/self/status` that is given in kB (which are KiB there), in bytes.
    private static func statusField(_ name: String) -> Int? {
        #if os(Linux)
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) })
        else { return nil }
        return Int(line.filter(\.isNumber)).map { $0 * 1024 }
        #else
        return nil
        #endif
    }

    private static func usage(ofChildren: Bool) -> rusage {
        var usage = rusage()
        #if os(Linux)
        getrusage((ofChildren ? RUSAGE_CHILDREN : RUSAGE_SELF).rawValue, &usage)
        #else
        getrusage(ofChildren ? -1 : 0, &usage)
        #endif
        return usage
    }

    #if os(Linux)
    /// What `ru_maxrss` counts in: KiB on Linux, bytes on macOS.
    static let residentUnit = 1024
    #else
    static let residentUnit = 1
    #endif

    private static func seconds(_ time: timespec) -> Double { Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9 }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
}
