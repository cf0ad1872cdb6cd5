package import Corpora
import Foundation
import OutsideText

/// What happens while a plan is carried out.
package enum RunEvent: Sendable {
    /// A round of a trial begins; rounds count from 0.
    case began(RunPlan.Entry, Item, round: Int)
    /// A round of a trial is over. `record` is what is known of the trial by now.
    case measured(RunPlan.Entry, Item, round: Int, passes: MeasuredPasses, record: TrialRecord)
    /// The learning curve of a trial that is about to be over.
    case curve([CurveRecord], RunPlan.Entry, Item)
    /// A trial is over, all its rounds done.
    case finished(TrialRecord, [SampleRecord])

    /// What a round took in both directions; nil where it had nothing to do, or did not get to.
    package struct MeasuredPasses: Sendable {
        package var compression: Direction?
        package var decompression: Direction?

        package struct Direction: Sendable {
            /// Median time of a pass in all rounds so far, seconds; nil where this round failed.
            package var passSeconds: Double?
            /// All passes of this round, those included that are no samples, seconds.
            package var passesSeconds: Double
            /// All that this round took: the passes and what goes by beside them, seconds.
            package var roundSeconds: Double

            package init(passSeconds: Double?, passesSeconds: Double = 0, roundSeconds: Double) {
                self.passSeconds = passSeconds
                self.passesSeconds = passesSeconds
                self.roundSeconds = roundSeconds
            }
        }

        package init(compression: Direction?, decompression: Direction?) {
            self.compression = compression
            self.decompression = decompression
        }
    }
}

/// Carries out a plan: item by item, the rounds of an item's trials interleaved.
package struct PlanRunner: Sendable {
    private let plan: RunPlan
    private let run: String
    private let runner: DirectionRunner
    private let scratch: String
    private let finished: Set<TrialKey>

    /// - Parameters:
    ///   - run: the run's identifier.
    ///   - scratch: an empty folder for items and streams.
    ///   - finished: trials that were done already and are left out.
    package init(
        plan: RunPlan, run: String, in runner: DirectionRunner, scratch: String, finished: Set<TrialKey> = []
    ) {
        self.plan = plan
        self.run = run
        self.runner = runner
        self.scratch = scratch
        self.finished = finished
    }

    /// The items with trials to do, and those trials.
    package static func remaining(of plan: RunPlan, finished: Set<TrialKey>) -> [(item: Item, entries: [RunPlan.Entry])]
    {
        plan.items.compactMap { item in
            let entries = plan.entries(on: item).filter { !finished.contains(TrialKey($0, on: item)) }
            return entries.isEmpty ? nil : (item, entries)
        }
    }

    /// Runs to the end or until cancelled. Blocks; an error that `event` throws ends it.
    ///
    /// The trials on an item whose bytes cannot be had fail; those on the others are carried out.
    ///
    /// - Throws: ``RunFolderError`` when the scratch folder takes no item, and what `event` throws.
    package func run(_ cancellation: Cancellation, event: (RunEvent) throws -> Void) throws {
        for (item, entries) in Self.remaining(of: plan, finished: finished) {
            guard !cancellation.isCancelled else { return }
            let trials = entries.enumerated().map { index, entry in
                Trial(entry, on: item, plan: plan, streamPath: scratch + "/stream-\(index)")
            }
            defer {
                for index in entries.indices { unlink(scratch + "/stream-\(index)") }
            }
            let itemPath: String
            do {
                itemPath = try item.materialised(at: scratch + "/item")
            } catch let error as CorpusError {
                for trial in trials {
                    trial.end(for: error)
                    try event(.finished(trial.record(run: run), []))
                }
                continue
            }
            for round in 0..<plan.effectiveRounds {
                for trial in trials where round == 0 || !trial.isFinished {
                    guard try runRound(round, of: trial, itemPath, cancellation, event) else { return }
                    guard trial.isFinished || round == plan.effectiveRounds - 1 else { continue }
                    if plan.recordsCurves, trial.hasCurve {
                        let taking = CurveTaking(entry: trial.entry, item: item, plan: plan)
                        let curve = taking.run(run, itemPath: itemPath, in: runner, cancellation)
                        guard !cancellation.isCancelled else { return }
                        if curve == nil { trial.endForChange() }
                        try event(.curve(curve ?? [], trial.entry, item))
                    }
                    try event(.finished(trial.record(run: run), trial.samples(run: run)))
                }
            }
        }
    }

    /// Returns false when the user wanted no more.
    private func runRound(
        _ round: Int, of trial: Trial, _ itemPath: String, _ cancellation: Cancellation,
        _ event: (RunEvent) throws -> Void
    ) throws -> Bool {
        guard !cancellation.isCancelled else { return false }
        if !trial.isFinished {
            try event(.began(trial.entry, trial.item, round: round))
            guard trial.runRound(round, itemPath: itemPath, in: runner, cancellation) else { return false }
            try event(
                .measured(
                    trial.entry, trial.item, round: round, passes: trial.newestPasses, record: trial.record(run: run)))
        }
        return true
    }
}
