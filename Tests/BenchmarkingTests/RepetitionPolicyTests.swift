import Benchmarking
import Foundation
import Testing

@Suite struct RepetitionPolicyTests {
    /// Passes of a simulated machine: how long each takes, seconds, the last again and again.
    private final class Passes {
        private var durations: [Double]
        private var now = 1000.0
        private(set) var calls = 0

        init(_ durations: Double...) { self.durations = durations }

        func measure(_ policy: RepetitionPolicy) -> [TimedSample] {
            policy.measure(by: { _ in PassClock(wallSeconds: self.now, cpuSeconds: self.now) }) {
                self.calls += 1
                self.now += self.durations.count > 1 ? self.durations.removeFirst() : self.durations[0]
            }
        }
    }

    @Test func slowCodecsAreMeasuredOnce() {
        let passes = Passes(0.025)
        let policy = RepetitionPolicy(minimumRuns: 9, minimumSeconds: 5, warmups: 3, slowPassSeconds: 0.02)
        let samples = passes.measure(policy)
        #expect(passes.calls == 1 && samples.count == 1 && abs(samples[0].wallSeconds - 0.025) < 1e-9)
        #expect(policy.isSatisfied(by: samples))
    }

    @Test func bothMinimaAreMet() {
        let byRuns = Passes(0.003)
        #expect(
            byRuns.measure(RepetitionPolicy(minimumRuns: 7, minimumSeconds: 0, warmups: 2)).map(\.passes) == [
                1, 1, 1, 1, 1, 1, 1,
            ])
        #expect(byRuns.calls == 9)
        let byTime = Passes(0.003).measure(RepetitionPolicy(minimumRuns: 1, minimumSeconds: 0.05, warmups: 0))
        #expect(byTime.count == 17, "no more than it takes")
    }

    /// A sample is never shorter than the clock can bear.
    @Test func quickPassesAreLooped() {
        let passes = Passes(1e-6)
        let samples = passes.measure(RepetitionPolicy(minimumRuns: 5, minimumSeconds: 0))
        #expect(samples.count == 5 && samples.allSatisfy { (2000...2010).contains($0.passes) })
        #expect(passes.calls > samples.reduce(0) { $0 + $1.passes })
    }

    /// Even when the first pass, from which the number of passes is guessed, was held up.
    @Test func aDelayedFirstPassShortensNoSample() {
        let samples = Passes(0.005, 1e-6).measure(RepetitionPolicy(minimumRuns: 3, minimumSeconds: 0))
        #expect(samples.count == 3 && samples.allSatisfy { $0.wallSeconds >= 0.001 })
    }

    /// By the clocks of this process, whatever it does meanwhile.
    @Test func theRealClock() {
        let samples = RepetitionPolicy(minimumRuns: 3, minimumSeconds: 0, warmups: 0).measure { usleep(3000) }
        #expect(samples.count >= 3 && samples.allSatisfy { $0.passSeconds >= 0.003 })
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
