import Benchmarking
import CodecInterface
import Corpora
import Foundation
import OutsideText
import Synchronization
import Testing

/// Two builds in turns: how long they go on, and that each round is a pair.
@Suite struct AlternatingRunnerTests {
    @Test(arguments: [
        (0, 0.0, true), (3, 1000, true), (4, 400, false), (4, 40, true), (9, 90, true), (10, 91, false), (12, 1, false),
    ])
    func extent(rounds: Int, seconds: Double, wants: Bool) {
        let extent = AlternatingRunner.Extent(fewestRounds: 4, mostRounds: 12, budgetSeconds: 100)
        #expect(extent.wants(roundAfter: rounds, elapsedSeconds: seconds) == wants)
    }

    @Test func withoutABudgetTheCountDecides() {
        let extent = AlternatingRunner.Extent(fewestRounds: 4, mostRounds: 6, budgetSeconds: nil)
        #expect(extent.wants(roundAfter: 5, elapsedSeconds: 1e9) && !extent.wants(roundAfter: 6, elapsedSeconds: 0))
    }

    /// Which side each codec was made for, in order: one for each direction.
    private final class Turns: Sendable {
        let sides = Mutex<String>("")

        func runner(_ side: String, cancelling: Cancellation? = nil, after count: Int = .max) -> DirectionRunner {
            .inProcess { (_, _) throws(CodecError) in
                self.sides.withLock {
                    $0 += side
                    if $0.count > count { cancelling?.cancel() }
                }
                return Copying()
            }
        }
    }

    private struct Copying: Codec {
        static let information = Fixtures.information
        init() {}
        init(parameters: String, threads: Int) throws(CodecError) {}
        func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount }
        func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
            throws(CodecError) -> Int
        {
            destination.copyMemory(from: source)
            return source.count
        }
        func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
            throws(CodecError) -> Int
        {
            try compress(source, into: destination)
        }
    }

    private func outcome(_ turns: Turns, rounds: Int, cancelledAfter count: Int = .max) throws
        -> AlternatingRunner.Outcome
    {
        let folder = try TemporaryFolder()
        let plan = Fixtures.plan(
            items: [try folder.item("a", [1, 2]), try folder.item("b", [3])], entries: [Fixtures.entry("x")])
        let cancellation = Cancellation()
        return try AlternatingRunner(
            basePlan: plan, newPlan: plan, base: turns.runner("b", cancelling: cancellation, after: count),
            new: turns.runner("n", cancelling: cancellation, after: count), scratch: folder.path
        ).run(.init(fewestRounds: rounds, mostRounds: rounds, budgetSeconds: nil), cancellation) { _, _ in }
    }

    @Test func buildsTakeTurnsAndChangeWhoIsFirst() throws {
        let turns = Turns()
        let outcome = try outcome(turns, rounds: 3)
        // Each side is asked what it reads of each item; then two items a round, two directions a turn.
        #expect(turns.sides.withLock { $0 } == "bnbn" + ["bbnn", "nnbb", "nnbb", "bbnn", "bbnn", "nnbb"].joined())
        #expect(outcome.roundEnds.count == 3 && !outcome.isCancelled)
        for side in [outcome.base, outcome.new] {
            #expect(side.records.map(\.item) == ["a", "b"] && side.records.allSatisfy { $0.status == .ok })
            #expect(Set(side.samples.compactMap(\.round)) == [0, 1, 2])
        }
        #expect(outcome.base.records[0].run == "base" && outcome.new.samples[0].run == "new")
    }

    @Test func whatAnUnfinishedRoundMeasuredIsLeftOut() throws {
        let turns = Turns()
        let outcome = try outcome(turns, rounds: 3, cancelledAfter: 16)
        #expect(outcome.isCancelled && outcome.roundEnds.count == 1)
        for side in [outcome.base, outcome.new] { #expect(Set(side.samples.compactMap(\.round)) == [0]) }
    }
}
