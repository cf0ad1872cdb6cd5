import Foundation

/// What Linux says of cores and caches under `/sys/devices/system/cpu`.
enum ProcessorTopology {
    private static let folder = "/sys/devices/system/cpu"

    /// Distinct pairs of package and core in the text of `/proc/cpuinfo`.
    static func physicalCores(_ cpuinfo: String) -> Int? {
        var cores: Set<String> = []
        var package = ""
        for line in cpuinfo.split(separator: "\n") {
            guard let value = line.split(separator: ":", maxSplits: 1).dropFirst().first else { continue }
            if line.hasPrefix("physical id") { package = String(value) }
            if line.hasPrefix("core id") { cores.insert(package + "/" + value) }
        }
        return cores.isEmpty ? nil : cores.count
    }

    /// `L1d 32K`, `L2 512K`, `L3 32M`; empty where the system does not say.
    static var caches: [String] {
        (0..<8).compactMap { index in
            func field(_ name: String) -> String? {
                RunEnvironment.trimmed(RunEnvironment.contents("\(folder)/cpu0/cache/index\(index)/\(name)"))
            }
            guard let level = field("level"), let type = field("type"), let size = field("size") else { return nil }
            let kind = type == "Data" ? "d" : type == "Instruction" ? "i" : ""
            return "L\(level)\(kind) \(size)"
        }
    }

    /// Whether the processor may run faster than its nominal frequency.
    static var turbo: Bool? {
        if let boost = RunEnvironment.trimmed(RunEnvironment.contents("\(folder)/cpufreq/boost")) {
            return boost == "1"
        }
        return RunEnvironment.trimmed(RunEnvironment.contents("\(folder)/intel_pstate/no_turbo")).map { $0 == "0" }
    }
}
