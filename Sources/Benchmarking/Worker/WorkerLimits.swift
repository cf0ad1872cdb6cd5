import CProcessor
import Foundation

/// What the system enforces on a worker.
enum WorkerLimits {
    /// Bytes that a file may grow beyond what a direction may put out at most: messages, temporary files of a command.
    private static let fileAllowance = 64 << 20

    /// Limits the address space to what it is now and `byteCount` more: the codec's share, buffers and program aside.
    static func limitMemory(to byteCount: Int) {
        set(RLIMIT_AS, to: (ProcessUsage.addressSpaceByteCount ?? 0) + byteCount)
    }

    /// Ends output without end: no file may grow far beyond `byteCount`.
    static func limitFiles(to byteCount: Int) {
        set(RLIMIT_FSIZE, to: byteCount + fileAllowance)
    }

    /// A crash leaves no core file, and when memory runs out it is this process that the kernel ends, not the harness.
    static func becomeExpendable() {
        set(RLIMIT_CORE, to: 0)
        #if os(Linux)
        let descriptor = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = write(descriptor, "1000", 4)
        close(descriptor)
        #endif
    }

    /// Keeps the calling thread, and those it starts, on one processor. Returns whether the system took the wish.
    static func pin(to processor: Int) -> Bool { cprocessor_pin(Int32(clamping: processor)) != 0 }

    #if canImport(Glibc)
    private typealias Resource = __rlimit_resource
    #else
    private typealias Resource = Int32
    #endif

    private static func set(_ resource: Resource, to value: Int) {
        var limit = rlimit()
        #if canImport(Glibc)
        let number = __rlimit_resource_t(resource.rawValue)
        #else
        let number = resource
        #endif
        getrlimit(number, &limit)
        // Only ever lower: a limit that the user set already stays.
        limit.rlim_cur = min(rlim_t(max(0, value)), limit.rlim_max)
        limit.rlim_max = limit.rlim_cur
        setrlimit(number, &limit)
    }
}
