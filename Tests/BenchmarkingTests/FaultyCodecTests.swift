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
        _ faults: [String], bytes: Int = 10_000, timeout: Double = 3600, memoryLimit: Int? = nil
    ) throws -> [TrialRecord] {
        try run(
            faults, on: (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 7) }, timeout: timeout,
            memoryLimit: memoryLimit)
    }

    private func run(
        _ faults: [String], on bytes: [UInt8], timeout: Double, memoryLimit: Int? = nil
    ) throws -> [TrialRecord] {
        let folder = try TemporaryFolder()
        var plan = Fixtures.plan(items: [try folder.item("item", bytes)], entries: faults.map(Fixtures.entry))
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
            ("crash", .crashed(signal: "SIGSEGV")), ("abort", .crashed(signal: "SIGABRT")),
            ("lament", .crashed(signal: "SIGABRT: starting | [31mmalloc(): corrupted top size")),
            ("corrupt", .mismatch),
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

    /// It ends a direction wherever that is by then: a busy machine may not even have come to where it hangs.
    @Test func hangingCodecsRunIntoTheLimit() throws {
        let records = try run(["hang", "orphan"], on: Array("/dev/null".utf8), timeout: 0.5)
        #expect(records.map(\.status) == [.timeout, .timeout])
    }

    /// Ended while it hangs; hence off the threads that tests share.
    @Test func whatACodecStartedEndsWithIt() async throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/orphan"
        let plan = Fixtures.plan(
            items: [try folder.item("item", Array(file.utf8))], entries: [Fixtures.entry("orphan")])
        let cancellation = Cancellation()
        async let end: Void = onOwnThread {
            try PlanRunner(plan: plan, run: "run-1", in: Self.runner, scratch: folder.path).run(cancellation) { _ in }
        }
        var orphan: pid_t?
        let isStarted = eventually {
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            orphan = text.hasSuffix("\n") ? pid_t(text.dropLast()) : nil
            return orphan != nil
        }
        cancellation.cancel()
        try await end
        #expect(isStarted)
        // Whoever inherited it may take a moment to bury it.
        #expect(try eventually { !isRunning(try #require(orphan)) })
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
        // Huge pages may add a little.
        #expect(abs(compression - 64 << 20) < 8 << 20)
        #expect(abs(decompression - 16 << 20) < 8 << 20)
        // Neither the item nor the buffers count, 20 MiB each.
        let sound = try #require(records.first { $0.parameters == "sound" }?.compression.peakByteCount)
        #expect(sound < 8 << 20)
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
        var finished = 0
        try PlanRunner(plan: plan, run: "run-1", in: Self.runner, scratch: folder.path).run(cancellation) { event in
            if case .finished = event { finished += 1 }
        }
        // The codec itself would go on for ever.
        #expect(finished == 0)
    }
}
