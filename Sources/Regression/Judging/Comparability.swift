import Benchmarking
import OutsideText

/// Why two runs cannot be compared.
package struct NotComparable: Error, Sendable, Hashable, CustomStringConvertible {
    /// Each a sentence without its full stop.
    package var reasons: [String]

    package var description: String { reasons.joined(separator: "; ") }
}

/// Whether two runs measured the same thing, and on the same machine.
package enum Comparability {
    /// The trials of both runs. Rows that only one has are told apart by the caller.
    ///
    /// - Throws: ``NotComparable`` when what they have in common is not the same: other bytes behind an item's name, other
    ///   columns, threads or blocks; or when there is nothing in common.
    package static func trials(_ base: ComparedRun, _ new: ComparedRun) throws(NotComparable) -> [ComparedTrial] {
        var reasons: [String] = []
        let (baseSchemas, newSchemas) = (Set(base.records.map(\.schema)), Set(new.records.map(\.schema)))
        if baseSchemas != newSchemas, !baseSchemas.isEmpty, !newSchemas.isEmpty {
            reasons.append(
                "the columns are of schema \(list(baseSchemas)) in \(base.name) and \(list(newSchemas)) in \(new.name)")
        }
        reasons += differingItems(base, new)
        reasons += differingCuts(base, new)
        reasons += differingKnowledge(base, new)
        reasons += changedItems(base) + changedItems(new)
        reasons += differing("threads", base, new, Set(base.records.map(\.threads)), Set(new.records.map(\.threads)))
        reasons += differing("blocks", base, new, cutting(base), cutting(new))
        let blocks = [base, new].map {
            Set($0.records.map { $0.blockByteCount.map { "\($0) bytes" } ?? "whole items" })
        }
        reasons += differing("the block size", base, new, blocks[0], blocks[1])
        guard reasons.isEmpty else { throw NotComparable(reasons: reasons) }
        let others = Dictionary(new.records.map { (ComparedTrial.Key($0), $0) }) { _, later in later }
        let trials = base.records.compactMap { record in
            others[ComparedTrial.Key(record)].map { ComparedTrial(base: record, new: $0) }
        }
        guard !trials.isEmpty else {
            func first(_ run: ComparedRun) -> String {
                run.records.first.map { "\(ComparedSpec($0).label) on '\($0.item)'" } ?? "nothing"
            }
            throw NotComparable(reasons: [
                "no codec on no item is in both: \(base.name) has \(first(base)), \(new.name) has \(first(new))"
            ])
        }
        // What never worked has not got worse, and nothing would ever be found.
        if trials.allSatisfy({ $0.base.status != .ok && $0.new.status != .ok && $0.new.status != .mismatch }) {
            let trial = trials[0]
            throw NotComparable(reasons: [
                "no trial worked in either run: \(trial.spec.label) on '\(trial.item)': \(trial.new.status)"
            ])
        }
        return trials
    }

    /// Where the blocks of a run end; empty where that is not known.
    private static func cutting(_ run: ComparedRun) -> Set<String> {
        Set([run.environment?.options].compactMap(\.self).map { $0.cutsAtLines ?? false ? "at lines" : "anywhere" })
    }

    /// Items of which each run measured another beginning, as `--budget` chooses them anew for each run: their rows are no lost ones.
    private static func differingCuts(_ base: ComparedRun, _ new: ComparedRun) -> [String] {
        func names(_ run: ComparedRun) -> Set<ExactText> { Set(run.records.map(\.item)) }
        func whole(_ name: ExactText) -> ExactText { ExactText(name.text.replacing(/\[:\d+\]$/, with: "")) }
        func cut(_ name: ExactText) -> String {
            let rest = name.text.unicodeScalars.dropFirst(whole(name).text.unicodeScalars.count + 2).dropLast()
            return name == whole(name) ? "whole" : "its first \(String(rest)) bytes"
        }
        let (before, after) = (names(base), names(new))
        let others = Dictionary(after.subtracting(before).map { (whole($0), $0) }) { min($0, $1) }
        return before.subtracting(after).sorted().compactMap { name in
            others[whole(name)].map {
                "of item '\(whole(name))' \(base.name) has \(cut(name)) and \(new.name) \(cut($0)); --prefix cuts both alike"
            }
        }
    }

    /// Files that codecs knew beforehand, which have one name and other bytes: like items, they are part of what was measured.
    private static func differingKnowledge(_ base: ComparedRun, _ new: ComparedRun) -> [String] {
        func hashes(_ run: ComparedRun) -> [ExactText: Set<String>] {
            Dictionary(grouping: run.environment?.options?.knowledge ?? []) { ExactText($0.name) }
                .mapValues { Set($0.map(\.sha256)) }
        }
        let (before, after) = (hashes(base), hashes(new))
        return after.keys.sorted().compactMap { name in
            guard let own = after[name], let other = before[name], own != other else { return nil }
            return
                "the file '\(VisibleText.oneLine(name.text))', which codecs knew beforehand, is not the same: SHA-256 "
                + "\(list(Set(other.map { $0.prefix(12) + "…" }))) and \(list(Set(own.map { $0.prefix(12) + "…" })))"
        }
    }

    /// What is known of a codec on an item that changed under it says nothing about the codec.
    private static func changedItems(_ run: ComparedRun) -> [String] {
        let items = run.records.filter { $0.status == .changedItem }.map(\.item)
        return items.enumerated().filter { items.firstIndex(of: $1) == $0 }.map {
            "the file of item '\($1)' changed while \(run.name) was measured; 'ncbench run --resume' measures its rows again"
        }
    }

    /// Every row counts: one with other bytes than the rest of its item was not measured on the same.
    private static func differingItems(_ base: ComparedRun, _ new: ComparedRun) -> [String] {
        func hashes(_ run: ComparedRun) -> [ExactText: Set<String>] {
            Dictionary(grouping: run.records, by: \.item).mapValues { Set($0.map(\.itemSHA256)) }
        }
        let (before, after) = (hashes(base), hashes(new))
        return after.keys.sorted().compactMap { item in
            guard let own = after[item], let other = before[item], own.union(other).count > 1 else { return nil }
            // Of two that differ by themselves, what only one of them has says it best.
            let first = other.subtracting(own).min() ?? other.min() ?? ""
            let second = own.subtracting([first]).min() ?? other.subtracting([first]).min() ?? ""
            return
                "the bytes of item '\(VisibleText.oneLine(item.text))' are not the same: SHA-256 \(first.prefix(12))… and \(second.prefix(12))…"
        }
    }

    private static func differing<Value: Hashable>(
        _ what: String, _ base: ComparedRun, _ new: ComparedRun, _ left: Set<Value>, _ right: Set<Value>
    ) -> [String] {
        guard left.isDisjoint(with: right), !left.isEmpty, !right.isEmpty else { return [] }
        return ["\(what): \(list(left)) in \(base.name) and \(list(right)) in \(new.name)"]
    }

    private static func list(_ values: Set<some Hashable>) -> String {
        values.map { "\($0)" }.sorted().joined(separator: ", ")
    }

    /// Why times and memory of the two runs say nothing about each other; empty when they do.
    static func obstaclesToSpeed(_ base: ComparedRun, _ new: ComparedRun) -> [String] {
        guard let before = base.environment, let after = new.environment else {
            let unknown = [base, new].filter { $0.environment == nil }.map(\.name)
            return ["the machine of \(unknown.joined(separator: " and ")) is not known (no readable environment.json)"]
        }
        var reasons = [(base, before), (new, after)].filter { $0.1.mixesMachines }.map { run, environment in
            "\(run.name) was measured on \(environment.machineTypeCount) types of machines"
        }
        reasons += MachineKind.traits.compactMap { trait in
            let (left, right) = (trait.value(before), trait.value(after))
            // Older runs do not tell.
            guard left != right, !trait.mayBeMissing(before), !trait.mayBeMissing(after) else { return nil }
            return "\(trait.difference): \(left ?? "not known") and \(right ?? "not known")"
        }
        return reasons
    }
}
