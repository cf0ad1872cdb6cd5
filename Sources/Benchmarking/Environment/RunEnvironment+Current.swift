package import Foundation

extension RunEnvironment {
    /// Looks at this machine and build.
    package static func current(
        run: String, date: Date, command: String, libraryVersions: [String: String], generatedItems: [String],
        options: RunOptions
    ) -> RunEnvironment {
        let cpu = contents("/proc/cpuinfo")
        let memory = field("MemTotal", in: contents("/proc/meminfo")).flatMap { Int($0.filter(\.isNumber)) }
        let release = contents("/etc/os-release").split(separator: "\n")
            .first { $0.hasPrefix("PRETTY_NAME=") }?.dropFirst(12).filter { $0 != "\"" }
        var loads = [0.0]
        let known = getloadavg(&loads, 1)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let noise = MachineNoise.measure(loadAverage: known == 1 ? loads[0] : nil, processors: cores)
        let group = ControlGroup()
        return RunEnvironment(
            run: run, date: date.ISO8601Format(), command: command, cpuModel: ProcessorTopology.model(cpu),
            cpuFeatures: features(field("flags", in: cpu) ?? field("Features", in: cpu) ?? ""),
            logicalCores: cores,
            governor: trimmed(contents("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")),
            memoryByteCount: memory.map { $0 * 1024 } ?? Int(ProcessInfo.processInfo.physicalMemory),
            kernel: kernel,
            operatingSystem: release.map { String($0) } ?? ProcessInfo.processInfo.operatingSystemVersionString,
            virtualization: Virtualization.detected(), loadAverage: known == 1 ? loads[0] : nil,
            niceness: Int(getpriority(.init(0), 0)), swiftVersion: swiftVersion,
            buildConfiguration: configuration, commit: commit(), libraryVersions: libraryVersions,
            generatedItems: generatedItems, physicalCores: ProcessorTopology.physicalCores(cpu),
            caches: ProcessorTopology.caches, turbo: ProcessorTopology.turbo, noise: noise, options: options,
            maximumFrequency: ProcessorTopology.maximumFrequency, processorLimit: group.processors,
            memoryLimitByteCount: group.memoryByteCount,
            hugePages: chosen(contents("/sys/kernel/mm/transparent_hugepage/enabled")), cLibrary: cLibrary,
            affinity: field("Cpus_allowed_list", in: contents("/proc/self/status")))
    }

    static func contents(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    static func trimmed(_ text: String) -> String? {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : text
    }

    /// The value of `name : value` or `name: value`.
    static func field(_ name: String, in text: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix(name) }
            .flatMap { $0.split(separator: ":", maxSplits: 1).dropFirst().first }
            .flatMap { trimmed(String($0)) }
    }

    /// Those of the processor's features that compressors use.
    private static func features(_ flags: String) -> [String] {
        let present = Set(flags.split(separator: " "))
        return [
            "ssse3", "sse4_1", "sse4_2", "popcnt", "pclmulqdq", "avx", "f16c", "fma", "bmi1", "bmi2", "avx2", "sha_ni",
            "vaes", "avx512f", "avx512bw", "avx512vl", "avx512_vbmi", "avx512_vnni", "avx512_bf16", "avx_vnni",
            "amx_tile", "asimd", "asimddp", "crc32", "pmull", "aes", "sha2", "sve", "sve2", "i8mm", "bf16",
        ].filter { present.contains(Substring($0)) }
    }

    /// The word in brackets, by which Linux marks a setting: `always [madvise] never`.
    private static func chosen(_ text: String) -> String? {
        text.split(separator: "[").dropFirst().first?.split(separator: "]").first.map(String.init)
    }

    /// `glibc 2.36`; its allocator and its copying are part of every codec.
    private static var cLibrary: String? {
        #if canImport(Glibc)
        // _CS_GNU_LIBC_VERSION, which is an enumeration constant that Swift does not see on all systems.
        let name: Int32 = 2
        var text = [CChar](repeating: 0, count: 64)
        guard confstr(name, &text, text.count) > 0 else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        #else
        return nil
        #endif
    }

    private static var kernel: String {
        var name = utsname()
        uname(&name)
        func text<Field>(_ field: Field) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return "\(text(name.sysname)) \(text(name.release)) \(text(name.machine))"
    }

    private static var swiftVersion: String {
        #if compiler(>=6.4)
        "6.4 or later"
        #elseif compiler(>=6.3.2)
        "6.3.2 or later"
        #elseif compiler(>=6.3.1)
        "6.3.1"
        #elseif compiler(>=6.3)
        "6.3"
        #else
        "6.2"
        #endif
    }

    private static var configuration: String {
        #if DEBUG
        "debug"
        #else
        "release"
        #endif
    }

    /// The commit of the checkout that the executable lies in.
    private static func commit() -> String? {
        guard var folder = Bundle.main.executableURL?.deletingLastPathComponent() else { return nil }
        while folder.path != "/" {
            let manifest = folder.appendingPathComponent("Package.swift").path
            if FileManager.default.fileExists(atPath: manifest) { break }
            folder.deleteLastPathComponent()
        }
        guard folder.path != "/" else { return nil }
        guard
            let result = ShortCommand.output(
                "/usr/bin/env",
                ["git", "-C", folder.path, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"])
        else { return nil }
        return trimmed(result)
    }
}

/// Asks another program a question.
private enum ShortCommand {
    /// What it printed; nil when it could not be started or failed.
    static func output(_ path: String, _ arguments: [String]) -> String? {
        guard let child = try? SpawnedProcess(path: path, arguments: arguments) else { return nil }
        defer { child.closeAll() }
        var output: [UInt8] = []
        while output.count < 1 << 16, SpawnedProcess.read(child.output, into: &output) {}
        guard let end = child.wait(until: ProcessUsage.monotonicSeconds + 10, Cancellation()) else {
            child.killGroup()
            _ = child.collect()
            return nil
        }
        return end.status == .exited(0) ? String(decoding: output, as: UTF8.self) : nil
    }
}
