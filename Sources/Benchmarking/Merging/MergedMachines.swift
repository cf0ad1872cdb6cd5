import OutsideText

/// One shard of a merged run and the machine that did it.
package struct ShardEnvironment: Sendable, Hashable, Codable {
    /// Its number, counted from 1.
    package var shard: Int
    /// Place of its machine's type among those of the run, counted from 1.
    package var machineType: Int
    package var environment: RunEnvironment
}

/// What makes speeds of two machines say something about each other.
package struct MachineType: Sendable, Hashable {
    /// The processor, as the system names it.
    package let cpuModel: String
    package let logicalCores: Int
    package let memoryGibibytes: Int

    /// The type of the machine that a run was measured on.
    package init(_ environment: RunEnvironment) {
        cpuModel = environment.cpuModel ?? "unknown processor"
        logicalCores = environment.logicalCores
        // What the system keeps for itself differs by a little from boot to boot.
        memoryGibibytes = ((environment.memoryByteCount ?? 0) + (1 << 29)) >> 30
    }

    /// For people: `AMD EPYC, 2 cores, 8 GiB`.
    package var description: String {
        let memory = memoryGibibytes > 0 ? ", \(memoryGibibytes) GiB" : ""
        return "\(VisibleText.oneLine(cpuModel)), \(logicalCores) core\(logicalCores == 1 ? "" : "s")\(memory)"
    }
}

extension RunEnvironment {
    /// How many types of machines the run was measured on.
    package var machineTypeCount: Int { Set((shards ?? []).map(\.machineType)).count }

    /// Whether its speeds are of several types of machines, so that they must not be summed up or compared.
    package var mixesMachines: Bool { machineTypeCount > 1 }
}
