import Benchmarking
import CodecInterface
import Corpora
import Foundation
import Testing

/// The order of a run, with codecs in this process.
@Suite struct PlanRunnerTests {
    /// Copies; `slow` takes its time.
    private struct Copying: Codec {
        static let information = Fixtures.information
        let delay: UInt32
        init(parameters: String, threads: Int) throws(CodecError) { delay = parameters == "slow" ? 30_000 : 0 }
        func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount }
        func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
            throws(CodecError) -> Int
        {
            usleep(delay)
            destination.copyMemory(from: source)
            return source.count
        }
        func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
            throws(CodecError) -> Int
        {
            try compress(source, into: destination)
        }
    }

    private let runner = DirectionRunner.inProcess { (spec, threads) throws(CodecError) in
        try Copying(parameters: spec.parameters ?? "", threads: threads)
    }

    private func events(_ plan: RunPlan, finished: Set<TrialKey> = []) throws -> ([String], [TrialRecord]) {
        let scratch = try TemporaryFolder()
        var log: [String] = []
        var records: [TrialRecord] = []
        try PlanRunner(plan: plan, run: "run-1", in: runner, scratch: scratch.path, finished: finished)
            .run(Cancellation()) { event in
                switch event {
                case .began(let entry, let item, let round): log.append("\(item.id) \(entry.parameters) \(round)")
                case .measured: break
                case .finished(let record, let samples):
                    log.append("\(record.item) \(record.parameters) done")
                    records.append(record)
                    #expect(samples.count == (record.compression.runs ?? 0) + (record.decompression.runs ?? 0))
                }
            }
        return (log, records)
    }

    @Test func trialsTakeTurnsAndSlowOnesHaveOne() throws {
        let folder = try TemporaryFolder()
        var plan = Fixtures.plan(
            items: [try folder.item("a", [1, 2]), try folder.item("b", [])],
            entries: ["x", "slow", "y"].map(Fixtures.entry))
        plan.repetitions.slowPassSeconds = 0.025
        let (log, records) = try events(plan)
        let turn = ["x 0", "slow 0", "slow done", "y 0", "x 1", "x done", "y 1", "y done"]
        #expect(log == ["a", "b"].flatMap { item in turn.map { "\(item) \($0)" } })
        #expect(records.allSatisfy { $0.status == .ok })
        #expect(records.filter { $0.parameters == "slow" }.allSatisfy { $0.compression.runs == 1 })
        #expect(records.filter { $0.parameters != "slow" }.allSatisfy { $0.compression.runs == 2 })
        // In this process nothing can be said of memory.
        #expect(records.allSatisfy { $0.compression.peakByteCount == nil })
    }

    @Test func finishedTrialsAreLeftOut() throws {
        let folder = try TemporaryFolder()
        let plan = Fixtures.plan(
            items: [try folder.item("a", [1]), try folder.item("b", [2])], entries: ["x", "y"].map(Fixtures.entry))
        let all = try events(plan).1
        let done = Set(all.prefix(2).map(TrialKey.init))
        #expect(
            Set(try events(plan, finished: done).1.map(TrialKey.init)) == Set(all.map(TrialKey.init)).subtracting(done))
    }

    @Test func blocksAreCompressedByThemselves() throws {
        let folder = try TemporaryFolder()
        var plan = Fixtures.plan(
            items: [try folder.item("a", [UInt8](repeating: 3, count: 1001))], entries: [Fixtures.entry("x")])
        plan.blockByteCount = 100
        let record = try #require(try events(plan).1.first)
        #expect(record.status == .ok && record.compressedByteCount == 1001 && record.blockByteCount == 100)
    }

    @Test func itemsThatChangedAreRefused() throws {
        let folder = try TemporaryFolder()
        let item = try folder.item("a", [1])
        try Data([2]).write(to: URL(fileURLWithPath: folder.path + "/a"))
        #expect(throws: CorpusError.self) { try events(Fixtures.plan(items: [item], entries: [Fixtures.entry("x")])) }
    }
}
