import CodecInterface
import Console
import Corpora

/// Makes the plan fit a budget, and says what it comes to.
struct BudgetFitting {
    let plan: RunPlan
    let runner: DirectionRunner
    let scratch: String
    let budgetSeconds: Double?
    /// What else is to be said of a plan as it was fitted, and of the choice that it came from.
    let remarks: RunSession.BudgetRemarks
    /// The share of a budget after which no more is probed than must be.
    private static let probingShare = 0.1

    /// The plan that fits the budget; the plan itself without one.
    ///
    /// - Parameter begun: how a run to go on with was begun; what it chose holds again.
    func fitted(begun: RunOptions?, _ cancellation: Cancellation) throws -> (RunPlan, RunOptions.Budget?) {
        guard let budgetSeconds else { return (plan, nil) }
        if let begun, let budget = begun.budget, budget.seconds == budgetSeconds {
            let choice = TimeBudget.Choice(
                prefixByteCount: budget.prefixByteCount, repetitions: begun.repetitions, rounds: begun.rounds,
                expectedSeconds: budgetSeconds)
            return (try applied(choice), budget)
        }
        StandardError.print("ncbench: finding out how fast each codec is, to fit the budget")
        let start = ProcessUsage.monotonicSeconds
        let model = try SpeedProbe(plan: plan, in: runner, scratch: scratch)
            .measure(cancellation, within: budgetSeconds * Self.probingShare)
        let left = budgetSeconds - (ProcessUsage.monotonicSeconds - start)
        guard !cancellation.isCancelled else { return (plan, nil) }
        guard let choice = TimeBudget(plan: plan, model: model).choice(for: left) else {
            throw RunFailure.doesNotFit(
                "\(plan.trialCount) trials do not fit into"
                    + " \(DurationText.text(budgetSeconds)), however short; allow more, or choose fewer codecs or items"
            )
        }
        StandardError.print("ncbench: budget: \(Self.description(of: choice))")
        for line in remarks(on: choice) { StandardError.print("ncbench: NOTE: \(line)") }
        return (
            try applied(choice),
            RunOptions.Budget(seconds: budgetSeconds, prefixByteCount: choice.prefixByteCount)
        )
    }

    private func remarks(on choice: TimeBudget.Choice) -> [String] {
        var fitted = plan
        fitted.repetitions = choice.repetitions
        fitted.rounds = choice.rounds
        return remarks(fitted, choice)
    }

    private func applied(_ choice: TimeBudget.Choice) throws -> RunPlan {
        var fitted = plan
        fitted.repetitions = choice.repetitions
        fitted.rounds = choice.rounds
        guard let prefix = choice.prefixByteCount else { return fitted }
        return try ItemPrefix.plan(fitted, byteCount: prefix, in: scratch)
    }

    private static func description(of choice: TimeBudget.Choice) -> String {
        let items = choice.prefixByteCount.map { "items cut to \(ByteCount($0))" } ?? "whole items"
        let runs = choice.repetitions.minimumRuns
        return "\(items), at least \(runs) repetition\(runs == 1 ? "" : "s"), about"
            + " \(DurationText.text(choice.expectedSeconds))"
    }

    /// What `--dry-run` prints, and whether the plan fits the budget, if there is one.
    func description(_ cancellation: Cancellation) throws -> (text: String, fits: Bool) {
        let model = try SpeedProbe(plan: plan, in: runner, scratch: scratch).measure(cancellation)
        let budget = TimeBudget(plan: plan, model: model)
        // What a budget asks for, as far as anything fits into it.
        let choice = budgetSeconds.flatMap { budget.choice(for: $0) }
        var plan = plan
        plan.repetitions = choice?.repetitions ?? plan.repetitions
        plan.rounds = choice?.rounds ?? plan.rounds
        func seconds(_ plan: RunPlan) -> Double {
            TimeBudget(plan: plan, model: model).expectedSeconds(prefixByteCount: choice?.prefixByteCount)
        }
        let trials = plan.items.reduce(0) { sum, item in
            sum + plan.entries(on: item).count { plan.isSupported($0, on: item) }
        }
        let kinds = Modality.allCases.compactMap { kind in
            let items = plan.items.filter { $0.modality == kind }
            return items.isEmpty
                ? nil : "\(items.count) \(kind.rawValue) (\(items.reduce(0) { $0 + $1.byteCount }) bytes)"
        }
        let policy = plan.repetitions
        var lines = [
            "items:       \(kinds.joined(separator: ", "))",
            "codecs:      \(plan.entries.map(\.spec.description).joined(separator: " "))",
            "trials:      \(trials), in \(plan.effectiveRounds) round\(plan.effectiveRounds == 1 ? "" : "s") an item",
            "repetitions: at least \(policy.minimumRuns) and \(DurationText.text(policy.minimumSeconds)) a direction,"
                + " after \(policy.warmups) warm-up; one where a pass takes"
                + " \(DurationText.text(policy.slowPassSeconds))",
            "limits:      time \(plan.timeout.map(DurationText.text) ?? "none"),"
                + " memory \(plan.memoryLimit.map { ByteCount($0).description } ?? "none")",
        ]
        if let budgetSeconds {
            lines.append(
                "budget:      \(DurationText.text(budgetSeconds)): "
                    + (choice.map(Self.description) ?? "too short for anything"))
            lines += choice.map(remarks(on:))?.map { "note:        \($0)" } ?? []
        }
        lines.append(
            "expected:    \(DurationText.text(seconds(plan))), from a short measurement of each codec")
        for (place, entry) in plan.entries.enumerated() {
            let own = plan.only(place)
            let blocks = entry.blockByteCount.map { ", blocks of \(ByteCount($0))" } ?? ""
            lines.append("  \(DurationText.text(seconds(own)))  \(entry.spec)\(blocks)")
        }
        return (lines.joined(separator: "\n") + "\n", budgetSeconds == nil || choice != nil)
    }
}
