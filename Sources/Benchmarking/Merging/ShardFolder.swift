import CodecInterface
import Corpora
import Foundation
import OutsideText

/// A folder with one shard of a run.
package struct ShardFolder: Sendable {
    /// Where it is.
    package let folder: RunFolder
    package let environment: RunEnvironment
    package let record: ShardRecord
    /// All trials that it is to do.
    package let trials: [PlannedTrial]

    /// Reads what the folder says of itself, and not yet its rows.
    ///
    /// - Throws: ``MergeProblem/unreadable(path:reason:)``, ``MergeProblem/wholeRun(path:)``.
    package init(_ path: String) throws(MergeProblem) {
        folder = RunFolder(path: path)
        guard !PathFile.isNothing(at: path) else { throw .unreadable(path: path, reason: "there is no such folder") }
        guard let environment = folder.environment() else {
            throw .unreadable(path: path, reason: "it has no readable environment.json")
        }
        guard let record = environment.options?.shard else { throw .wholeRun(path: path) }
        guard ShardNumber(record.shard.number, of: record.shard.count) == record.shard else {
            throw .unreadable(path: path, reason: "there is no shard \(record.shard)")
        }
        let data: Data
        do throws(FileProblem) {
            data = try PathFile.bytes(of: folder.shardPath)
        } catch {
            throw .unreadable(path: path, reason: "its shard.csv cannot be read: \(error.reason)")
        }
        guard let trials = PlannedTrial.read(String(decoding: data, as: UTF8.self)) else {
            throw .unreadable(path: path, reason: "its shard.csv is damaged")
        }
        self.environment = environment
        self.record = record
        self.trials = trials
    }

    /// The rows that are there, each with its place in the plan; one that a killed task left unfinished is not there.
    ///
    /// Of a trial with several rows the last one counts.
    package func rows() throws(MergeProblem) -> [(trial: PlannedTrial, record: TrialRecord)] {
        let contents: RunFolder.Contents
        do throws(RunFolderError) {
            contents = try RunFolder.read(folder.path)
        } catch {
            throw .unreadable(path: folder.path, reason: "\(error)")
        }
        if let row = contents.damaged.first(where: { !$0.isUnfinished }) {
            throw .unreadable(path: folder.path, reason: "results.csv is damaged: \(row)")
        }
        let places = Dictionary(trials.map { ($0.key, $0) }) { first, _ in first }
        var rows: [TrialKey: (trial: PlannedTrial, record: TrialRecord)] = [:]
        for record in contents.records where ExactText(record.run) == ExactText(environment.run) {
            let key = TrialKey(record)
            guard let trial = places[key] else {
                throw .unreadable(
                    path: folder.path,
                    reason: "its row of \(record.spec) on '\(record.item)' is none of the trials in its shard.csv")
            }
            rows[key] = (trial, record)
        }
        return trials.compactMap { rows[$0.key] }
    }

    /// How many of its trials have whole rows; nil where it cannot be read.
    package static func progress(_ path: String) -> (done: Int, planned: Int, verdict: RunVerdict)? {
        guard let shard = try? ShardFolder(path), let rows = try? shard.rows() else { return nil }
        return (rows.count, shard.trials.count, RunVerdict(of: rows.map(\.record)))
    }
}
