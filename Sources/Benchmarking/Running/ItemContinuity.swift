package import Corpora
import OutsideText

/// Whether a run can be gone on with although some of its items are not what they were when it began: where the run itself found that
/// their files changed, and its rows say so.
package struct ItemContinuity: Sendable {
    private let begun: [ItemRecord]
    private let changed: Set<ExactText>

    /// - Parameters:
    ///   - begun: the items that the run was begun with, as `items.csv` has them.
    ///   - records: its rows.
    package init(begun: [ItemRecord], records: [TrialRecord]) {
        self.begun = begun
        changed = Set(records.filter { $0.status == .changedItem }.map(\.item))
    }

    /// Whether these items are those of the run, but for such as changed: they may have other bytes now, or be gone.
    package func allows(_ items: [Item]) -> Bool {
        let before = Dictionary(begun.map { ($0.item, $0.sha256) }) { first, _ in first }
        let now = Set(items.map(\.id))
        return !changed.isEmpty
            && items.allSatisfy { before[$0.id] == $0.sha256 || before[$0.id] != nil && changed.contains($0.id) }
            && begun.allSatisfy { now.contains($0.item) || changed.contains($0.item) }
    }

    /// The items of the run that are none of these: gone, with rows that stay.
    package func gone(from items: [Item]) -> [ItemRecord] {
        let now = Set(items.map(\.id))
        return begun.filter { !now.contains($0.item) && changed.contains($0.item) }
    }
}
