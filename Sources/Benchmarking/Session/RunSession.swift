import CodecInterface
package import Console
import Corpora
import Foundation
package import OutsideText

/// One run from its plan to its rows.
package struct RunSession: Sendable {
    /// Where a direction runs.
    package enum Isolation: String, Sendable, CaseIterable {
        case process, none
    }

    /// What is to be said of a plan that was made to fit a budget, and of the choice that made it.
    package typealias BudgetRemarks = @Sendable (RunPlan, TimeBudget.Choice) -> [String]

    /// What a run gave.
    package struct Outcome: Sendable {
        package var records: [TrialRecord] = []
        /// Nil where the run was stopped before it began.
        package var environment: RunEnvironment?
        /// The signal that stopped it.
        package var signal: Int32?
        /// What ended it before its end.
        package var failure: RunFailure?
    }

    /// The command that asked for it, as it is recorded.
    package var command: String
    package var codecs: CodecSource
    /// Where rows are kept; nil for nowhere.
    package var folder: RunFolder?
    package var isolation = Isolation.process
    package var budgetSeconds: Double?
    package var budgetRemarks: BudgetRemarks = { _, _ in [] }
    /// Items longer than this are cut to it.
    package var prefixByteCount: Int?
    /// The published corpus of each item that belongs to one, by item.
    package var corpora: [String: String] = [:]
    package var isResuming = false
    package var verbosity = Verbosity.normal

    package init(command: String, codecs: CodecSource) {
        self.command = command
        self.codecs = codecs
    }

    /// Carries out a plan. Blocks; a signal stops it between rows. Progress and notes go to standard error.
    ///
    /// - Throws: where it could not begin. What ends it later is part of the outcome.
    package func run(_ wholePlan: RunPlan) throws(RunFailure) -> Outcome {
        try prepared(wholePlan) { plan, scratch, cancellation, watch in
            let begun = isResuming ? folder?.environment() : nil
            let (plan, budget) = try fitting(plan, scratch).fitted(begun: begun?.options, cancellation)
            guard !cancellation.isCancelled else { return Outcome(signal: watch.signal) }
            let options = RunOptions(
                plan: plan, isolation: isolation.rawValue, budget: budget, executablePath: ExecutablePath.current)
            return try carryOut(plan, from: wholePlan, options, scratch, cancellation, watch)
        }
    }

    /// Says what a plan comes to, without carrying it out, and whether it fits the budget, if there is one.
    package func describe(
        _ wholePlan: RunPlan
    ) throws(RunFailure) -> (text: String, fitsBudget: Bool, signal: Int32?) {
        try prepared(wholePlan) { plan, scratch, cancellation, watch in
            let (text, fits) = try fitting(plan, scratch).description(cancellation)
            return (text, fits, watch.signal)
        }
    }

    private func prepared<Result>(
        _ plan: RunPlan, _ work: (RunPlan, ScratchFolder, Cancellation, InterruptionWatch) throws -> Result
    ) throws(RunFailure) -> Result {
        do {
            let scratch = try ScratchFolder()
            defer { scratch.remove() }
            let cancellation = Cancellation()
            let watch = InterruptionWatch { [isolation] in
                cancellation.cancel()
                // A process of its own is ended at once; a pass in this one is not.
                if isolation == .none {
                    StandardError.print(
                        "ncbench: stopping when the repetitions under way are over; once more stops at once")
                }
            }
            defer { watch.end() }
            let cut = try prefixByteCount.map { try ItemPrefix.plan(plan, byteCount: $0, in: scratch.path) } ?? plan
            return try work(cut, scratch, cancellation, watch)
        } catch {
            throw RunFailure(error)
        }
    }

    private func fitting(_ plan: RunPlan, _ scratch: ScratchFolder) -> BudgetFitting {
        BudgetFitting(
            plan: plan, runner: runner, scratch: scratch.path, budgetSeconds: budgetSeconds, remarks: budgetRemarks)
    }

    private var runner: DirectionRunner {
        switch isolation {
        case .process: .process(executablePath: ExecutablePath.current)
        case .none: .inProcess(makeCodec: codecs.makeCodec)
        }
    }

    private func carryOut(
        _ plan: RunPlan, from wholePlan: RunPlan, _ options: RunOptions, _ scratch: ScratchFolder,
        _ cancellation: Cancellation, _ watch: InterruptionWatch
    ) throws -> Outcome {
        let beginning = try RunBeginning(
            session: self, plan: plan, wholePlan: wholePlan, options: options, cancellation)
        let (journal, environment) = (beginning.journal, beginning.environment)
        if verbosity != .quiet { for note in beginning.notes { StandardError.print("ncbench: NOTE: \(note)") } }
        var outcome = Outcome(records: beginning.records, environment: environment)
        let finished = Set(outcome.records.map(TrialKey.init))
        let progress = RunProgress(
            plan: plan, remaining: PlanRunner.remaining(of: plan, finished: finished), verbosity: verbosity)
        do {
            try PlanRunner(
                plan: plan, run: environment.run, in: runner, scratch: scratch.path, finished: finished
            ).run(cancellation) { event in
                switch event {
                case .began, .measured: break
                case .curve(let curve, _, _): try journal?.append(curve)
                case .finished(let record, let samples):
                    try journal?.append(record, samples: samples)
                    outcome.records.append(record)
                    if record.status != .ok { scratch.removeTemporaryFiles() }
                }
                progress.note(event)
            }
            try journal?.check()
        } catch {
            outcome.failure = RunFailure(error)
        }
        progress.finish()
        outcome.signal = watch.signal
        return outcome
    }
}

extension RunSession.Outcome {
    /// The items whose files changed during the run, in its order.
    package var changedItems: [ExactText] {
        var seen: Set<ExactText> = []
        return records.filter { $0.status == .changedItem && seen.insert($0.item).inserted }.map(\.item)
    }
}
