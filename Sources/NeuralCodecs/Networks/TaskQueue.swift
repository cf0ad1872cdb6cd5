import Synchronization

/// Tasks posted by one thread, claimed by any, each done once.
final class TaskQueue: @unchecked Sendable {
    // Unchecked: a slot is written by the posting thread only, before the count that publishes it is stored with
    // releasing order, and written again only after everything posted was completed.

    /// Room for the tasks between two waits.
    private static let capacity = 256
    /// 128 bytes between counters, so that each has a cache line (and its neighbour, which processors fetch with it) to
    /// itself: counters would otherwise wander between cores together.
    private typealias Padding = SIMD16<Int>

    private let slots: UnsafeMutablePointer<Int>
    private let padding0 = Padding()
    private let posted = Atomic<Int>(0)
    /// How many had been posted when all were done: their slots are free. Of the posting thread only.
    private var reusable = 0
    private let padding1 = Padding()
    private let claimed = Atomic<Int>(0)
    private let padding2 = Padding()
    private let completed = Atomic<Int>(0)
    private let padding3 = Padding()

    init() {
        slots = .allocate(capacity: Self.capacity)
        slots.initialize(repeating: 0, count: Self.capacity)
    }

    deinit { slots.deallocate() }

    /// Whether another task can be added before all are done; by the posting thread only.
    var hasRoom: Bool { posted.load(ordering: .relaxed) - reusable < Self.capacity }

    /// Adds a task, for which there must be room; by the posting thread only.
    func post(_ task: Int) {
        let count = posted.load(ordering: .relaxed)
        slots[count % Self.capacity] = task
        posted.store(count + 1, ordering: .releasing)
    }

    /// Claims a task and does it, if there is one.
    @inline(__always) func runOne(_ execute: (Int) -> Void) -> Bool {
        var next = claimed.load(ordering: .relaxed)
        while next < posted.load(ordering: .acquiring) {
            let (exchanged, original) = claimed.compareExchange(
                expected: next, desired: next + 1, ordering: .acquiringAndReleasing)
            if exchanged {
                execute(slots[next % Self.capacity])
                completed.add(1, ordering: .releasing)
                return true
            }
            next = original
        }
        return false
    }

    /// Whether everything posted is done; by the posting thread only.
    var isCompleted: Bool { completed.load(ordering: .acquiring) == posted.load(ordering: .relaxed) }

    /// Makes room again, once all is done; by the posting thread only.
    func makeRoom() { reusable = posted.load(ordering: .relaxed) }
}
