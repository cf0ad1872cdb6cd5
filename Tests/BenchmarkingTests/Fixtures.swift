import Benchmarking
import CodecInterface
import Corpora
import Foundation
import OutsideText

/// A folder that goes away with this.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("benchmarking \(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and makes an item of it.
    func item(_ name: String, _ bytes: [UInt8], _ modality: Modality = .binary) throws -> Item {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return Item(
            id: ExactText(name), modality: modality, byteCount: bytes.count, sha256: SHA256Text.of(bytes),
            origin: .file(path: file))
    }
}

/// Runs work that waits for long on a thread of its own: those that tests share are as few as the processors.
func onOwnThread<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
    }
}

/// Waits until `condition` holds, for as long as a busy machine may take. Returns whether it came to hold.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = Date(timeIntervalSinceNow: 900)
    while Date() < deadline {
        if try condition() { return true }
        usleep(10_000)
    }
    return try condition()
}

enum Fixtures {
    static let information = CodecInformation(
        name: "faulty", summary: "", parameters: [], parameterRange: "", defaultParameters: "sound", library: "tests",
        version: "1")

    static func entry(_ parameters: String) -> RunPlan.Entry {
        RunPlan.Entry(
            spec: CodecSpec(codec: "faulty", parameters: parameters), information: information, parameters: parameters)
    }

    static func record(_ index: Int, item: String = "item") -> TrialRecord {
        TrialRecord(
            run: "run-1", item: ExactText(item), modality: .text, itemSHA256: String(repeating: "a", count: 64),
            codec: "zlib",
            parameters: String(index), codecVersion: "1.2.13", threads: 2, blockByteCount: 65536, rawByteCount: 1000,
            compressedByteCount: 400 + index, modelByteCount: 7,
            compression: DirectionRecord(
                speed: 12.5, minimumSpeed: 11, confidenceLow: 12, confidenceHigh: 13.25, cpuSeconds: 0.0125,
                peakByteCount: 4096, runs: 6),
            decompression: DirectionRecord(speed: 250, minimumSpeed: 200, cpuSeconds: 1e-6, peakByteCount: 0, runs: 3),
            yardstickSpeed: 300.125, streamSHA256: String(repeating: "b", count: 64), status: .ok)
    }

    /// As many as the row says: 6 of compressing and 3 of decompressing.
    static func samples(_ record: TrialRecord) -> [SampleRecord] {
        [(SampleRecord.Direction.compress, record.compression), (.decompress, record.decompression)].flatMap {
            (direction, summary) in
            (0..<(summary.runs ?? 0)).map { index in
                SampleRecord(
                    run: record.run, item: record.item, spec: record.spec, direction: direction, index: index,
                    passes: 2, wallSeconds: 0.25, cpuSeconds: 0.125, blockByteCount: record.blockByteCount)
            }
        }
    }

    static func plan(items: [Item] = [], entries: [RunPlan.Entry] = []) -> RunPlan {
        var plan = RunPlan(items: items, entries: entries)
        plan.repetitions = RepetitionPolicy(minimumRuns: 2, minimumSeconds: 0, warmups: 0)
        plan.rounds = 2
        return plan
    }

    static func options(_ plan: RunPlan) -> RunOptions {
        RunOptions(plan: plan, isolation: "process", budget: nil, executablePath: "/bin/sh")
    }

    static func environment(_ options: RunOptions) -> RunEnvironment {
        RunEnvironment.current(
            run: "run-1", date: Date(timeIntervalSince1970: 0), command: "ncbench run", libraryVersions: [:],
            generatedItems: [], options: options)
    }
}
