import ArgumentParser
import Benchmarking
import History

/// `ncbench run --record`: a run is added to the history as it ends, also when trials of it failed; one that was interrupted is
/// not, since it is gone on with later.
struct RunRecording {
    /// Of the run; nil where it is not to be recorded.
    let folder: String?
    let history: HistoryChoice
    /// Whether the run in the folder is gone on with.
    let isResuming: Bool

    /// Measures, and records what was measured. A history that cannot be written is found out before anything is measured.
    func around(_ measure: () throws -> Void) throws {
        guard let folder else { return try measure() }
        if !HistoryDatabase.isFolder(history.path) {
            _ = try HistoryProblem.reporting { () throws(HistoryError) in
                try HistoryDatabase(path: history.path, creates: true)
            }
        }
        let found = identifier
        var ending: (any Error)?
        do {
            try measure()
        } catch let status as ExitCode where status == ExitStatus.failure || status == ExitStatus.mismatch {
            ending = status
        }
        // A run that could not begin leaves the folder as it was, maybe with another run in it.
        guard isResuming || identifier != found else {
            if let ending { throw ending }
            return
        }
        do {
            let reading = try HistoryProblem.reporting { () throws(HistoryError) in try HistoryInput.read(folder) }
            try HistoryAddCommand.add(reading.runs, to: history.path, says: false)
        } catch {
            // What went wrong with the run itself is the graver news, and has been told.
            throw ending ?? error
        }
        if let ending { throw ending }
    }

    /// Of the run that the folder holds.
    private var identifier: String? { folder.flatMap { RunFolder(path: $0).environment()?.run } }
}
