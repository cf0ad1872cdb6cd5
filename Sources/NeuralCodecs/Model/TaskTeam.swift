import Dispatch
import Synchronization

/// A handful of threads that share the work of one predictor while it codes.
///
/// Tasks are posted in order, claimed by whoever is free, the coding thread included, and waited for all together. The
/// coding thread claims what nobody began, so nothing depends on a helper being scheduled: on a busy machine the team is
/// merely slower. Which thread runs a task never shows in its result, because tasks write to disjoint memory.
///
/// Windows last a fraction of a millisecond, less than it takes to wake a sleeping thread; helpers therefore spin, and
/// exist only while ``run(_:execute:)`` runs.
final class TaskTeam: @unchecked Sendable {
    // Unchecked: `tasks` is written by the coding thread only, before the count that publishes a slot is stored with
    // release ordering, and a slot is reused only after everything posted was completed.

    /// Room for the tasks between two waits.
    private static let capacity = 256

    private let helperCount: Int
    private var tasks = [Int](repeating: 0, count: TaskTeam.capacity)
    private let posted = Atomic<Int>(0)
    private let claimed = Atomic<Int>(0)
    private let completed = Atomic<Int>(0)
    private let isOver = Atomic<Bool>(false)

    /// - Parameter threads: threads in all, the coding thread included.
    init(threads: Int) { helperCount = max(0, threads - 1) }

    var isAlone: Bool { helperCount == 0 }

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
        for _ in 0..<helperCount {
            DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
                var idle = 0
                while !isOver.load(ordering: .acquiring) {
                    if runOne(execute) {
                        idle = 0
                    } else {
                        idle += 1
                        if idle > 4000 { yieldThread() }
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

    /// Offers a task to the team.
    func post(_ task: Int) {
        let count = posted.load(ordering: .relaxed)
        tasks.withUnsafeMutableBufferPointer { $0[count % Self.capacity] = task }
        posted.store(count + 1, ordering: .releasing)
    }

    /// Works on what is posted until all of it is done.
    func finish(_ execute: (Int) -> Void) {
        while runOne(execute) {}
        var spins = 0
        while completed.load(ordering: .acquiring) < posted.load(ordering: .relaxed) {
            spins += 1
            if spins > 4000 { yieldThread() }
        }
    }

    /// Claims and does one task, if there is one.
    private func runOne(_ execute: (Int) -> Void) -> Bool {
        var next = claimed.load(ordering: .relaxed)
        while next < posted.load(ordering: .acquiring) {
            let (exchanged, original) = claimed.compareExchange(
                expected: next, desired: next + 1, ordering: .acquiringAndReleasing)
            if exchanged {
                execute(tasks.withUnsafeBufferPointer { $0[next % Self.capacity] })
                completed.add(1, ordering: .releasing)
                return true
            }
            next = original
        }
        return false
    }
}
