package import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

extension RunEnvironment {
    /// Looks at this machine and build.
    package static func current(
        run: String, date: Date, command: String, libraryVersions: [String: String], generatedItems: [String]
    ) async -> RunEnvironment {
        let cpu = contents("/proc/cpuinfo")
        let memory = field("MemTotal", in: contents("/proc/meminfo")).flatMap { Int($0.filter(\.isNumber)) }
        let release = contents("/etc/os-release").split(separator: "\n")
            .first { $0.hasPrefix("PRETTY_NAME=") }?.dropFirst(12).filter { $0 != "\"" }
        var loads = [0.0]
        let known = getloadavg(&loads, 1)
        return RunEnvironment(
            run: run, date: date.ISO8601Format(), command: command, cpuModel: field("model name", in: cpu),
            cpuFeatures: features(field("flags", in: cpu) ?? field("Features", in: cpu) ?? ""),
            logicalCores: ProcessInfo.processInfo.activeProcessorCount,
            governor: trimmed(contents("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")),
            memoryByteCount: memory.map { $0 * 1024 } ?? Int(ProcessInfo.processInfo.physicalMemory),
            kernel: kernel,
            operatingSystem: release.map { String($0) } ?? ProcessInfo.processInfo.operatingSystemVersionString,
            virtualization: virtualization(cpu), loadAverage: known == 1 ? loads[0] : nil,
            niceness: Int(getpriority(.init(0), 0)), swiftVersion: swiftVersion,
            buildConfiguration: configuration, commit: await commit(), libraryVersions: libraryVersions,
            generatedItems: generatedItems)
    }

    private static func contents(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    private static func trimmed(_ text: String) -> String? {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : text
    }

    /// The value of `name : value` or `name: value`.
    private static func field(_ name: String, in text: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix(name) }
            .flatMap { $0.split(separator: ":", maxSplits: 1).dropFirst().first }
            .flatMap { trimmed(String($0)) }
    }

    /// Those of the processor's features that compressors use.
    private static func features(_ flags: String) -> [String] {
        let present = Set(flags.split(separator: " "))
        return ["sse4_2", "avx2", "fma", "bmi2", "avx512f", "avx512vnni", "asimd", "sve", "crc32"]
            .filter { present.contains(Substring($0)) }
    }

    private static func virtualization(_ cpu: String) -> String? {
        if FileManager.default.fileExists(atPath: "/.dockerenv")
            || FileManager.default.fileExists(atPath: "/run/.containerenv")
        {
            return "container"
        }
        return cpu.contains(" hypervisor") ? "virtual machine" : nil
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
        #if swift(>=6.4)
        "6.4 or later"
        #elseif swift(>=6.3)
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
    private static func commit() async -> String? {
        guard var folder = Bundle.main.executableURL?.deletingLastPathComponent() else { return nil }
        while folder.path != "/" {
            let manifest = folder.appendingPathComponent("Package.swift").path
            if FileManager.default.fileExists(atPath: manifest) { break }
            folder.deleteLastPathComponent()
        }
        guard folder.path != "/" else { return nil }
        let result = try? await Subprocess.run(
            .name("git"),
            arguments: ["-C", folder.path, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
            output: .string(limit: 4096), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return trimmed(result.standardOutput)
    }
}
