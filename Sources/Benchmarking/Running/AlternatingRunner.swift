import Corpora
import Foundation
import OutsideText

/// Runs two builds in turns: in every round each spec on each item by one build and at once by the other, so that whatever the machine
/// does meanwhile happens to both. Which goes first alternates by round and by trial (ABBA), so that a machine that grows steadily
/// slower favours neither.
package struct AlternatingRunner: Sendable {
    /// What one build gave.
    package struct Side: Sendable {
        package var records: [TrialRecord]
        package var samples: [SampleRecord]
    }

    /// What both gave.
    package struct Outcome: Sendable {
        package var base: Side
        package var new: Side
        /// Seconds from the beginning to the end of each round.
        package var roundEnds: [Double]
        /// Whether it was cancelled in a round; what that round had measured by then is left out.
        package var isCancelled = false
    }

    /// The two builds do not read the same bytes, or not those that the item's hash was taken of: nothing can be judged.
    package struct Disagreement: Error, Sendable, Equatable, CustomStringConvertible {
        package var item: String
        package var expectedSHA256: String
        /// What each reads now; nil where it reads nothing.
        package var baseSHA256: String?
        package var newSHA256: String?

        package var description: String {
            let (base, new) = (baseSHA256 ?? "nothing", newSHA256 ?? "nothing")
            let cause =
                base == new
                ? "its file changed while it was measured" : "a program that is a wrapper may look for it elsewhere"
            return
                "the two do not measure the same bytes of item '\(item)': SHA-256 \(expectedSHA256) was asked for, the base reads"
                + " \(base), the new build \(new); \(cause)"
        }
    }

    /// When to stop. It depends on the count and the clock alone, never on what was measured, which would bias the verdict.
    package struct Extent: Sendable {
        package var fewestRounds: Int
        package var mostRounds: Int
        /// Seconds in which the rounds beyond the fewest must be over.
        package var budgetSeconds: Double?

        package init(fewestRounds: Int, mostRounds: Int, budgetSeconds: Double?) {
            self.fewestRounds = fewestRounds
            self.mostRounds = max(fewestRounds, mostRounds)
            self.budgetSeconds = budgetSeconds
        }

        /// Whether another round is wanted when so many took so long.
        package func wants(roundAfter rounds: Int, elapsedSeconds: Double) -> Bool {
            if rounds < fewestRounds { return true }
            guard rounds < mostRounds else { return false }
            guard let budgetSeconds else { return true }
            return elapsedSeconds + elapsedSeconds / Double(max(rounds, 1)) <= budgetSeconds
        }
    }

    private let basePlan: RunPlan
    private let newPlan: RunPlan
    private let base: DirectionRunner
    private let new: DirectionRunner
    private let scratch: String

    /// - Parameters:
    ///   - basePlan: what the base runs; its entries hold what that build says of its codecs.
    ///   - newPlan: the same items and specs, as the new build knows them. The repetitions of both are those of one round.
    ///   - scratch: an empty folder for items and streams.
    package init(
        basePlan: RunPlan, newPlan: RunPlan, base: DirectionRunner, new: DirectionRunner, scratch: String
    ) {
        (self.basePlan, self.newPlan) = (Self.wholeRounds(basePlan), Self.wholeRounds(newPlan))
        (self.base, self.new) = (base, new)
        self.scratch = scratch
    }

    private static func wholeRounds(_ plan: RunPlan) -> RunPlan {
        var plan = plan
        plan.endsWhenSatisfied = false
        plan.rounds = 1
        return plan
    }

    /// Runs to the extent, or until cancelled. Blocks.
    ///
    /// - Parameter progress: told how many rounds are over, and how many seconds they took.
    /// - Throws: ``CorpusError`` when an item's bytes cannot be had, ``Disagreement`` when a build reads other bytes.
    package func run(
        _ extent: Extent, _ cancellation: Cancellation, progress: (_ rounds: Int, _ seconds: Double) -> Void
    ) throws -> Outcome {
        var pairs: [(base: Trial, new: Trial, itemPath: String)] = []
        for (index, item) in basePlan.items.enumerated() {
            let path = try item.materialised(at: "\(scratch)/item-\(index)")
            try check(item, at: path, cancellation)
            for (number, entry) in basePlan.entries.enumerated() {
                let stream = "\(scratch)/stream-\(index)-\(number)"
                pairs.append(
                    (
                        Trial(entry, on: item, plan: basePlan, streamPath: stream + "-base"),
                        Trial(newPlan.entries[number], on: item, plan: newPlan, streamPath: stream + "-new"), path
                    ))
            }
        }
        let start = ProcessUsage.monotonicSeconds
        var roundEnds: [Double] = []
        var round: Int { roundEnds.count }
        func outcome(isCancelled: Bool = false) -> Outcome {
            func side(_ trials: [Trial], run: String) -> Side {
                Side(
                    records: trials.map { $0.record(run: run) },
                    samples: trials.flatMap { $0.samples(run: run) }.filter { ($0.round ?? 0) < roundEnds.count })
            }
            return Outcome(
                base: side(pairs.map(\.base), run: "base"), new: side(pairs.map(\.new), run: "new"),
                roundEnds: roundEnds, isCancelled: isCancelled)
        }
        while extent.wants(roundAfter: round, elapsedSeconds: ProcessUsage.monotonicSeconds - start) {
            for (number, pair) in pairs.enumerated() {
                let turns = [(pair.base, base), (pair.new, new)]
                for (trial, runner) in (round + number).isMultiple(of: 2) ? turns : turns.reversed()
                where !trial.isFinished {
                    guard trial.runRound(round, itemPath: pair.itemPath, in: runner, cancellation) else {
                        return outcome(isCancelled: true)
                    }
                    if trial.status == .changedItem { throw disagreement(trial.item, at: pair.itemPath, cancellation) }
                }
            }
            roundEnds.append(ProcessUsage.monotonicSeconds - start)
            progress(round, roundEnds.last ?? 0)
            if pairs.allSatisfy({ $0.base.isFinished && $0.new.isFinished }) { break }
        }
        // A worker of a build that does not say what it reads may have met a change that nobody noticed.
        let unknown = pairs.filter { !$0.base.isOfKnownBytes || !$0.new.isOfKnownBytes }
        for (path, pairs) in Dictionary(grouping: unknown, by: \.itemPath) {
            try check(pairs[0].base.item, at: path, cancellation)
        }
        return outcome()
    }

    /// - Throws: ``Disagreement`` unless both builds read the item's bytes.
    private func check(_ item: Item, at path: String, _ cancellation: Cancellation) throws(Disagreement) {
        let found = disagreement(item, at: path, cancellation)
        let isAsExpected = found.baseSHA256 == item.sha256 && found.newSHA256 == item.sha256
        if !isAsExpected, !cancellation.isCancelled { throw found }
    }

    private func disagreement(_ item: Item, at path: String, _ cancellation: Cancellation) -> Disagreement {
        func sha256(_ runner: DirectionRunner) -> String? {
            WorkerProbe.sha256(
                ofFile: path, byteCount: item.byteCount, by: runner, timeout: basePlan.timeout, cancellation)
        }
        return Disagreement(
            item: item.id.text, expectedSHA256: item.sha256, baseSHA256: sha256(base), newSHA256: sha256(new))
    }
}
