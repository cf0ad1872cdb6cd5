import Synchronization

/// How many threads several coders that run at the same time may use together: those that one does not need help the others.
package final class ThreadAllowance: Sendable {
    private let spare: Atomic<Int>

    /// - Parameter threads: that may be busy in all.
    package init(threads: Int) { spare = Atomic(threads) }

    /// A thread begins to work of its own accord.
    package func begin() { spare.subtract(1, ordering: .relaxed) }

    /// A thread that began so is done.
    package func end() { spare.add(1, ordering: .relaxed) }

    /// Takes up to so many helpers for a while; none where all threads are busy.
    package func takeHelpers(upTo most: Int) -> Int {
        var known = spare.load(ordering: .relaxed)
        while known > 0 {
            let count = min(most, known)
            let (isExchanged, original) = spare.compareExchange(
                expected: known, desired: known - count, ordering: .relaxed)
            if isExchanged { return count }
            known = original
        }
        return 0
    }

    /// Gives them back.
    package func giveBack(helpers: Int) { spare.add(helpers, ordering: .relaxed) }
}
