import Benchmarking
import Foundation

/// Slurm, by its commands: `sbatch`, `squeue` and `scancel`.
package struct Slurm: Sendable {
    /// A task of a job array that has not ended.
    package struct Task: Sendable, Hashable {
        /// The identifier of its array.
        package let job: String
        package let index: Int
        /// As Slurm spells it: `PENDING`, `RUNNING`, …
        package let state: String
        /// Why it waits, or where it runs.
        package let reason: String
    }

    /// By the commands of this machine.
    package init() {}

    /// Whether its commands are on this machine.
    package func check() throws(SchedulerProblem) { _ = try SchedulerProgram(name: "sbatch").run(["--version"]) }

    /// Submits a script as a job array.
    ///
    /// - Parameters:
    ///   - indices: the tasks.
    ///   - atOnce: how many may run at a time; nil for no limit.
    ///   - log: where tasks write, with Slurm's `%a` for the task's number.
    /// - Returns: the job's identifier.
    package func submit(
        _ script: String, indices: [Int], atOnce: Int?, log: String
    ) throws(SchedulerProblem) -> String {
        let array = NumberRanges.text(indices) + (atOnce.map { "%\($0)" } ?? "")
        let answer = try SchedulerProgram(name: "sbatch").run(
            ["--parsable", "--array=\(array)", "--output=\(log)", script])
        // `123`, or `123;cluster`.
        let job = answer.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: ";").first.map(String.init)
        guard let job, !job.isEmpty, job.allSatisfy(\.isNumber) else {
            throw .notUnderstood(program: "sbatch", words: answer)
        }
        return job
    }

    /// The tasks of these jobs that have not ended.
    package func tasks(of jobs: [String]) throws(SchedulerProblem) -> [Task] {
        var tasks: [Task] = []
        // One by one: a job that Slurm has forgotten makes it answer for none of them.
        for job in jobs {
            let answer: String
            do throws(SchedulerProblem) {
                answer = try SchedulerProgram(name: "squeue").run(
                    ["--noheader", "--array", "--jobs=\(job)", "--format=%K|%T|%R"])
            } catch {
                if case .failed(_, _, let words) = error, words.contains("Invalid job id") { continue }
                throw error
            }
            for line in answer.split(separator: "\n") {
                let fields = line.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
                guard fields.count == 3, let index = Int(fields[0].trimmingCharacters(in: .whitespaces)) else {
                    throw .notUnderstood(program: "squeue", words: String(line))
                }
                tasks.append(Task(job: job, index: index, state: fields[1], reason: fields[2]))
            }
        }
        return tasks
    }

    /// Ends all that is left of these jobs.
    package func cancel(_ jobs: [String]) throws(SchedulerProblem) {
        guard !jobs.isEmpty else { return }
        _ = try SchedulerProgram(name: "scancel").run(jobs)
    }
}
