import ArgumentParser
import Benchmarking
import Console
import Reporting

/// What a run ends with: its reports, what there is to say, and the exit status.
struct RunConclusion {
    let outcome: RunSession.Outcome
    let folder: RunFolder?
    let verbosity: Verbosity

    /// Writes the reports; throws the status, unless all went well.
    func conclude() throws {
        var isReported = true
        if let environment = outcome.environment {
            isReported = RunReports(folder: folder, verbosity: verbosity).write(outcome.records, environment)
        }
        if let failure = outcome.failure { throw exitStatus(for: failure) }
        if let signal = outcome.signal {
            if outcome.environment != nil {
                let kept = folder.map {
                    "; the \(outcome.records.count) finished rows are in \($0.resultsPath); --resume goes on from there"
                }
                StandardError.print("ncbench: interrupted\(kept ?? "")")
            }
            throw ExitCode(128 + signal)
        }
        for item in outcome.changedItems {
            StandardError.print(
                "ncbench: the file of item '\(item)' changed during the run; its rows that say so hold no result"
                    + (folder == nil ? "" : ", and --resume measures it again as it is then"))
        }
        if let status = exitStatus(for: RunVerdict(of: outcome.records)) { throw status }
        if !isReported { throw ExitStatus.failure }
    }
}

/// Says why a run could not be carried out, and gives the status to end with.
func exitStatus(for failure: RunFailure) -> ExitCode {
    StandardError.print("ncbench: \(failure)")
    if case .doesNotFit = failure { return ExitStatus.usage }
    return ExitStatus.failure
}

/// The status that rows ask for; nil where they are fine.
func exitStatus(for verdict: RunVerdict) -> ExitCode? {
    switch verdict {
    case .fine: nil
    case .failed: ExitStatus.failure
    case .mismatch: ExitStatus.mismatch
    }
}
