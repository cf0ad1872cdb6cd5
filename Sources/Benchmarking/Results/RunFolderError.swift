import OutsideText

/// What can go wrong with the files of a run.
package enum RunFolderError: Error, Sendable, Equatable {
    case cannotCreate(path: String, reason: String)
    case cannotWrite(path: String, reason: String)
    case cannotRead(path: String, reason: String)
    /// A file that the run writes is no longer where or what it was: what came next would be lost.
    case recordGone(path: String, reason: String)
    /// The folder for items and streams that a run keeps while it lasts.
    case cannotUseScratch(path: String, reason: String)
    case notResults(path: String, reason: String)
    /// Results of another run are there already.
    case occupied(path: String)
    /// Another process writes into the folder.
    case locked(path: String)
    /// A row of the run in the folder is damaged, elsewhere than where a killed run leaves it.
    case damagedRecord(path: String, row: String)
    /// The run in the folder is not one to go on with.
    case cannotResume(path: String, reason: String)
}

extension RunFolderError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotCreate(let path, let reason):
            "cannot create '\(VisibleText.oneLine(path))': \(reason); choose another folder with --output"
        case .cannotWrite(let path, let reason):
            "cannot write '\(VisibleText.oneLine(path))': \(reason); rows written before are complete and readable"
        case .cannotRead(let path, let reason): "cannot read '\(VisibleText.oneLine(path))': \(reason)"
        case .recordGone(let path, let reason):
            "the record '\(VisibleText.oneLine(path))' is lost: \(reason) while the run went on, which ends here; rows that were moved"
                + " with it are complete, and --resume goes on where the folder is now"
        case .cannotUseScratch(let path, let reason):
            "cannot write into the scratch folder '\(VisibleText.oneLine(path))': \(reason); \(Self.scratchAdvice)"
        case .notResults(let path, let reason): "'\(VisibleText.oneLine(path))' is not a results file: \(reason)"
        case .occupied(let path):
            "'\(VisibleText.oneLine(path))' holds the results of another run; go on with it with --resume, choose another folder with"
                + " --output, or remove it first"
        case .locked(let path):
            "another run is writing into '\(VisibleText.oneLine(path))'; wait for it or choose another folder"
        case .damagedRecord(let path, let row):
            "cannot go on with the run in '\(VisibleText.oneLine(path))': results.csv is damaged: \(row); take that line out of it, and"
                + " --resume measures its trial again"
        case .cannotResume(let path, let reason):
            "cannot go on with the run in '\(VisibleText.oneLine(path))': \(reason); choose another folder with --output, or repeat the run's"
                + " own options"
        }
    }
    /// The same without paths, which have no place in the rows of a run.
    var reasonInRow: String {
        switch self {
        case .cannotUseScratch(_, let reason):
            "the scratch folder did not take the stream: \(reason); \(Self.scratchAdvice)"
        case .cannotRead(_, let reason): "a file of the trial cannot be read: \(reason)"
        default: description
        }
    }

    private static let scratchAdvice = "set TMPDIR to another folder, with room enough"
}
