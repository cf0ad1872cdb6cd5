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

        package init(
            records: [TrialRecord] = [], environment: RunEnvironment? = nil, signal: Int32? = nil,
            failure: RunFailure? = nil
        ) {
            self.records = records
            self.environment = environment
            self.signal = signal
            self.failure = failure
        }
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
    /// The part of the plan that is carried out; nil for all of it.
    package var shard: ShardNumber?
    /// What the division into shards goes by.
    package var costs = CostTable()
    /// The command that would do all of it in one piece.
    package var wholeCommand: String?
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
        try prepared(wholePlan) { part, scratch, cancellation, watch in
            let begun = isResuming ? folder?.environment() : nil
            let (plan, budget) = try fitting(part.plan, scratch).fitted(begun: begun?.options, cancellation)
            guard !cancellation.isCancelled else { return Outcome(signal: watch.signal) }
            var options = runOptions(plan, budget)
            options.shard = part.shard
            return try carryOut(plan, part, options, scratch, cancellation, watch)
        }
    }

    private func runOptions(_ plan: RunPlan, _ budget: RunOptions.Budget?) -> RunOptions {
        RunOptions(plan: plan, isolation: isolation.rawValue, budget: budget, executablePath: ExecutablePath.current)
    }

    /// Finds out what each codec costs, for a division into shards; the signal that stopped it, if one did.
    package func measureCosts(_ plan: RunPlan) throws(RunFailure) -> (table: CostTable, signal: Int32?) {
        try prepared(plan) { part, scratch, cancellation, watch in
            let model = try SpeedProbe(plan: part.plan, in: runner, scratch: scratch.path).measure(cancellation)
            return (CostTable(model, of: part.plan), watch.signal)
        }
    }

    /// Says what a plan comes to, without carrying it out, and whether it fits the budget, if there is one.
    package func describe(
        _ wholePlan: RunPlan
    ) throws(RunFailure) -> (text: String, fitsBudget: Bool, signal: Int32?) {
        try prepared(wholePlan) { part, scratch, cancellation, watch in
            let (text, fits) = try fitting(part.plan, scratch).description(cancellation)
            return (text, fits, watch.signal)
        }
    }

    private func prepared<Result>(
        _ plan: RunPlan, _ work: (RunPart, ScratchFolder, Cancellation, InterruptionWatch) throws -> Result
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
            let kept = try plan.keepingKnowledge(in: scratch.path)
            return try work(try part(of: kept, scratch), scratch, cancellation, watch)
        } catch {
            throw RunFailure(error)
        }
    }

    /// What this run does of a plan, its items cut as asked.
    private func part(of whole: RunPlan, _ scratch: ScratchFolder) throws -> RunPart {
        func cut(_ plan: RunPlan) throws -> RunPlan {
            try prefixByteCount.map { try ItemPrefix.plan(plan, byteCount: $0, in: scratch.path) } ?? plan
        }
        guard let shard else { return RunPart(uncut: whole, plan: try cut(whole)) }
        let division = ShardDivision(
            whole, costs: TrialCosts(costs, of: whole, prefixByteCount: prefixByteCount), count: shard.count)
        let own = division.plan(of: shard.number, from: whole)
        let plan = own.restricted(try cut(own.plan))
        return RunPart(
            uncut: own.plan, plan: plan, trials: own.trials(plan),
            shard: ShardRecord(
                shard: shard,
                planSHA256: try division.fingerprint(runOptions(whole, nil), prefixByteCount: prefixByteCount),
                trialCount: whole.trialCount, command: wholeCommand ?? command))
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
        _ plan: RunPlan, _ part: RunPart, _ options: RunOptions, _ scratch: ScratchFolder, _ cancellation: Cancellation,
        _ watch: InterruptionWatch
    ) throws -> Outcome {
        let beginning = try RunBeginning(session: self, plan: plan, part: part, options: options, cancellation)
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
