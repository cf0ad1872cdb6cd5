package import Benchmarking
import Foundation

/// Submits shards, waits for them, and submits again those whose tasks died.
package struct Submitting: Sendable {
    /// Where everything is.
    package let folder: SubmissionFolder
    private let scheduler: Slurm
    private let say: @Sendable (String) -> Void

    /// - Parameter say: told what is done, a line each.
    package init(folder: SubmissionFolder, scheduler: Slurm, say: @escaping @Sendable (String) -> Void) {
        self.folder = folder
        self.scheduler = scheduler
        self.say = say
    }

    /// Whether what is needed is there: the folder new or empty, the scheduler's commands in reach. Nothing is written.
    ///
    /// - Throws: ``SubmissionFolder/Problem``, ``SchedulerProblem``.
    package func check() throws {
        try folder.checkEmpty()
        try scheduler.check()
    }

    /// Makes the folder and submits every shard. Where the scheduler takes none of them, the folder is as it was.
    ///
    /// - Throws: ``SubmissionFolder/Problem``, ``SchedulerProblem``.
    package func begin(script: String, costs: String, _ submission: Submission) throws {
        let isNew = try folder.begin(script: script, costs: costs)
        do {
            // Before the scheduler is asked: what it takes can then be noted.
            try folder.write(submission)
            try submit(Array(1...submission.shardCount))
        } catch let problem as SchedulerProblem {
            folder.takeBack(withFolder: isNew)
            throw problem
        }
    }

    /// Submits the shards that are not done and that no task works on.
    ///
    /// - Throws: ``SubmissionFolder/Problem``, ``SchedulerProblem``.
    package func resubmit() throws {
        let status = try SubmissionStatus(folder, try folder.submission(), scheduler: scheduler)
        guard !status.open.isEmpty else {
            return say(status.isDone ? "all shards are done" : "every shard that is not done has a task")
        }
        try submit(status.open)
    }

    /// Waits until all shards are done. Blocks.
    ///
    /// - Parameters:
    ///   - retries: how often a shard is submitted again.
    ///   - interval: seconds between two looks.
    /// - Returns: whether all are done; false too when it was cancelled.
    /// - Throws: ``SubmissionFolder/Problem``, ``SchedulerProblem``.
    package func wait(retries: Int, interval: Double, _ cancellation: Cancellation) throws -> Bool {
        var attempts: [Int: Int] = [:]
        var lastText = ""
        while !cancellation.isCancelled {
            let status = try SubmissionStatus(folder, try folder.submission(), scheduler: scheduler)
            if status.text != lastText {
                lastText = status.text
                say(status.text.split(separator: "\n").joined(separator: "; "))
            }
            if status.isDone { return true }
            let again = status.open.filter { attempts[$0, default: 0] < retries }
            if !again.isEmpty {
                for shard in again { attempts[shard, default: 0] += 1 }
                try submit(again)
            } else if !status.isActive {
                say("shards \(NumberRanges.text(status.open)) are not done, and were submitted again \(retries) times")
                return false
            }
            // In short steps, so that a signal does not wait.
            var left = interval
            while left > 0, !cancellation.isCancelled {
                usleep(useconds_t(min(left, 0.2) * 1e6))
                left -= 0.2
            }
        }
        return false
    }

    /// Ends all jobs that were submitted.
    ///
    /// - Throws: ``SubmissionFolder/Problem``, ``SchedulerProblem``.
    package func cancel() throws {
        let jobs = try folder.submission().jobs.map(\.id)
        try scheduler.cancel(jobs)
    }

    private func submit(_ shards: [Int]) throws {
        var submission = try folder.submission()
        let job = try scheduler.submit(
            folder.scriptPath, indices: shards, atOnce: submission.tasksAtOnce, log: folder.logPattern)
        submission.jobs.append(Submission.Job(id: job, shards: shards, date: Date().ISO8601Format()))
        try folder.write(submission)
        say("job \(job): shards \(NumberRanges.text(shards)) of \(submission.shardCount)")
    }
}
