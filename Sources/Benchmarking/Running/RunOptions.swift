import CodecInterface
import Corpora
import Crypto
import Foundation
import OutsideText

/// Everything that decides what a run's figures mean: kept in `environment.json`, so that `--resume` goes on only with
/// more of the same.
package struct RunOptions: Sendable, Hashable, Codable {
    /// What `--budget` chose.
    package struct Budget: Sendable, Hashable, Codable {
        /// The budget of the whole run.
        package var seconds: Double
        /// Items are cut to this many bytes; nil when they are whole.
        package var prefixByteCount: Int?

        package init(seconds: Double, prefixByteCount: Int?) {
            self.seconds = seconds
            self.prefixByteCount = prefixByteCount
        }
    }

    /// Every spec with the parameters in effect, in order.
    package var specs: [String]
    /// How many items were measured.
    package var itemCount: Int
    /// SHA-256 over the names and hashes of all items, in order.
    package var itemsSHA256: String
    /// Threads that each codec was given.
    package var threads: Int
    /// The block sizes of a sweep, 0 for whole items; nil when nothing was compressed in blocks.
    package var blockByteCounts: [Int]?
    /// Whether blocks end where lines do; nil where they do not.
    package var cutsAtLines: Bool?
    /// Nil in runs of builds that knew no curves.
    package var recordsCurves: Bool?
    /// How often each direction was repeated.
    package var repetitions: RepetitionPolicy
    /// Rounds over which the repetitions of a trial were spread.
    package var rounds: Int
    /// Seconds that one direction could take; nil for no limit.
    package var timeout: Double?
    /// Bytes that one direction could use; nil for no limit.
    package var memoryLimit: Int?
    /// The processor that workers were kept on; nil for any.
    package var pinnedCPU: Int?
    /// `process` or `none`.
    package var isolation: String
    /// What `--budget` chose; nil without it.
    package var budget: Budget?
    /// SHA-256 of the program that measured.
    package var executableSHA256: String

    /// How many rows the finished run has; nil in runs of builds that did not say.
    package var trialCount: Int?

    /// Which part of a larger plan the run is; nil for a whole one.
    package var shard: ShardRecord?

    /// The files that codecs knew beforehand; nil where there are none.
    package var knowledge: [KnowledgeRecord]?

    package init(plan: RunPlan, isolation: String, budget: Budget?, executablePath: String) {
        let allSpecs = plan.entries.map { entry in
            CodecSpec(
                codec: entry.information.name, parameters: entry.parameters.isEmpty ? nil : entry.parameters
            ).description
        }.map { ExactText($0) }
        specs = allSpecs.enumerated().filter { allSpecs.firstIndex(of: $1) == $0 }.map(\.element.text)
        let sizes = plan.entries.map { $0.blockByteCount ?? 0 }
        let uniqueSizes = sizes.enumerated().filter { sizes.firstIndex(of: $1) == $0 }.map(\.element)
        blockByteCounts = uniqueSizes.allSatisfy { $0 == 0 } ? nil : uniqueSizes
        recordsCurves = plan.recordsCurves
        cutsAtLines = plan.cutsAtLines ? true : nil
        knowledge = plan.knowledge
        itemCount = plan.items.count
        trialCount = plan.trialCount
        itemsSHA256 = Self.hash(plan.items.map { ($0.id, $0.sha256) })
        threads = plan.threads
        repetitions = plan.repetitions
        rounds = plan.rounds
        timeout = plan.timeout
        memoryLimit = plan.memoryLimit
        pinnedCPU = plan.pinnedCPU
        self.isolation = isolation
        self.budget = budget
        executableSHA256 = Self.hash(ofProgram: executablePath)
    }

    /// SHA-256 over names and hashes of items.
    static func hash(_ items: [(id: ExactText, sha256: String)]) -> String {
        var hash = SHA256()
        for item in items { hash.update(data: Data("\(item.id)\0\(item.sha256)\n".utf8)) }
        return HexadecimalText.of(hash.finalize())
    }

    private static func hash(ofProgram path: String) -> String {
        guard let file = try? MappedFile(path: path) else { return "" }
        return HexadecimalText.of(SHA256.hash(data: file.bytes))
    }

    private static func text(_ sizes: [Int]?) -> String? {
        sizes?.map { $0 == 0 ? "whole" : String($0) }.joined(separator: ",")
    }

    /// Why a run with these options cannot go on with one that was begun with `begun`; nil when it can.
    ///
    /// - Parameter itemsMayDiffer: whether the items were looked at one by one and are fine (``ItemContinuity``).
    package func obstacle(toResuming begun: RunOptions, itemsMayDiffer: Bool = false) -> String? {
        func differ(_ option: String, _ before: (some Equatable)?, _ now: (some Equatable)?) -> String {
            func text(_ value: (some Equatable)?) -> String { value.map { "\($0)" } ?? "none" }
            return "\(option) was \(text(before)) and now is \(text(now))"
        }
        if begun.executableSHA256 != executableSHA256 { return "it was measured by another build of ncbench" }
        if begun.shard?.shard != shard?.shard { return differ("--shard", begun.shard?.shard, shard?.shard) }
        if begun.itemsSHA256 != itemsSHA256, !itemsMayDiffer {
            return begun.itemCount == itemCount
                ? "the items are others, have other names or another order, or their contents have changed"
                : differ("the number of items", begun.itemCount, itemCount)
        }
        if begun.specs.map { ExactText($0) } != specs.map { ExactText($0) } {
            return differ("the list of codecs", begun.specs.joined(separator: "/"), specs.joined(separator: "/"))
        }
        if begun.knowledge != knowledge {
            let changed = (knowledge ?? []).first { !(begun.knowledge ?? []).contains($0) }
            return "the file '\(changed?.name ?? "")', which a codec knows beforehand, has changed"
        }
        if begun.budget != budget { return differ("--budget", begun.budget?.seconds, budget?.seconds) }
        if begun.repetitions != repetitions {
            if begun.repetitions.minimumRuns != repetitions.minimumRuns {
                return differ("--runs", begun.repetitions.minimumRuns, repetitions.minimumRuns)
            }
            return "--min-time, --warmup or --slow-pass differs"
        }
        if begun.rounds != rounds { return differ("--rounds", begun.rounds, rounds) }
        if begun.threads != threads { return differ("--threads", begun.threads, threads) }
        if begun.blockByteCounts != blockByteCounts {
            return differ("--block-size", Self.text(begun.blockByteCounts), Self.text(blockByteCounts))
        }
        if begun.cutsAtLines != cutsAtLines { return "one of the two has --records, the other has not" }
        if begun.recordsCurves ?? false != recordsCurves ?? false {
            return "one of the two has --curve, the other has not"
        }
        if begun.timeout != timeout { return differ("--timeout", begun.timeout, timeout) }
        if begun.memoryLimit != memoryLimit { return differ("--memory-limit", begun.memoryLimit, memoryLimit) }
        if begun.pinnedCPU != pinnedCPU { return differ("--pin", begun.pinnedCPU, pinnedCPU) }
        if begun.isolation != isolation { return differ("--isolation", begun.isolation, isolation) }
        if begun.shard?.planSHA256 != shard?.planSHA256 {
            return "the work was divided into shards otherwise: --costs, --prefix or the items differ"
        }
        return nil
    }

    /// What in the options keeps a shard with these from being merged with one that was measured with `other`; nil where nothing does.
    func obstacle(toMerging other: RunOptions) -> String? {
        var (own, other) = (self, other)
        (own.shard, other.shard) = (nil, nil)
        return own.obstacle(toResuming: other, itemsMayDiffer: true)
    }
}
