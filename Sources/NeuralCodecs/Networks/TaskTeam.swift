import Dispatch
import Synchronization

/// A handful of threads that share the work of one predictor while it codes.
///
/// The coding thread posts tasks, to one helper or to whoever is free, and waits for all of them together. A helper's own
/// tasks keep to it because a network's weights then stay in the cache of one core: cores may be far apart, and moving
/// some hundred kilobytes between them for every window would take as long as the work itself. Nothing depends on a
/// helper being scheduled: what it has not begun after a while the coding thread does, so that on a busy machine the team
/// is merely slower. Which thread runs a task never shows in its result, because tasks write to disjoint memory.
///
/// Steps last microseconds, less than it takes to wake a sleeping thread; helpers therefore spin, and exist only while
/// ``run(execute:_:)`` runs.
final class TaskTeam: Sendable {
    /// Polls after which a waiting thread lets others have its core: some microseconds.
    private static let patience = 4000

    /// Tasks for whoever is free, then those of each helper.
    private let queues: [TaskQueue]
    private let isOver = Atomic<Bool>(false)

    /// - Parameter threads: threads in all, the coding thread included.
    init(threads: Int) { queues = (0..<max(1, threads)).map { _ in TaskQueue() } }

    var isAlone: Bool { queues.count == 1 }

    /// Runs `body` with the helpers at hand.
    ///
    /// - Parameter execute: does one task; called on any of the threads.
    func run<Failure: Error>(
        execute: @escaping (Int) -> Void, _ body: () throws(Failure) -> Void
    ) throws(Failure) {
        guard !isAlone else { return try body() }
        // The closure is called on other threads only between here and the end of this call.
        nonisolated(unsafe) let execute = execute
        isOver.store(false, ordering: .releasing)
        let group = DispatchGroup()
        for own in queues.dropFirst() {
            DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
                let shared = queues[0]
                var idle = 0
                while !isOver.load(ordering: .acquiring) {
                    if own.runOne(execute) || shared.runOne(execute) {
                        idle = 0
                    } else {
                        idle += 1
                        if idle > Self.patience { yieldThread() }
                    }
                }
            }
        }
        defer {
            isOver.store(true, ordering: .releasing)
            group.wait()
        }
        try body()
    }

    /// Whether another task can be offered to whoever is free; ``finish(_:)`` makes room.
    var hasRoom: Bool { queues[0].hasRoom }

    /// Offers a task to whoever is free, or to one helper, counted from 1. Those of a coder are few; where there may be many, see
    /// ``hasRoom``.
    func post(_ task: Int, to helper: Int = 0) { queues[helper].post(task) }

    /// Waits until everything posted is done, and does what nobody began.
    func finish(_ execute: (Int) -> Void) {
        while queues[0].runOne(execute) {}
        for queue in queues {
            var polls = 0
            while !queue.isCompleted {
                polls += 1
                if polls > Self.patience, !queue.runOne(execute) { yieldThread() }
            }
            queue.makeRoom()
        }
    }
}
