import Benchmarking
import Foundation

/// Runs one turn of either side, each in processes of its own.
struct Sides {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let ncbench: String
    let item: String
    let byteCount: Int
    let seconds: Double
    let folder: String

    /// The library in a loop of C.
    func bare(_ spec: String) throws -> Agreement.Speeds {
        let output = try Self.output(of: CommandLine.arguments[0], ["bare", spec, item, String(seconds)])
        guard let passes = try? JSONDecoder().decode(BareRun.Passes.self, from: output) else {
            throw Failure(description: "the bare loop over \(spec) failed; is it part of this build?")
        }
        return Agreement.Speeds(
            compress: speeds(Self.samples(passes.compress)), decompress: speeds(Self.samples(passes.decompress)))
    }

    /// The same through `ncbench run`.
    func harness(_ spec: String) throws -> Agreement.Speeds {
        let output = "\(folder)/run"
        defer { try? FileManager.default.removeItem(atPath: output) }
        _ = try Self.output(
            of: ncbench,
            [
                "run", "-e", spec, "--rounds", "1", "--runs", "3", "--min-time", String(seconds), "--slow-pass", "1h",
                "--quiet", "--output", output, item,
            ])
        let samples = SampleRecord.read(try String(contentsOfFile: output + "/samples.csv", encoding: .utf8))
        func passes(_ direction: SampleRecord.Direction) -> [Double] {
            samples.filter { $0.direction == direction }.map { $0.wallSeconds / Double($0.passes) }
        }
        return Agreement.Speeds(compress: speeds(passes(.compress)), decompress: speeds(passes(.decompress)))
    }

    /// What a trial costs beside its passes: from a run of many small items and a run of one, passes subtracted.
    func overhead() throws -> String {
        let many = 50
        let parts = try ["process", "none"].map { isolation in
            let perTrial = try (trialSeconds(of: many, isolation) - trialSeconds(of: 1, isolation)) / Double(many - 1)
            return "\(NumberText.fixed(1)(perTrial * 1000)) ms with --isolation \(isolation)"
        }
        return "a trial costs, beside its passes: \(parts.joined(separator: ", "))"
    }

    private func trialSeconds(of count: Int, _ isolation: String) throws -> Double {
        let items = "\(folder)/items"
        let output = "\(folder)/run"
        try FileManager.default.createDirectory(atPath: items, withIntermediateDirectories: true)
        defer {
            try? FileManager.default.removeItem(atPath: items)
            try? FileManager.default.removeItem(atPath: output)
        }
        for index in 0..<count { try Data("\(index)".utf8).write(to: URL(fileURLWithPath: "\(items)/\(index)")) }
        let start = ProcessUsage.monotonicSeconds
        _ = try Self.output(
            of: ncbench,
            [
                "run", "-e", "store", "--rounds", "1", "--runs", "1", "--min-time", "0", "--warmup", "0", "--isolation",
                isolation, "--quiet", "--output", output, items,
            ])
        let took = ProcessUsage.monotonicSeconds - start
        let samples = SampleRecord.read(try String(contentsOfFile: output + "/samples.csv", encoding: .utf8))
        return took - samples.reduce(0) { $0 + $1.wallSeconds }
    }

    /// Short passes in groups of 2 ms or more, as `ncbench run` takes them: the fastest pass alone is faster than any group.
    private static func samples(_ passes: [Double]) -> [Double] {
        guard let shortest = passes.min(), shortest > 0 else { return passes }
        let group = max(1, Int((0.002 / shortest).rounded(.up)))
        return stride(from: 0, to: passes.count - group + 1, by: group).map {
            passes[$0..<($0 + group)].reduce(0, +) / Double(group)
        }
    }

    private func speeds(_ passes: [Double]) -> Agreement.Direction {
        Agreement.Direction(
            median: Double(byteCount) / (OrderStatistics.median(passes) ?? .infinity) / 1e6,
            fastest: Double(byteCount) / (passes.min() ?? .infinity) / 1e6)
    }

    private static func output(of program: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(program) \(arguments.joined(separator: " ")) failed")
        }
        return output
    }
}
