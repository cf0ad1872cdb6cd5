import Foundation
import OutsideText

/// One run out of the shards of a plan: sizes as if measured in one place, times with the machine that they are from.
package struct ShardMerge: Sendable {
    private let paths: [String]
    private let output: RunFolder
    private let allowsMissing: Bool

    /// What was merged.
    package struct Outcome: Sendable {
        /// Rows of the merged run.
        package var trialCount: Int
        /// Where trials are missing, a line each; none in a complete run.
        package var missing: [String]
        /// Trials that two shards had, and agreed about.
        package var doubleCount: Int
        /// The types of machines, in the order of the first shard of each.
        package var machineTypes: [MachineType]
        package var environment: RunEnvironment
    }

    /// - Parameters:
    ///   - paths: the folders of the shards; several may hold the same shard, as when a task was begun anew elsewhere.
    ///   - output: a folder that is new, or holds no results.
    package init(_ paths: [String], into output: RunFolder, allowsMissing: Bool) {
        self.paths = paths
        self.output = output
        self.allowsMissing = allowsMissing
    }

    /// Merges. Nothing is written unless the shards are of one plan, agree with each other and, but for `allowsMissing`, are complete.
    package func run() throws(MergeProblem) -> Outcome {
        guard !FileManager.default.fileExists(atPath: output.resultsPath) else { throw .occupied(path: output.path) }
        var shards: [ShardFolder] = []
        for path in paths { shards.append(try ShardFolder(path)) }
        guard let first = shards.first else { throw .unreadable(path: output.path, reason: "no shard is given") }
        for shard in shards.dropFirst() { try Self.check(shard, against: first) }
        // By number; of several with one number the one that began first.
        shards.sort { ($0.record.shard.number, $0.environment.date) < ($1.record.shard.number, $1.environment.date) }

        let run = RunIdentifier.make(Date())
        var rows = MergedRows(run: run)
        var missing: [String] = []
        for (place, shard) in shards.enumerated() {
            try rows.add(try shard.rows(), of: place, path: shard.folder.path)
        }
        missing += Self.missing(in: shards, rows)
        guard missing.isEmpty || allowsMissing else { throw .incomplete(missing: missing) }
        let types = unique(shards.map { MachineType($0.environment) })
        let environment = MergedEnvironment(shards: shards, types: types, run: run).environment(rows)
        do {
            try MergeWriting(output: output, shards: shards, types: types, environment: environment).write(rows)
        } catch {
            throw .writing(output.path, error)
        }
        return Outcome(
            trialCount: rows.count, missing: missing, doubleCount: rows.doubleCount, machineTypes: types,
            environment: environment)
    }

    private static func check(_ shard: ShardFolder, against first: ShardFolder) throws(MergeProblem) {
        func differs(_ reason: String) -> MergeProblem {
            .otherPlan(path: shard.folder.path, first: first.folder.path, reason: reason)
        }
        let (own, other) = (shard.record, first.record)
        guard own.shard.count == other.shard.count else {
            throw differs("one plan has \(own.shard.count) shards and the other \(other.shard.count)")
        }
        guard own.planSHA256 == other.planSHA256 else {
            let reason = shard.environment.options.flatMap { now in
                first.environment.options.flatMap { now.obstacle(toMerging: $0) }
            }
            throw differs(reason ?? "the items, their contents, the costs, or --prefix or --curve differ")
        }
        let codecs = Set(shard.trials.map(\.key.codec) + first.trials.map(\.key.codec))
        for codec in codecs.sorted() {
            let (now, before) = (shard.environment.libraryVersions[codec], first.environment.libraryVersions[codec])
            if now != before {
                throw differs("'\(codec)' is \(now ?? "not known") in one and \(before ?? "not known") in the other")
            }
        }
    }

    private static func missing(in shards: [ShardFolder], _ rows: MergedRows) -> [String] {
        guard let record = shards.first?.record else { return [] }
        var lines: [String] = []
        let present = Set(shards.map(\.record.shard.number))
        let absent = (1...record.shard.count).filter { !present.contains($0) }
        if !absent.isEmpty {
            lines.append(
                "of \(record.shard.count) shards there \(absent.count == 1 ? "is" : "are") no \(NumberRanges.text(absent))"
            )
        }
        var seen: Set<Int> = []
        for shard in shards where seen.insert(shard.record.shard.number).inserted {
            let open = shard.trials.filter { !rows.contains($0) }
            guard let trial = open.first else { continue }
            let more = open.count > 1 ? " and \(open.count - 1) more" : ""
            lines.append("shard \(shard.record.shard) lacks \(MergedRows.name(of: trial.key))\(more)")
        }
        return lines
    }
}

/// Numbers for people, and for job arrays.
package enum NumberRanges {
    /// `1-3,7,9-10`.
    package static func text(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in Set(numbers).sorted() {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }
}
