internal import Foundation

/// Works on a sequence of items with several threads and hands over the results in the items' order.
///
/// Reading items and taking results happen on the calling thread only, so that neither needs to be thread-safe:
///
///     items ──next──▶ queue ──▶ workers ──▶ finished ──emit──▶ results
///                (caller)      (threads)                (caller)
///
/// At most two items a worker are under way at a time, which bounds memory. When reading or emitting fails, items not
/// begun are dropped; a worker that is in the middle of one ends after it.
package struct OrderedPipeline<Item: Sendable, Output: Sendable> {
    private let workers: Int
    private let callerWorks: Bool
    private let work: @Sendable (Item) -> Output

    /// - Parameters:
    ///   - workers: how many threads, at least 1.
    ///   - callerWorks: whether the calling thread is one of them while it would wait for a result: for results whose emission is
    ///     work as well, so that never more than `workers` threads are busy for long.
    ///   - work: makes an item's result, on one of them.
    package init(workers: Int, callerWorks: Bool = false, work: @escaping @Sendable (Item) -> Output) {
        self.workers = workers
        self.callerWorks = callerWorks
        self.work = work
    }

    /// Runs until `next` returns nil and every result is emitted.
    ///
    /// - Parameters:
    ///   - cost: of an item while it is under way, in units of `costLimit`.
    ///   - costLimit: no further item is read while those under way cost so much; one may always be.
    package func run(
        cost: (Item) -> Int = { _ in 0 }, costLimit: Int = .max,
        next: () throws(StreamError) -> Item?, emit: (Output) throws(StreamError) -> Void
    ) throws(StreamError) {
        let state = State<Item, Output>()
        for _ in 0..<(callerWorks ? workers - 1 : workers) {
            let thread = Thread { [work] in
                while let (index, item) = state.takeItem() { state.finish(index, work(item)) }
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        defer { state.close() }

        var read = 0
        var emitted = 0
        var isAtEnd = false
        var costs: [Int] = []
        var totalCost = 0
        while true {
            while !isAtEnd, read - emitted < 2 * workers, totalCost < costLimit {
                guard let item = try next() else {
                    isAtEnd = true
                    break
                }
                costs.append(max(0, cost(item)))
                totalCost += costs[costs.count - 1]
                state.add(item, index: read)
                read += 1
            }
            guard emitted < read else { return }
            let output = callerWorks ? state.output(of: emitted, workingMeanwhile: work) : state.output(of: emitted)
            try emit(output)
            emitted += 1
            totalCost -= costs.removeFirst()
        }
    }
}

/// What the threads share. All of it is touched only while the condition's lock is held, hence `@unchecked Sendable`.
private final class State<Item: Sendable, Output: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var queue: [(Int, Item)] = []
    private var finished: [Int: Output] = [:]
    private var isClosed = false

    func add(_ item: Item, index: Int) {
        condition.withLock {
            queue.append((index, item))
            condition.broadcast()
        }
    }

    /// Waits for an item; nil when there will be no more.
    func takeItem() -> (Int, Item)? {
        condition.withLock {
            while queue.isEmpty, !isClosed { condition.wait() }
            return isClosed ? nil : queue.removeFirst()
        }
    }

    func finish(_ index: Int, _ output: Output) {
        condition.withLock {
            finished[index] = output
            condition.broadcast()
        }
    }

    /// Waits for the result of the item with that index.
    ///
    /// - Parameter work: done on items that nobody has begun, rather than wait idly.
    func output(of index: Int, workingMeanwhile work: (Item) -> Output) -> Output {
        while let (place, item) = takeItem(unlessFinished: index) { finish(place, work(item)) }
        return output(of: index)
    }

    /// An item that nobody has begun; nil when there is none, or when that result is there.
    private func takeItem(unlessFinished index: Int) -> (Int, Item)? {
        condition.withLock { finished[index] != nil || queue.isEmpty ? nil : queue.removeFirst() }
    }

    /// Waits for the result of the item with that index.
    func output(of index: Int) -> Output {
        condition.withLock {
            while true {
                if let output = finished.removeValue(forKey: index) { return output }
                condition.wait()
            }
        }
    }

    func close() {
        condition.withLock {
            isClosed = true
            queue.removeAll()
            condition.broadcast()
        }
    }
}
