/// What a run does: a plan, or one shard of it.
struct RunPart {
    /// Its items as they are.
    let uncut: RunPlan
    /// The same, cut as asked.
    let plan: RunPlan
    /// The trials of a shard, with their places in the whole plan.
    var trials: [PlannedTrial] = []
    /// Nil for a whole plan.
    var shard: ShardRecord?
}
