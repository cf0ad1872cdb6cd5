import OutsideText

/// Why shards do not make one run.
package enum MergeProblem: Error, Sendable, Equatable {
    /// The folder holds no shard, or one that cannot be read.
    case unreadable(path: String, reason: String)
    /// The folder holds a run in one piece, which belongs to no plan of shards.
    case wholeRun(path: String)
    /// The shards are of different plans.
    case otherPlan(path: String, first: String, reason: String)
    /// Two shards have a trial, and disagree about it.
    case disagreement(trial: String, first: String, second: String)
    /// Trials have no row; a line each of where they are missing.
    case incomplete(missing: [String])
    case cannotWrite(path: String, reason: String)
    /// There are results already.
    case occupied(path: String)
}

extension MergeProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "'\(VisibleText.oneLine(path))' is no shard of a run: \(reason)"
        case .wholeRun(let path):
            "'\(VisibleText.oneLine(path))' is a whole run, no shard of one; 'ncbench compare' and 'ncbench report' set whole runs"
                + " side by side"
        case .otherPlan(let path, let first, let reason):
            "'\(VisibleText.oneLine(path))' and '\(VisibleText.oneLine(first))' are not shards of one plan: \(reason)"
        case .disagreement(let trial, let first, let second):
            "two shards disagree about \(VisibleText.oneLine(trial)): \(first) and \(second)"
        case .incomplete(let missing):
            "the run is not complete: \(missing.joined(separator: "; ")); measure what is missing, or merge what there is"
                + " with --partial"
        case .cannotWrite(let path, let reason): "cannot write '\(VisibleText.oneLine(path))': \(reason)"
        case .occupied(let path):
            "'\(VisibleText.oneLine(path))' holds results already; choose another folder, or remove it first"
        }
    }
}

extension MergeProblem {
    /// What keeps a file from being written, with the file that it is, where that is known.
    static func writing(_ path: String, _ error: any Error) -> MergeProblem {
        switch error {
        case let problem as MergeProblem: problem
        case RunFolderError.cannotCreate(let path, let reason), RunFolderError.cannotWrite(let path, let reason):
            .cannotWrite(path: path, reason: reason)
        default: .cannotWrite(path: path, reason: RunFolder.describe(error))
        }
    }
}
