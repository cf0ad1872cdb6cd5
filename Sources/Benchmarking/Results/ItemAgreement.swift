import CodecInterface
package import OutsideText

/// Whether the rows of a run say the same of an item: it has one content, one length and one kind. Of two rows that do not, the
/// later is taken for the damaged one.
package struct ItemAgreement: Sendable {
    private struct Key: Hashable {
        let run: ExactText
        let item: ExactText
    }

    private var known: [Key: TrialRecord] = [:]

    /// Nothing was asked yet.
    package init() {}

    /// What the row says of its item against those that were asked about before; nil where it agrees.
    package mutating func contradiction(of record: TrialRecord) -> TrialRecord.Contradiction? {
        let key = Key(run: ExactText(record.run), item: record.item)
        guard let first = known[key] else {
            known[key] = record
            return nil
        }
        for (column, own, other) in [
            ("item_sha256", record.itemSHA256, first.itemSHA256),
            ("raw_bytes", String(record.rawByteCount), String(first.rawByteCount)),
            ("modality", record.modality.rawValue, first.modality.rawValue),
        ] where own != other {
            return TrialRecord.Contradiction(
                column: column, reason: "'\(own)' contradicts '\(other)', which an earlier row of the item has")
        }
        return nil
    }
}
