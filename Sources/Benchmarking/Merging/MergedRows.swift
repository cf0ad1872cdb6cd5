import Foundation
import OutsideText

/// The rows of a merged run, by their places in the plan. Of each only what is needed later is kept, since there may be very many.
struct MergedRows {
    /// A row that stays.
    struct Row {
        let trial: PlannedTrial
        /// Place of its shard among those that are merged.
        let shard: Int
        /// As it is written.
        let text: String
        let outcome: Outcome
    }

    /// What two rows of one trial have to agree about.
    struct Outcome: Equatable, CustomStringConvertible {
        let compressedByteCount: Int?
        let streamSHA256: String?
        let status: TrialStatus

        var description: String {
            guard status == .ok else { return "\(status)" }
            let stream = streamSHA256.map { ", stream \($0.prefix(12))…" } ?? ""
            return "\(compressedByteCount.map(String.init) ?? "no") bytes\(stream)"
        }
    }

    private struct Place: Hashable {
        let item: Int
        let entry: Int

        init(_ trial: PlannedTrial) { (item, entry) = (trial.itemPlace, trial.entryPlace) }
    }

    private let run: String
    private var rows: [Place: Row] = [:]
    private(set) var doubleCount = 0

    init(run: String) { self.run = run }

    var count: Int { rows.count }

    func contains(_ trial: PlannedTrial) -> Bool { rows[Place(trial)] != nil }

    /// In the order of the plan.
    var ordered: [Row] {
        rows.values.sorted {
            ($0.trial.itemPlace, $0.trial.entryPlace) < ($1.trial.itemPlace, $1.trial.entryPlace)
        }
    }

    /// Adds what a shard has. Of a trial that was there already the first row that is fine stays.
    mutating func add(
        _ found: [(trial: PlannedTrial, record: TrialRecord)], of shard: Int, path: String
    ) throws(MergeProblem) {
        for (trial, record) in found {
            var own = record
            own.run = run
            let outcome = Outcome(
                compressedByteCount: record.compressedByteCount, streamSHA256: record.streamSHA256,
                status: record.status)
            let row = Row(trial: trial, shard: shard, text: ResultsFile.row(of: own), outcome: outcome)
            guard let before = rows[Place(trial)] else {
                rows[Place(trial)] = row
                continue
            }
            guard before.trial.key == trial.key else {
                throw .unreadable(
                    path: path,
                    reason: "its shard.csv has \(Self.name(of: trial.key)) where another shard has"
                        + " \(Self.name(of: before.trial.key))")
            }
            doubleCount += 1
            switch (before.outcome.status == .ok, outcome.status == .ok) {
            case (true, true) where before.outcome != outcome:
                throw .disagreement(
                    trial: Self.name(of: trial.key), first: "\(before.outcome)", second: "\(outcome)")
            case (false, true): rows[Place(trial)] = row
            default: break
            }
        }
    }

    /// For people: `xz,9e on 'jargon-en'`.
    static func name(of key: TrialKey) -> String {
        let parameters = key.parameters.text.isEmpty ? "" : ",\(key.parameters)"
        let blocks = key.blockByteCount.map { " in blocks of \($0) bytes" } ?? ""
        return "\(key.codec)\(parameters) on '\(key.item)'\(blocks)"
    }
}
