import CodecInterface
import Corpora
import Testing

@testable import Benchmarking

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
}
