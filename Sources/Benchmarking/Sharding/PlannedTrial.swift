import Foundation
import OutsideText

/// A trial that a shard is to do, with its place in the whole plan: a row of `shard.csv`.
package struct PlannedTrial: Sendable, Hashable {
    /// The item and the spec.
    package let key: TrialKey
    /// Counted from 0.
    package let itemPlace: Int
    package let entryPlace: Int

    /// - Parameters: places are counted from 0.
    package init(key: TrialKey, itemPlace: Int, entryPlace: Int) {
        self.key = key
        self.itemPlace = itemPlace
        self.entryPlace = entryPlace
    }

    /// The first line of `shard.csv`.
    package static let header = CSVText.row(columns)
    private static let columns = [
        "item", "item_sha256", "codec", "params", "block_bytes", "item_place", "spec_place",
    ]

    /// The row of this trial, with its line end.
    package var row: String {
        CSVText.row([
            key.item.text, key.sha256, key.codec, key.parameters.text, key.blockByteCount.map(String.init) ?? "",
            String(itemPlace), String(entryPlace),
        ])
    }

    /// Reads `shard.csv`; nil where a row is not one of these.
    package static func read(_ text: String) -> [PlannedTrial]? {
        let rows = CSVText.rows(of: text)
        guard rows.first?.fields == columns else { return nil }
        var trials: [PlannedTrial] = []
        for row in rows.dropFirst() {
            guard row.isComplete, row.damage == nil, row.fields.count == columns.count,
                row.fields[4].isEmpty || Int(row.fields[4]) != nil,
                let item = Int(row.fields[5]), item >= 0, let entry = Int(row.fields[6]), entry >= 0
            else { return nil }
            let key = TrialKey(
                item: ExactText(row.fields[0]), sha256: row.fields[1], codec: row.fields[2],
                parameters: ExactText(row.fields[3]), blockByteCount: Int(row.fields[4]))
            trials.append(PlannedTrial(key: key, itemPlace: item, entryPlace: entry))
        }
        return trials
    }
}

extension RunFolder {
    /// The trials that a shard is to do.
    package var shardPath: String { path + "/shard.csv" }

    /// Writes `shard.csv`, whole or not at all.
    package func write(_ trials: [PlannedTrial]) throws(RunFolderError) {
        do {
            try Data((PlannedTrial.header + trials.map(\.row).joined()).utf8).write(
                to: URL(fileURLWithPath: shardPath), options: .atomic)
        } catch {
            throw .cannotWrite(path: shardPath, reason: Self.describe(error))
        }
    }
}
