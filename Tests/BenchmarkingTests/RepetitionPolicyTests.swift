import Benchmarking
import Foundation
import Testing

@Suite struct RepetitionPolicyTests {
    @Test func slowCodecsAreMeasuredOnce() {
        var calls = 0
        let policy = RepetitionPolicy(minimumRuns: 9, minimumSeconds: 5, warmups: 3, slowPassSeconds: 0.02)
        let samples = policy.measure {
            calls += 1
            usleep(25_000)
        }
        #expect(calls == 1 && samples.count == 1 && samples[0].wallSeconds >= 0.025)
        #expect(policy.isSatisfied(by: samples))
    }

    @Test func bothMinimaAreMet() {
        let byRuns = RepetitionPolicy(minimumRuns: 7, minimumSeconds: 0, warmups: 2).measure { usleep(3000) }
        #expect(byRuns.count == 7 && byRuns.allSatisfy { $0.passes == 1 })
        let byTime = RepetitionPolicy(minimumRuns: 1, minimumSeconds: 0.05, warmups: 0).measure { usleep(3000) }
        #expect(byTime.reduce(0) { $0 + $1.wallSeconds } >= 0.05)
        #expect(byTime.dropLast().reduce(0) { $0 + $1.wallSeconds } < 0.05, "no more than it takes")
    }

    /// A sample is never shorter than the clock can bear.
    @Test func quickPassesAreLooped() {
        var calls = 0
        let samples = RepetitionPolicy(minimumRuns: 5, minimumSeconds: 0).measure { calls += 1 }
        #expect(samples.allSatisfy { $0.wallSeconds >= 0.001 } && samples.contains { $0.passes > 1000 })
        #expect(calls > samples.reduce(0) { $0 + $1.passes })
    }

    /// Even when the first pass, from which the number of passes is guessed, was held up.
    @Test func aDelayedFirstPassShortensNoSample() {
        var calls = 0
        let samples = RepetitionPolicy(minimumRuns: 3, minimumSeconds: 0).measure {
            calls += 1
            if calls == 1 { usleep(5000) }
        }
        #expect(samples.count == 3 && samples.allSatisfy { $0.wallSeconds >= 0.001 })
    }

    @Test(arguments: [1, 2, 3, 6, 7, 100], [1, 2, 3, 5])
    func roundsShareAllRepetitions(runs: Int, rounds: Int) {
        let policy = RepetitionPolicy(minimumRuns: runs, minimumSeconds: 1)
        let shares = (0..<rounds).map { policy.share(ofRound: $0, of: rounds) }
        #expect(shares.reduce(0) { $0 + $1.minimumRuns } == runs)
        #expect(abs(shares.reduce(0) { $0 + $1.minimumSeconds } - 1) < 1e-9)
    }

    @Test func errorsEndTheMeasurement() {
        struct Failure: Error {}
        #expect(throws: Failure.self) {
            try RepetitionPolicy().measure { () throws(Failure) in throw Failure() }
        }
    }
}
