package import OutsideText

/// What was measured now, against a baseline. Sizes are exact: one byte more is a regression.
package struct BaselineCheck: Sendable {
    /// Two rows of the same key.
    package struct Change: Sendable, Hashable {
        package let base: BaselineRow
        package let new: BaselineRow
    }

    package private(set) var larger: [Change] = []
    package private(set) var smaller: [Change] = []
    /// Same size, other bytes: a format change, or another choice that costs nothing.
    package private(set) var changedStreams: [Change] = []
    package private(set) var unchangedCount = 0
    /// Specs on items whose baseline has another version of their library only.
    package private(set) var otherVersions: [BaselineRow] = []
    /// Specs on items of which the baseline knows nothing.
    package private(set) var newRows: [BaselineRow] = []
    /// What the baseline has for this very library and nobody measured.
    package private(set) var lostRows: [BaselineRow] = []
    /// Items that are other bytes than in the baseline: nothing about them can be compared.
    package private(set) var changedItems: [ExactText] = []
    /// Rows of codecs that this build does without.
    package private(set) var missingCodecRowCount = 0

    /// - Parameters:
    ///   - libraries: what each codec of this build stands on, by its name.
    package init(_ base: [BaselineRow], _ new: [BaselineRow], libraries: [String: String]) {
        let measured = Dictionary(new.map { ($0.key, $0) }) { first, _ in first }
        let known = Dictionary(base.map { ($0.key, $0) }) { first, _ in first }
        let spoken = Set(base.map { ExactText("\($0.spec)\n\($0.item)") })
        let hashes = Dictionary(new.map { ($0.item, $0.itemSHA256) }) { first, _ in first }
        var changed: Set<ExactText> = []
        for row in base {
            if let hash = hashes[row.item], hash != row.itemSHA256, changed.insert(row.item).inserted {
                changedItems.append(row.item)
            }
            guard let library = libraries[row.codec] else {
                missingCodecRowCount += 1
                continue
            }
            if library == row.library, measured[row.key] == nil { lostRows.append(row) }
        }
        for row in new where !changed.contains(row.item) {
            guard let before = known[row.key] else {
                if spoken.contains("\(row.spec)\n\(row.item)") {
                    otherVersions.append(row)
                } else {
                    newRows.append(row)
                }
                continue
            }
            let change = Change(base: before, new: row)
            if row.compressedByteCount > before.compressedByteCount {
                larger.append(change)
            } else if row.compressedByteCount < before.compressedByteCount {
                smaller.append(change)
            } else if row.streamSHA256 != before.streamSHA256 {
                changedStreams.append(change)
            } else {
                unchangedCount += 1
            }
        }
    }

    package enum Verdict: Sendable, Hashable {
        case fine, regression, notComparable
    }

    package var verdict: Verdict {
        if !changedItems.isEmpty || isWithoutOverlap { return .notComparable }
        return larger.isEmpty && lostRows.isEmpty ? .fine : .regression
    }

    /// Whether not a single row could be compared.
    package var isWithoutOverlap: Bool {
        larger.isEmpty && smaller.isEmpty && changedStreams.isEmpty && unchangedCount == 0 && lostRows.isEmpty
    }

    /// Whether `ncbench baseline update` would write something else.
    package var isOutdated: Bool { !smaller.isEmpty || !changedStreams.isEmpty || !newRows.isEmpty }
}
