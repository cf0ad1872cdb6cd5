import CodecInterface
import Corpora
import Crypto
import Foundation

/// Which part of which plan a run is: part of its options, so that it is gone on with and merged only as such.
package struct ShardRecord: Sendable, Hashable, Codable {
    /// Which of how many.
    package var shard: ShardNumber
    /// SHA-256 over all that decides which shard measures what, and how: equal in all shards of one plan.
    package var planSHA256: String
    /// Rows of the whole plan.
    package var trialCount: Int
    /// The command that would do all of it in one piece.
    package var command: String

    /// - Parameters: as the properties of these names.
    package init(shard: ShardNumber, planSHA256: String, trialCount: Int, command: String) {
        self.shard = shard
        self.planSHA256 = planSHA256
        self.trialCount = trialCount
        self.command = command
    }
}

extension ShardDivision {
    /// The plan of one shard: its items alone, each with the specs that the shard measures on it.
    package func plan(of number: Int, from whole: RunPlan) -> ShardPlan {
        let units = shards[number - 1]
        var places: [Int] = []
        var entries: [Set<Int>] = []
        for unit in units {
            if places.last == unit.item {
                entries[entries.count - 1].formUnion(unit.entries)
            } else {
                places.append(unit.item)
                entries.append(Set(unit.entries))
            }
        }
        var plan = whole
        plan.items = places.map { whole.items[$0] }
        return ShardPlan(plan: plan, itemPlaces: places, entries: entries)
    }

    /// SHA-256 over the options and the division.
    ///
    /// - Parameter options: those of the whole plan.
    package func fingerprint(_ options: RunOptions, prefixByteCount: Int?) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var hash = SHA256()
        hash.update(data: try encoder.encode(options))
        hash.update(data: Data("\n\(prefixByteCount ?? 0)\n".utf8))
        for units in shards {
            for unit in units { hash.update(data: Data("\(unit.item):\(unit.entries) ".utf8)) }
            hash.update(data: Data("\n".utf8))
        }
        return HexadecimalText.of(hash.finalize())
    }
}

/// What one shard does, before its items were cut.
package struct ShardPlan: Sendable {
    /// The items of this shard, with the specs of the whole plan.
    package var plan: RunPlan
    /// The place of each item in the whole plan.
    package let itemPlaces: [Int]
    /// The places of the specs that are measured on each.
    package let entries: [Set<Int>]

    /// The plan that is carried out: with each item its own specs.
    ///
    /// - Parameter plan: that of this shard, its items as they were cut.
    package func restricted(_ plan: RunPlan) -> RunPlan {
        var plan = plan
        plan.chosenEntries = Dictionary(zip(plan.items.map(\.id), entries)) { $0.union($1) }
        return plan
    }

    /// Every trial of this shard with its place in the whole plan.
    ///
    /// - Parameter plan: as ``restricted(_:)`` gave it.
    package func trials(_ plan: RunPlan) -> [PlannedTrial] {
        zip(plan.items, zip(itemPlaces, entries)).flatMap { item, place in
            place.1.sorted().map { entry in
                PlannedTrial(
                    key: TrialKey(plan.entries[entry], on: item), itemPlace: place.0, entryPlace: entry)
            }
        }
    }
}
