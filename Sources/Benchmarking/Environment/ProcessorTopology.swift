import Foundation

/// What Linux says of cores and caches under `/sys/devices/system/cpu`.
enum ProcessorTopology {
    private static let folder = "/sys/devices/system/cpu"

    /// The processor's name; on ARM, where Linux gives none, who made it and its part number (`ARM 0x41 part 0xd0c`).
    static func model(_ cpuinfo: String) -> String? {
        if let name = RunEnvironment.field("model name", in: cpuinfo) { return name }
        if let maker = RunEnvironment.field("CPU implementer", in: cpuinfo),
            let part = RunEnvironment.field("CPU part", in: cpuinfo)
        {
            return "ARM \(maker) part \(part)"
        }
        #if canImport(Darwin)
        var text = [CChar](repeating: 0, count: 256)
        var count = text.count
        guard sysctlbyname("machdep.cpu.brand_string", &text, &count, nil, 0) == 0 else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        #else
        return nil
        #endif
    }

    /// Distinct pairs of package and core in the text of `/proc/cpuinfo`, or where that has none, under `/sys`.
    static func physicalCores(_ cpuinfo: String) -> Int? {
        var cores: Set<String> = []
        var package = ""
        for line in cpuinfo.split(separator: "\n") {
            guard let value = line.split(separator: ":", maxSplits: 1).dropFirst().first else { continue }
            if line.hasPrefix("physical id") { package = String(value) }
            if line.hasPrefix("core id") { cores.insert(package + "/" + value) }
        }
        guard cores.isEmpty else { return cores.count }
        for processor in 0..<ProcessInfo.processInfo.processorCount {
            let topology = "\(folder)/cpu\(processor)/topology"
            guard let core = RunEnvironment.trimmed(RunEnvironment.contents(topology + "/core_id")) else { return nil }
            cores.insert(RunEnvironment.contents(topology + "/physical_package_id") + "/" + core)
        }
        return cores.count
    }

    /// Of the first processor, Hz.
    static var maximumFrequency: Double? {
        RunEnvironment.trimmed(RunEnvironment.contents("\(folder)/cpu0/cpufreq/cpuinfo_max_freq")).flatMap(Double.init)
            .map { $0 * 1000 }
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
