/// What the rows of a run come to.
package enum RunVerdict: Sendable, Equatable {
    /// All went well, or was not for the codec.
    case fine
    /// A trial did not come to its end.
    case failed
    /// A round trip did not give back the original bytes.
    case mismatch

    package init(of records: [TrialRecord]) {
        if records.contains(where: { $0.status == .mismatch }) {
            self = .mismatch
        } else {
            let isFine = records.allSatisfy { record in
                switch record.status {
                case .ok, .unsupported: true
                default: false
                }
            }
            self = isFine ? .fine : .failed
        }
    }
}
