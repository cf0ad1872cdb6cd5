package import Benchmarking
import Console
import Corpora

/// What a comparison cannot make of a run that was made to fit a budget.
package enum BudgetRemarks {
    /// Lines for people; none where nothing is lost.
    ///
    /// - Parameter plan: the plan with the repetitions and rounds of the choice.
    package static func lines(_ plan: RunPlan, _ choice: TimeBudget.Choice) -> [String] {
        var lines: [String] = []
        let (rounds, items) = (plan.effectiveRounds, plan.items.count)
        let kinds = Set(plan.items.map(\.modality)).count
        let tests = 2 * plan.entries.count * (kinds == 1 ? 1 : kinds + 1)
        if !EnoughToJudge.canJudgeTimes(rounds: rounds, items: items, tests: tests) {
            lines.append(
                "of \(rounds) round\(rounds == 1 ? "" : "s") of \(items) item\(items == 1 ? "" : "s") 'ncbench compare' judges"
                    + " sizes alone; times take at least \(EnoughToJudge.items) items, and more rounds the fewer they are"
            )
        }
        if let prefix = choice.prefixByteCount {
            let policy = choice.repetitions
            lines.append(
                "only a run whose items are cut alike can be compared with this one, and another budget cuts anew; instead of"
                    + " --budget: --prefix \(ByteCount(prefix)) --runs \(policy.minimumRuns) --min-time"
                    + " \(NumberText.significant(policy.minimumSeconds)) --warmup \(policy.warmups) --rounds \(choice.rounds)"
            )
        }
        return lines
    }
}
