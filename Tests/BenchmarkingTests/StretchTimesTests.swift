import Benchmarking
import CodecInterface
import Foundation
import OutsideText
import Testing

@Suite struct StretchTimesTests {
    private let times = StretchTimes(ends: [1024, 2048, 3072, 3500], seconds: [0.0098764, 0.009912, 0.25, 0.0000005])

    @Test func textSaysLengthsThatDiffer() throws {
        let times = try #require(times)
        #expect(times.text == "1024:9876.4 9912.0 250000.0 428:0.5")
        #expect(StretchTimes(times.text) == times)
        #expect(try JSONDecoder().decode(StretchTimes.self, from: JSONEncoder().encode(times)) == times)
    }

    @Test(arguments: [
        "", " ", "5", "1024:1.0", "1024:1.0 ", "1024:1.0  2.0", ":1.0 2.0", "0:1.0 2.0", "-4:1.0 2.0", "x:1.0 2.0",
        "1024:1.0 -2.0", "1024:1.0 0.0", "1024:1.0 nan", "1024:1.0 inf", "1024:1.0 0x2", "1024:1:0 2.0", "1024: 2.0",
        "9223372036854775807:1.0 2.0", "1.0 1024:2.0",
        "1:" + Array(repeating: "1.0", count: 600).joined(separator: " "),
    ])
    func anythingElseIsRefused(text: String) {
        #expect(StretchTimes(text) == nil)
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(StretchTimes.self, from: JSONEncoder().encode(text))
        }
    }

    @Test func onlyEndsOfAllAreCommon() throws {
        let times = try #require(times)
        let other = try #require(StretchTimes(ends: [2048, 2500, 3500], seconds: [1, 2, 4]))
        let common = StretchTimes.commonEnds(of: [times, other, times])
        #expect(common == [2048, 3500])
        #expect(other.seconds(upToEach: common) == [1, 6])
        #expect(times.seconds(upToEach: common) == [0.0098764 + 0.009912, 0.25 + 0.0000005])
        #expect(StretchTimes.commonEnds(of: [times, times]) == times.ends)
        #expect(times.seconds(upToEach: times.ends) == times.seconds)
        let longer = try #require(StretchTimes(ends: [2048, 3501], seconds: [1, 2]))
        #expect(StretchTimes.commonEnds(of: [times, longer]).isEmpty && StretchTimes.commonEnds(of: []).isEmpty)
    }

    /// A codec that tells of so many bytes at a time, and takes some milliseconds over each.
    private struct Telling: ProgressReportingCodec {
        static let information = Fixtures.information
        private var told = [700, 700, 700, 300, 100]

        init() {}
        init(told: [Int]) { self.told = told }
        init(parameters: String, threads: Int) throws(CodecError) {}

        func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount }

        func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
            throws(CodecError) -> Int
        {
            try compress(source, into: destination) { _ in }
        }

        func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
            throws(CodecError) -> Int
        {
            try compress(source, into: destination)
        }

        func compress(
            _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
            progress: @escaping @Sendable (Int) -> Void
        ) throws(CodecError) -> Int {
            destination.copyMemory(from: source)
            for count in told {
                usleep(4000)
                progress(count)
            }
            return source.count
        }

        func decompress(
            _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
            progress: @escaping @Sendable (Int) -> Void
        ) throws(CodecError) -> Int {
            try compress(source, into: destination, progress: progress)
        }
    }

    private func samples(_ codec: Telling, threads: Int = 1) throws -> [SampleRecord] {
        let folder = try TemporaryFolder()
        var plan = Fixtures.plan(
            items: [try folder.item("a", [UInt8](repeating: 7, count: 2500))],
            entries: [Fixtures.entry("x")])
        plan.threads = threads
        let runner = DirectionRunner.inProcess { (_, _) throws(CodecError) in codec }
        let outcome = try AlternatingRunner(
            basePlan: plan, newPlan: plan, base: runner, new: runner, scratch: folder.path
        ).run(.init(fewestRounds: 1, mostRounds: 1, budgetSeconds: nil), Cancellation()) { _, _ in }
        #expect(outcome.base.samples.count == 4)
        return outcome.base.samples
    }

    /// The first place that is told at or behind each whole kilobyte; the rest belongs to the last stretch.
    @Test func stretchesEndWhereTheCodecTells() throws {
        for sample in try samples(Telling()) {
            let stretches = try #require(sample.stretches)
            #expect(stretches.ends == [1400, 2100, 2500])
            #expect(zip(stretches.seconds, [0.008, 0.004, 0.008]).allSatisfy { $0 >= $1 })
            #expect(abs(stretches.sum - sample.wallSeconds) < 1e-6)
            #expect(SampleRecord.read(SampleRecord.header + sample.row).first?.stretches?.ends == stretches.ends)
        }
    }

    @Test func whoTellsNothingOrTooMuchOrUsesThreadsHasNone() throws {
        #expect(try samples(Telling(), threads: 2).allSatisfy { $0.stretches == nil })
        #expect(try samples(Telling(told: [2500, 0, 0])).allSatisfy { $0.stretches == nil })
        #expect(try samples(Telling(told: [3000, 3000, -1000])).allSatisfy { $0.stretches == nil })
    }

    /// A row whose stretches are not those of its pass is a damaged one.
    @Test func stretchesMustFitTheirRow() throws {
        let sample = SampleRecord(
            run: "r", item: "a", spec: "x", direction: .compress, index: 0, passes: 1, wallSeconds: 0.25,
            cpuSeconds: 0.2, stretches: StretchTimes(ends: [1024, 1500], seconds: [0.1, 0.15]))
        #expect(SampleRecord.read(SampleRecord.header + sample.row) == [sample])
        for (old, new) in [("150000.0", "160000.0"), ("150000.0", ""), ("1024:", "0:"), (",1,0.25", ",2,0.25")] {
            #expect(sample.row.contains(old))
            let row = sample.row.replacing(old, with: new)
            #expect(SampleRecord.readCounting((SampleRecord.header + row).utf8).damagedCount == 1, "\(row)")
        }
        var without = sample
        without.stretches = nil
        #expect(SampleRecord.read(SampleRecord.header + without.row) == [without])
    }
}
