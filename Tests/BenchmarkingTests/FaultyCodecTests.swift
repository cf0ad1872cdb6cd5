import Benchmarking
import CodecInterface
import Foundation
import Testing

/// What becomes of codecs that do what they must not: one row each, and the run goes on.
@Suite struct FaultyCodecTests {
    /// `FaultyWorker` lies beside the test bundle.
    static let runner: DirectionRunner = {
        #if canImport(Darwin)
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
        let folder = bundle.bundleURL.deletingLastPathComponent()
        #else
        let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        #endif
        return .process(executablePath: folder.appendingPathComponent("FaultyWorker").path)
    }()

    private func run(
        _ faults: [String], bytes: Int = 10_000, timeout: Double = 20, memoryLimit: Int? = nil
    ) throws -> [TrialRecord] {
        let folder = try TemporaryFolder()
        var plan = Fixtures.plan(
            items: [try folder.item("item", (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 7) })],
            entries: faults.map(Fixtures.entry))
        plan.timeout = timeout
        plan.memoryLimit = memoryLimit
        var records: [TrialRecord] = []
        try PlanRunner(plan: plan, run: "run-1", in: Self.runner, scratch: folder.path).run(Cancellation()) { event in
            if case .finished(let record, _) = event { records.append(record) }
        }
        return records
    }

    @Test func eachFaultIsOneRowAndTheRunGoesOn() throws {
        let expected: [(String, TrialStatus)] = [
            ("crash", .crashed(signal: "SIGSEGV")), ("abort", .crashed(signal: "SIGABRT")), ("corrupt", .mismatch),
            ("shorten", .mismatch),
            ("overflow", .failed(reason: "faulty: the output does not fit into 10000 bytes")),
            ("endless", .crashed(signal: "SIGXFSZ")), ("exit", .failed(reason: "the worker ended with status 7")),
            ("unheard-of", .failed(reason: "")), ("chatter", .ok), ("sound", .ok),
        ]
        let records = try run(expected.map(\.0))
        #expect(Set(records.map(\.parameters)) == Set(expected.map(\.0)))
        for (fault, status) in expected {
            let record = try #require(records.first { $0.parameters == fault })
            if case .failed(let reason) = status, reason.isEmpty {
                #expect(record.status.description.hasPrefix("failed("), "\(fault)")
            } else {
                #expect(record.status == status, "\(fault)")
            }
        }
        let sound = try #require(records.first { $0.parameters == "sound" })
        #expect(sound.compressedByteCount == 10_000 && sound.compression.runs == 2 && sound.decompression.runs == 2)
        // The stream was there before the decoder failed.
        #expect(records.first { $0.parameters == "corrupt" }?.compressedByteCount == 10_000)
        #expect(records.first { $0.parameters == "corrupt" }?.decompression.speed == nil)
    }

    @Test func hangingCodecsEndWithWhatTheyStarted() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/orphan"
        setenv("FAULTY_ORPHAN", file, 1)
        let start = Date()
        let records = try run(["hang", "orphan", "sound"], timeout: 1)
        #expect(Date().timeIntervalSince(start) < 15)
        let statuses = Dictionary(uniqueKeysWithValues: records.map { ($0.parameters, $0.status) })
        #expect(statuses == ["hang": .timeout, "orphan": .timeout, "sound": .ok])
        let text = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        let orphan = try #require(pid_t(text))
        var attempts = 0
        // Whoever inherited it may take a moment to bury it.
        while isRunning(orphan) && attempts < 100 {
            usleep(20_000)
            attempts += 1
        }
        #expect(!isRunning(orphan))
    }

    private func isRunning(_ process: pid_t) -> Bool {
        #if os(Linux)
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
        #else
        return kill(process, 0) == 0
        #endif
    }

    #if os(Linux)
    @Test func memoryIsLimitedWhetherTheCodecLooksOrNot() throws {
        let records = try run(["leak", "leak-unchecked", "sound"], memoryLimit: 200 << 20)
        let statuses = Dictionary(uniqueKeysWithValues: records.map { ($0.parameters, $0.status) })
        #expect(statuses == ["leak": .outOfMemory, "leak-unchecked": .outOfMemory, "sound": .ok])
    }

    @Test func peakMemoryIsTheDirectionsOwn() throws {
        let records = try run(["hungry", "sound"], bytes: 20 << 20)
        let hungry = try #require(records.first { $0.parameters == "hungry" })
        let compression = try #require(hungry.compression.peakByteCount)
        let decompression = try #require(hungry.decompression.peakByteCount)
        #expect(abs(compression - 64 << 20) < 2 << 20)
        #expect(abs(decompression - 16 << 20) < 2 << 20)
        // Neither the item nor the buffers count, 20 MiB each.
        let sound = try #require(records.first { $0.parameters == "sound" }?.compression.peakByteCount)
        #expect(sound < 2 << 20)
    }
    #endif

    @Test func theUserMayStopAtAnyTime() throws {
        let folder = try TemporaryFolder()
        let plan = Fixtures.plan(items: [try folder.item("item", [1, 2, 3])], entries: [Fixtures.entry("hang")])
        let cancellation = Cancellation()
        Thread.detachNewThread {
            usleep(300_000)
            cancellation.cancel()
        }
        let start = Date()
        var finished = 0
        try PlanRunner(plan: plan, run: "run-1", in: Self.runner, scratch: folder.path).run(cancellation) { event in
            if case .finished = event { finished += 1 }
        }
        #expect(finished == 0 && Date().timeIntervalSince(start) < 5)
    }
}
