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
    private let work: @Sendable (Item) -> Output

    /// - Parameters:
    ///   - workers: how many threads, at least 1.
    ///   - work: makes an item's result, on one of them.
    package init(workers: Int, work: @escaping @Sendable (Item) -> Output) {
        self.workers = workers
        self.work = work
    }

    /// Runs until `next` returns nil and every result is emitted.
    package func run(
        next: () throws(StreamError) -> Item?, emit: (Output) throws(StreamError) -> Void
    ) throws(StreamError) {
        let state = State<Item, Output>()
        for _ in 0..<workers {
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
        while true {
            while !isAtEnd, read - emitted < 2 * workers {
                guard let item = try next() else {
                    isAtEnd = true
                    break
                }
                state.add(item, index: read)
                read += 1
            }
            guard emitted < read else { return }
            try emit(state.output(of: emitted))
            emitted += 1
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
