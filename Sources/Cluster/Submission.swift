import Benchmarking
import Foundation
import OutsideText

/// What was submitted: `submission.json` in the folder of a run that is spread over a cluster.
///
/// What became of it is not written here: which trials are done is in the shards' own folders, and what runs is known to the scheduler.
package struct Submission: Sendable, Hashable, Codable {
    /// A job array, and the shards that it was submitted for.
    package struct Job: Sendable, Hashable, Codable {
        /// The scheduler's name for it.
        package var id: String
        package var shards: [Int]
        package var date: String
    }

    /// The version of the file.
    package var schema = 1
    package var shardCount: Int
    /// Most tasks at a time; nil for no limit.
    package var tasksAtOnce: Int?
    package var jobs: [Job] = []

    /// - Parameters: as the properties of these names.
    package init(shardCount: Int, tasksAtOnce: Int?) {
        self.shardCount = shardCount
        self.tasksAtOnce = tasksAtOnce
    }
}

/// The folder of a run that is spread over a cluster.
package struct SubmissionFolder: Sendable {
    /// Why it is not one, or cannot become one.
    package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// A sentence.
        package let description: String
    }

    /// As it was given.
    package let path: String

    /// - Parameter path: as it was given; it need not be there yet.
    package init(path: String) { self.path = path }

    /// For messages.
    private var shown: String { VisibleText.oneLine(path) }

    /// The job array's script.
    package var scriptPath: String { path + "/job.sh" }
    /// What the work was divided by.
    package var costsPath: String { path + "/costs.csv" }
    /// Where tasks write what they say, with Slurm's `%a` for the task's number; a `%` of the folder's own name is doubled.
    package var logPattern: String { path.replacing("%", with: "%%") + "/logs/%a.log" }
    /// Where the tasks of one shard wrote.
    package func logPath(_ shard: Int) -> String { "\(path)/logs/\(shard).log" }
    /// The folder of one shard's results.
    package func shardPath(_ shard: Int) -> String { "\(path)/shards/\(shard)" }
    private var recordPath: String { path + "/submission.json" }

    /// Refuses a folder with anything in it.
    package func checkEmpty() throws(Problem) {
        guard (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty ?? true else {
            throw Problem(
                description:
                    "'\(shown)' holds other files; choose a folder with --output that is new or empty, or go on"
                    + " with what was submitted there with --status or --resubmit")
        }
    }

    private static let subfolders = ["logs", "shards"]

    /// Makes the folder, its script and its costs; must be new or empty.
    ///
    /// - Returns: whether there was no folder yet.
    package func begin(script: String, costs: String) throws(Problem) -> Bool {
        try checkEmpty()
        let isNew = !FileManager.default.fileExists(atPath: path)
        do {
            for name in Self.subfolders { try RunFolder.create("\(path)/\(name)") }
            try Data(costs.utf8).write(to: URL(fileURLWithPath: costsPath), options: .atomic)
            try Data(script.utf8).write(to: URL(fileURLWithPath: scriptPath), options: .atomic)
        } catch let error as RunFolderError {
            throw Problem(description: "\(error)")
        } catch {
            throw Problem(description: "cannot write into '\(shown)': \(RunFolder.describe(error))")
        }
        return isNew
    }

    /// Removes what ``begin(script:costs:)`` and ``write(_:)`` made, and nothing that others put beside it.
    ///
    /// - Parameter withFolder: also the folder itself, where it is empty then.
    package func takeBack(withFolder: Bool) {
        for file in [recordPath, scriptPath, costsPath] { unlink(file) }
        for name in Self.subfolders { rmdir("\(path)/\(name)") }
        if withFolder { rmdir(path) }
    }

    /// Writes `submission.json`, whole or not at all.
    package func write(_ submission: Submission) throws(Problem) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try (encoder.encode(submission) + Data("\n".utf8)).write(
                to: URL(fileURLWithPath: recordPath), options: .atomic)
        } catch {
            throw Problem(
                description: "cannot write '\(VisibleText.oneLine(recordPath))': \(RunFolder.describe(error))")
        }
    }

    /// What was submitted.
    package func submission() throws(Problem) -> Submission {
        guard let data = FileManager.default.contents(atPath: recordPath) else {
            throw Problem(description: "nothing was submitted in '\(shown)': there is no submission.json")
        }
        guard let submission = try? JSONDecoder().decode(Submission.self, from: data), submission.schema == 1,
            (1...ShardNumber.largestCount).contains(submission.shardCount)
        else {
            throw Problem(description: "'\(VisibleText.oneLine(recordPath))' is damaged, or of another version")
        }
        return submission
    }
}
