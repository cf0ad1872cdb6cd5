import Foundation
import OutsideText

/// How much of the journal of a run that was left is good.
struct JournalRepair {
    /// The rows of trials that are done.
    let kept: [TrialRecord]
    /// How many rows are of items that changed while they were measured, or since.
    let changedCount: Int
    /// How many others lack samples.
    let bereftCount: Int

    /// - Parameter hashes: the items as they are now, by name.
    init(records: [TrialRecord], samples: [SampleRecord], hashes: [(item: ExactText, sha256: String)]) {
        let now = Dictionary(hashes.map { ($0.item, $0.sha256) }) { first, _ in first }
        var counts: [SampleKey: Int] = [:]
        for sample in samples {
            let trial = Self.key(sample.item, sample.spec, sample.blockByteCount)
            counts[SampleKey(trial: trial, direction: sample.direction), default: 0] += 1
        }
        func isBereft(_ record: TrialRecord) -> Bool {
            let key = Self.key(record.item, record.spec, record.blockByteCount)
            return [(SampleRecord.Direction.compress, record.compression), (.decompress, record.decompression)].contains
            {
                (direction, summary) in
                counts[SampleKey(trial: key, direction: direction), default: 0] < summary.runs ?? 0
            }
        }
        func isChanged(_ record: TrialRecord) -> Bool {
            // An item that is no more cannot be measured again.
            guard let sha256 = now[record.item] else { return false }
            return record.status == .changedItem || record.itemSHA256 != sha256
        }
        let unchanged = records.filter { !isChanged($0) }
        kept = unchanged.filter { now[$0.item] == nil || !isBereft($0) }
        changedCount = records.count - unchanged.count
        bereftCount = unchanged.count - kept.count
    }

    private struct SampleKey: Hashable {
        let trial: ExactText
        let direction: SampleRecord.Direction
    }

    private static func key(_ item: ExactText, _ spec: String, _ blockByteCount: Int?) -> ExactText {
        "\(item)\0\(spec)\0\(blockByteCount.map(String.init) ?? "")\0"
    }

    /// Bytes up to the end of the last row that is whole: ended by a line break outside quotes.
    static func wholeRowsByteCount(_ data: Data) -> Int {
        var whole = 0
        var isQuoted = false
        for (index, byte) in data.enumerated() {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: "\n") && !isQuoted { whole = index + 1 }
        }
        return whole
    }

    /// The text of `samples.csv` with the samples of these trials alone; empty where not even the header is whole.
    static func samples(_ data: Data, of records: [TrialRecord]) -> String {
        let trials = Set(records.map { key($0.item, $0.spec, $0.blockByteCount) })
        let rows = CSVText.rows(of: data.prefix(wholeRowsByteCount(data)))
        return rows.enumerated().filter { index, row in
            index == 0
                || row.damage == nil && row.isComplete && row.fields.count > 8
                    && trials.contains(key(ExactText(row.fields[1]), row.fields[2], Int(row.fields[8])))
        }.map { CSVText.row($1.fields) }.joined()
    }
}
