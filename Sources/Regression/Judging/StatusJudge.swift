package import Benchmarking

/// Judges how trials ended, and which are missing.
enum StatusJudge {
    static func judge(_ trials: [ComparedTrial], into comparison: inout Comparison) {
        for trial in trials {
            let (before, after) = (trial.base.status.gravity, trial.new.status.gravity)
            var finding = Finding(
                kind: trial.new.status == .mismatch
                    ? .roundTrip : .status(base: trial.base.status.description, new: trial.new.status.description),
                spec: trial.spec, span: .item(trial.item))
            finding.versions = trial.versions
            if after > before || trial.new.status == .mismatch { comparison.regressions.append(finding) }
            if after < before { comparison.improvements.append(finding) }
        }
    }

    static func judgeRows(_ trials: [ComparedTrial], into comparison: inout Comparison) {
        let common = Set(trials.map { ComparedTrial.Key($0.base) })
        for record in comparison.base.records where !common.contains(ComparedTrial.Key(record)) {
            comparison.regressions.append(
                Finding(kind: .lostRow, spec: ComparedSpec(record), span: .item(record.item)))
        }
        for record in comparison.new.records where !common.contains(ComparedTrial.Key(record)) {
            let kind: Finding.Kind =
                switch record.status {
                case .ok, .unsupported: .newRow
                case .mismatch: .roundTrip
                default: .status(base: "not there", new: record.status.description)
                }
            let finding = Finding(kind: kind, spec: ComparedSpec(record), span: .item(record.item))
            if record.status == .mismatch {
                comparison.regressions.append(finding)
            } else {
                comparison.newRows.append(finding)
            }
        }
    }
}

extension ComparedTrial {
    /// The versions of the codec's library, where they differ.
    var versions: String? {
        base.codecVersion == new.codecVersion ? nil : "\(base.codecVersion) → \(new.codecVersion)"
    }
}

extension TrialStatus {
    /// From good to bad. Failures are alike: what fails in another way has not got worse by it.
    package var gravity: Int {
        switch self {
        case .ok: 0
        case .unsupported: 1
        case .timeout, .outOfMemory, .crashed, .failed: 2
        case .mismatch: 3
        }
    }
}
