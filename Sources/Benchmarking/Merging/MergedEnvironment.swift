import Crypto
import Foundation
import OutsideText

/// The environment of a merged run: what all shards have in common, and each shard's own.
struct MergedEnvironment {
    let shards: [ShardFolder]
    let types: [MachineType]
    let run: String

    /// - Parameter rows: what was merged; options then say of the run what they would had it been measured in one piece.
    func environment(_ rows: MergedRows) -> RunEnvironment {
        var environment = shards[0].environment
        environment.run = run
        environment.date = shards.map(\.environment.date).min() ?? environment.date
        environment.command = shards[0].record.command
        environment.resumptions = nil
        environment.generatedItems = unique(shards.flatMap(\.environment.generatedItems).map { ExactText($0) })
            .map(\.text)
        environment.corpora = shards.compactMap(\.environment.corpora).reduce(nil) { all, own in
            (all ?? [:]).merging(own) { first, _ in first }
        }
        environment.recordCounts = shards.compactMap(\.environment.recordCounts).reduce(nil) { all, own in
            (all ?? [:]).merging(own) { first, _ in first }
        }
        environment.startUp = shards.compactMap(\.environment.startUp).reduce(nil) { all, own in
            (all ?? [:]).merging(own) { first, _ in first }
        }
        if types.count > 1 {
            environment.cpuModel = types.map(\.description).joined(separator: "; ")
            environment.noise = nil
        }
        environment.options = options(rows)
        environment.shards = shards.map { shard in
            var own = shard.environment
            own.options = nil
            return ShardEnvironment(
                shard: shard.record.shard.number,
                machineType: (types.firstIndex(of: MachineType(shard.environment)) ?? 0) + 1, environment: own)
        }
        return environment
    }

    private func options(_ rows: MergedRows) -> RunOptions? {
        guard var options = shards[0].environment.options else { return nil }
        options.shard = nil
        options.trialCount = shards[0].record.trialCount
        let items = unique(
            shards.flatMap(\.trials).sorted { $0.itemPlace < $1.itemPlace }.map { NamedHash($0.key) })
        options.itemCount = items.count
        options.itemsSHA256 = RunOptions.hash(items.map { ($0.item, $0.sha256) })
        return options
    }

    private struct NamedHash: Hashable {
        let item: ExactText
        let sha256: String

        init(_ key: TrialKey) { (item, sha256) = (key.item, key.sha256) }
    }
}
