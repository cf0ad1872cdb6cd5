import Benchmarking
import CodecInterface
import Corpora
import Foundation
import OutsideText
import Testing

/// The order of a run, with codecs in this process.
@Suite struct PlanRunnerTests {
    /// Copies, by a clock of its own as other programs have one: a pass of `slow` takes two seconds, of any other three milliseconds.
    private struct Copying: ChildProcessCodec {
        static let information = Fixtures.information
        let seconds: Double
        init(parameters: String, threads: Int) throws(CodecError) { seconds = parameters == "slow" ? 2 : 0.003 }
        func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount }
        func compress(
            _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
            usage: inout ChildProcessUsage
        ) throws(CodecError) -> Int {
            usage = ChildProcessUsage(wallSeconds: seconds, cpuSeconds: seconds)
            destination.copyMemory(from: source)
            return source.count
        }
        func decompress(
            _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
            usage: inout ChildProcessUsage
        ) throws(CodecError) -> Int {
            try compress(source, into: destination, usage: &usage)
        }
        func limitingMemory(to byteCount: Int) -> any ChildProcessCodec { self }
        func measureStartUp(within seconds: Double) throws(CodecError) -> (
            compression: ChildProcessUsage, decompression: ChildProcessUsage
        ) {
            (ChildProcessUsage(), ChildProcessUsage())
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
                case .curve(let curve, _, _): log.append("curve to \(curve.last?.position ?? 0)")
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
        plan.repetitions.slowPassSeconds = 1
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
        plan.sweep(over: [100])
        let record = try #require(try events(plan).1.first)
        #expect(record.status == .ok && record.compressedByteCount == 1001 && record.blockByteCount == 100)
    }

    @Test func severalBlockSizesAreTrialsOfTheirOwn() throws {
        let folder = try TemporaryFolder()
        var plan = Fixtures.plan(
            items: [try folder.item("a", [UInt8](repeating: 3, count: 1001))], entries: [Fixtures.entry("x")])
        plan.sweep(over: [100, 2000, nil])
        plan.recordsCurves = true
        let (log, records) = try events(plan)
        #expect(records.map(\.blockByteCount) == [100, 2000, nil])
        #expect(log.filter { $0.hasPrefix("curve") } == ["curve to 1001"], "only of the whole item")
        #expect(Set(records.map(TrialKey.init)).count == 3)
        let rest = try events(plan, finished: [TrialKey(records[0])]).1
        #expect(rest.map(\.blockByteCount) == [2000, nil])
    }

    @Test func aCurveAddsUpToTheStream() throws {
        let folder = try TemporaryFolder()
        let scratch = try TemporaryFolder()
        var plan = Fixtures.plan(
            items: [try folder.item("a", [UInt8](repeating: 0x41, count: 3000), .text)], entries: [Fixtures.entry("x")])
        plan.recordsCurves = true
        var curve: [CurveRecord] = []
        var size = 0
        try PlanRunner(plan: plan, run: "run-1", in: runner, scratch: scratch.path).run(Cancellation()) { event in
            if case .curve(let records, _, _) = event { curve = records }
            if case .finished(let record, _) = event { size = record.compressedByteCount ?? 0 }
        }
        #expect(curve.map(\.position) == [256, 362, 512, 724, 1024, 1448, 2048, 2896, 3000])
        #expect(curve.reduce(0) { $0 + $1.bits } == 8 * Double(size))
        #expect(curve.allSatisfy { $0.run == "run-1" && $0.item == "a" && $0.spec == "faulty,x" })
        #expect(CurveRecord.read((CurveRecord.header + curve.map(\.row).joined()).utf8).records == curve)
    }

    @Test(arguments: [0, 1, 255, 256, 257, 100_000]) func curvesEndWithTheItem(byteCount: Int) {
        let positions = CurvePositions.positions(of: byteCount)
        #expect(positions.last == (byteCount == 0 ? nil : byteCount))
        #expect(zip(positions, positions.dropFirst()).allSatisfy(<))
    }
}
