import Foundation

/// What Linux allows the control group of this process, as containers and Slurm jobs set it (`cgroups(7)`).
package struct ControlGroup: Sendable, Hashable {
    /// Processors' worth of time; nil for no limit.
    package var processors: Double?
    /// Bytes of memory; nil for no limit.
    package var memoryByteCount: Int?

    /// - Parameter root: the folder that `/proc` and `/sys` are looked for in.
    package init(root: String = "") {
        func text(_ path: String) -> String { RunEnvironment.contents(root + path) }
        for line in text("/proc/self/cgroup").split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let controllers = fields[1].split(separator: ",")
            // Within a container the path is often that outside of it: the limits of the group then stand at the top.
            for folder in Self.ancestors(String(fields[2])) {
                if fields[1].isEmpty {
                    limitProcessors(text("/sys/fs/cgroup\(folder)/cpu.max").split(separator: " "))
                    limitMemory(text("/sys/fs/cgroup\(folder)/memory.max"))
                }
                if controllers.contains("cpu") {
                    let base = "/sys/fs/cgroup/cpu\(folder)/cpu.cfs_"
                    limitProcessors([Substring(text(base + "quota_us")), Substring(text(base + "period_us"))])
                }
                if controllers.contains("memory") {
                    limitMemory(text("/sys/fs/cgroup/memory\(folder)/memory.limit_in_bytes"))
                }
            }
        }
    }

    /// A group's folder and those above it, whose limits hold as well; the top is an empty text.
    private static func ancestors(_ path: String) -> [String] {
        let parts = path.split(separator: "/")
        return (0...parts.count).map { parts.prefix($0).map { "/" + $0 }.joined() }
    }

    /// Quota and period, microseconds.
    private mutating func limitProcessors(_ fields: [Substring]) {
        let numbers = fields.map { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0, period > 0 else { return }
        processors = min(processors ?? .infinity, quota / period)
    }

    private mutating func limitMemory(_ text: String) {
        // The old groups say "no limit" by the largest number of pages.
        guard let bytes = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)), bytes < 1 << 60 else { return }
        memoryByteCount = min(memoryByteCount ?? .max, bytes)
    }
}
