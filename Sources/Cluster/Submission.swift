import Benchmarking
import Foundation

/// What was submitted: `submission.json` in the folder of a run that is spread over a cluster.
///
/// What became of it is not written here: which trials are done is in the shards' own folders, and what runs is known to the scheduler.
package struct Submission: Sendable, Hashable, Codable {
    /// A job array, and the shards that it was submitted for.
    package struct Job: Sendable, Hashable, Codable {
        package var id: String
        package var shards: [Int]
        package var date: String
    }

    package var schema = 1
    package var shardCount: Int
    /// Most tasks at a time; nil for no limit.
    package var tasksAtOnce: Int?
    package var jobs: [Job] = []

    package init(shardCount: Int, tasksAtOnce: Int?) {
        self.shardCount = shardCount
        self.tasksAtOnce = tasksAtOnce
    }
}

/// The folder of a run that is spread over a cluster.
package struct SubmissionFolder: Sendable {
    /// Why it is not one, or cannot become one.
    package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    package let path: String

    package init(path: String) { self.path = path }

    package var scriptPath: String { path + "/job.sh" }
    package var costsPath: String { path + "/costs.csv" }
    package var logPattern: String { path + "/logs/%a.log" }
    package func logPath(_ shard: Int) -> String { "\(path)/logs/\(shard).log" }
    package func shardPath(_ shard: Int) -> String { "\(path)/shards/\(shard)" }
    private var recordPath: String { path + "/submission.json" }

    /// Makes the folder, its script and its costs; must be new or empty.
    package func begin(script: String, costs: String) throws(Problem) {
        guard (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty ?? true else {
            throw Problem(
                description: "'\(path)' holds other files; choose a folder with --output that is new or empty, or go on"
                    + " with what was submitted there with --status or --resubmit")
        }
        do {
            for name in ["logs", "shards"] { try RunFolder.create("\(path)/\(name)") }
            try Data(costs.utf8).write(to: URL(fileURLWithPath: costsPath), options: .atomic)
            try Data(script.utf8).write(to: URL(fileURLWithPath: scriptPath), options: .atomic)
        } catch let error as RunFolderError {
            throw Problem(description: "\(error)")
        } catch {
            throw Problem(description: "cannot write into '\(path)': \(RunFolder.describe(error))")
        }
    }

    package func write(_ submission: Submission) throws(Problem) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try (encoder.encode(submission) + Data("\n".utf8)).write(
                to: URL(fileURLWithPath: recordPath), options: .atomic)
        } catch {
            throw Problem(description: "cannot write '\(recordPath)': \(RunFolder.describe(error))")
        }
    }

    package func submission() throws(Problem) -> Submission {
        guard let data = FileManager.default.contents(atPath: recordPath) else {
            throw Problem(description: "nothing was submitted in '\(path)': there is no submission.json")
        }
        guard let submission = try? JSONDecoder().decode(Submission.self, from: data), submission.schema == 1,
            (1...ShardNumber.largestCount).contains(submission.shardCount)
        else { throw Problem(description: "'\(recordPath)' is damaged, or of another version") }
        return submission
    }
}
