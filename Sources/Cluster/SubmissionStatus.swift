package import Benchmarking
import Foundation
import OutsideText

/// How far the shards of a submission are.
package struct SubmissionStatus: Sendable {
    /// What became of a shard.
    package enum State: Sendable, Hashable {
        /// All its trials have rows.
        case done
        /// The scheduler has a task for it: its state, and why it waits or where it runs.
        case active(state: String, reason: String)
        /// It is not done, and nobody works on it: its task died, or there never was one.
        case open
    }

    /// A shard and what became of it.
    package struct Shard: Sendable, Hashable {
        /// Counted from 1.
        package let number: Int
        package let state: State
        /// Rows that are there, and that there will be; nil where the shard has not begun.
        package let doneCount: Int?
        package let plannedCount: Int?
        /// Whether one of its rows failed, or its round trip did.
        package let verdict: RunVerdict?
        /// The last line that a task of it wrote, where it is open.
        package let lastWords: String?
    }

    /// By their numbers.
    package let shards: [Shard]
    /// Whether any job was taken by the scheduler.
    package let isSubmitted: Bool

    /// Looks into the folder and asks the scheduler.
    package init(
        _ folder: SubmissionFolder, _ submission: Submission, scheduler: Slurm
    ) throws(SchedulerProblem) {
        // Tasks first: one that ends in between is then seen as done, not as dead.
        isSubmitted = !submission.jobs.isEmpty
        let tasks = try scheduler.tasks(of: submission.jobs.map(\.id))
        let byShard = Dictionary(tasks.map { ($0.index, $0) }) { first, second in
            first.state == "RUNNING" ? first : second
        }
        shards = (1...submission.shardCount).map { number in
            let progress = ShardFolder.progress(folder.shardPath(number))
            let state: State
            if let progress, progress.done == progress.planned {
                state = .done
            } else if let task = byShard[number] {
                state = .active(state: task.state, reason: task.reason)
            } else {
                state = .open
            }
            return Shard(
                number: number, state: state, doneCount: progress?.done, plannedCount: progress?.planned,
                verdict: progress?.verdict,
                lastWords: state == .open ? Self.lastLine(of: folder.logPath(number)) : nil)
        }
    }

    /// Whether every shard is done.
    package var isDone: Bool { shards.allSatisfy { $0.state == .done } }

    /// The shards that nobody works on.
    package var open: [Int] { shards.filter { $0.state == .open }.map(\.number) }

    /// Whether the scheduler has a task for any of them.
    package var isActive: Bool {
        shards.contains { shard in
            if case .active = shard.state { true } else { false }
        }
    }

    /// For people: a line for each state, and one for each open shard.
    package var text: String {
        var lines: [String] = []
        let done = shards.filter { $0.state == .done }
        let trials = shards.compactMap(\.doneCount).reduce(0, +)
        if !isSubmitted { lines.append("no job was submitted yet") }
        lines.append("\(done.count) of \(shards.count) shards done, \(trials) trials")
        var active: [String: [Int]] = [:]
        for shard in shards {
            guard case .active(let state, let reason) = shard.state else { continue }
            // What it waits for comes in parentheses already, the node it runs on does not.
            let cause = reason.trimmingCharacters(in: CharacterSet(charactersIn: "()"))
            active["\(state.lowercased()) (\(cause))", default: []].append(shard.number)
        }
        for (state, numbers) in active.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(VisibleText.oneLine(state)): \(NumberRanges.text(numbers))")
        }
        for shard in shards where shard.state == .open {
            let progress = shard.plannedCount.map { "\(shard.doneCount ?? 0) of \($0) trials" } ?? "not begun"
            let words = shard.lastWords.map { ": \(VisibleText.oneLine($0))" } ?? ""
            lines.append("  open: \(shard.number), \(progress)\(words)")
        }
        let failed = shards.filter { $0.verdict != nil && $0.verdict != .fine }.map(\.number)
        if !failed.isEmpty { lines.append("  with rows that failed: \(NumberRanges.text(failed))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lastLine(of path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return String(decoding: data.suffix(4096), as: UTF8.self).split(separator: "\n").last.map(String.init)
    }
}
