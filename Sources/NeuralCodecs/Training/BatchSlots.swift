/// Which sequence each window of a batch goes through, and how far it has come.
///
/// A window that is through with its sequence takes the next of the order. When there is none left the last window takes its
/// place, so that the windows in use are always the first.
struct BatchSlots {
    /// A window's place.
    struct Slot {
        /// Bytes that are left of its sequence.
        var rest: Range<Int>
    }

    /// What a window has to do before its next steps.
    enum Change {
        /// It begins a sequence: nothing lies behind it.
        case begin(window: Int)
        /// It goes on with what another window has begun.
        case move(from: Int, to: Int)
    }

    private let ranges: [Range<Int>]
    private let order: [Int]
    private let capacity: Int
    private var next = 0
    private(set) var slots: [Slot] = []

    init(_ sequences: TrainingSequences, order: [Int], capacity: Int) {
        ranges = sequences.ranges
        self.order = order
        self.capacity = capacity
    }

    /// Fills the windows that are through; ``slots`` has one for each window in use afterwards, none at the end.
    mutating func refill() -> [Change] {
        var changes: [Change] = []
        var window = 0
        while window < slots.count {
            if slots[window].rest.isEmpty {
                if next < order.count {
                    slots[window] = takeNext()
                    changes.append(.begin(window: window))
                } else {
                    let last = slots.removeLast()
                    guard window < slots.count else { break }
                    slots[window] = last
                    changes.append(.move(from: slots.count, to: window))
                    continue
                }
            }
            window += 1
        }
        while slots.count < capacity, next < order.count {
            changes.append(.begin(window: slots.count))
            slots.append(takeNext())
        }
        return changes
    }

    private mutating func takeNext() -> Slot {
        defer { next += 1 }
        return Slot(rest: ranges[order[next]])
    }

    /// Moves every window on by so many steps, or to its sequence's end.
    mutating func advance(by steps: Int) {
        for window in slots.indices {
            let rest = slots[window].rest
            slots[window].rest = min(rest.lowerBound + steps, rest.upperBound)..<rest.upperBound
        }
    }
}
