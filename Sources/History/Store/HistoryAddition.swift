import Benchmarking
import OutsideText

/// What became of a run that was to be added.
package enum HistoryAddition: Sendable, Hashable {
    case added
    /// The history has it already, just so.
    case known
    /// The history had the beginning of it; it has been gone on with since.
    case continued
}

extension HistoryDatabase {
    /// Adds runs, all of them or, where one cannot be added, none.
    ///
    /// - Returns: what became of each.
    /// - Throws: ``HistoryError/conflict(run:reason:)`` when the history has another run of the same identifier.
    package func add(_ runs: [RecordedRun]) throws(HistoryError) -> [HistoryAddition] {
        try write { database in
            try runs.map { run in
                let known = try RunReading(database: database).run(run.run)
                let addition = try Self.addition(of: run, to: known)
                if addition == .continued { try RunWriting(database: database).remove(run.run) }
                if addition != .known { try RunWriting(database: database).insert(run) }
                return addition
            }
        }
    }

    /// What adding a run comes to.
    ///
    /// - Parameter known: the run of the same identifier that is there.
    static func addition(of run: RecordedRun, to known: RecordedRun?) throws(HistoryError) -> HistoryAddition {
        guard !run.records.isEmpty else { throw .conflict(run: run.run, reason: "it has no rows") }
        guard let known else { return .added }
        // Samples without a trial are not kept.
        let trials = Set(run.records.map { [ExactText($0.spec), $0.item] })
        var kept = run
        kept.samples = run.samples.filter { trials.contains([ExactText($0.spec), $0.item]) }
        if Set(known.records) == Set(kept.records), Set(known.samples) == Set(kept.samples) { return .known }
        if known.isContinued(by: kept) { return .continued }
        let differing = known.records.count { !Set(kept.records).contains($0) }
        throw .conflict(
            run: run.run,
            reason: differing == 0
                ? "its samples differ" : "\(differing) of its \(known.records.count) rows differ or are missing here")
    }
}
