/// The number that a scheduler gives each of the tasks that it starts alike.
struct SchedulerTask: Sendable, Hashable {
    /// The variable that says so.
    let variable: String
    /// Counted from 1.
    let number: Int
    /// How many there are; nil where the scheduler does not say.
    let count: Int?

    /// The variables that are looked for, in this order.
    static let variables = ["SLURM_ARRAY_TASK_ID", "SGE_TASK_ID", "JOB_COMPLETION_INDEX", "PARALLEL_SEQ"]

    /// Nil where no scheduler says anything. Variables that are empty or `undefined`, as SGE has them outside an array, say nothing.
    init?(_ environment: [String: String]) throws(ShardRequest.Problem) {
        func integer(_ name: String) throws(ShardRequest.Problem) -> Int? {
            guard let text = environment[name], !text.isEmpty, text != "undefined" else { return nil }
            guard let value = Int(text) else {
                throw ShardRequest.Problem(description: "\(name) is '\(text)', which is no number")
            }
            return value
        }
        for variable in Self.variables {
            guard let task = try integer(variable) else { continue }
            self.variable = variable
            switch variable {
            case "SLURM_ARRAY_TASK_ID":
                (number, count) = try Self.placed(
                    variable, task, first: integer("SLURM_ARRAY_TASK_MIN"), last: integer("SLURM_ARRAY_TASK_MAX"),
                    step: integer("SLURM_ARRAY_TASK_STEP"), given: integer("SLURM_ARRAY_TASK_COUNT"))
            case "SGE_TASK_ID":
                (number, count) = try Self.placed(
                    variable, task, first: integer("SGE_TASK_FIRST"), last: integer("SGE_TASK_LAST"),
                    step: integer("SGE_TASK_STEPSIZE"), given: nil)
            // Kubernetes counts from 0. A number that no task can have stays one that no task has.
            case "JOB_COMPLETION_INDEX": (number, count) = (task == .max ? task : task + 1, nil)
            default: (number, count) = (task, nil)
            }
            return
        }
        return nil
    }

    /// The place of a task in an array that goes from `first` to `last` by steps.
    ///
    /// An array with gaps, such as `2,5-7`, is what is left of another: which, it does not say.
    private static func placed(
        _ variable: String, _ task: Int, first: Int?, last: Int?, step: Int?, given: Int?
    ) throws(ShardRequest.Problem) -> (number: Int, count: Int?) {
        // No scheduler counts farther, and sums of these cannot overflow.
        let possible = 0...Int(Int32.max)
        guard let first, let last, possible.contains(first), possible.contains(last), possible.contains(task),
            last >= first, task >= first
        else { return (task, nil) }
        let step = max(1, step ?? 1)
        let count = (last - first) / step + 1
        guard given == nil || given == count, (task - first).isMultiple(of: step) else {
            throw ShardRequest.Problem(
                description: "the job array of \(variable) has gaps, so that it does not say how many shards there are;"
                    + " write --shard \"$\(variable)/16\"")
        }
        return ((task - first) / step + 1, count)
    }
}
