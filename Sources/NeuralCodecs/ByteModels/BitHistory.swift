/// What a context has seen at one node, in a byte: how often each bit value came, with less trust in counts that the other
/// value has contradicted since, and which value came last.
///
/// State 0 is nothing seen. A count reaches at most 32, and less the more often the other value came, so that all pairs fit
/// into 255 states. After M. Mahoney's nonstationary states ("The ZPAQ Open Standard Format", 2.03, 2014); the table is
/// this project's own.
///
/// Unchecked, because the tables are pointers: nobody writes them once they are made.
package struct BitHistory: @unchecked Sendable {
    /// The largest count of one value by the count of the other, the rarer.
    private static let largestCounts = [32, 24, 12, 8, 6, 5, 0]
    /// What a count falls to when the other value comes.
    private static func discounted(_ count: Int) -> Int {
        count <= 2 ? count : count <= 5 ? 2 + (count - 1) / 2 : count <= 12 ? 5 : 6
    }

    private struct Counts: Hashable {
        var zeros: Int
        var ones: Int
        var last: Int
    }

    /// The state that follows, at `2 · state + bit`.
    package let next: UnsafeMutablePointer<UInt8>
    /// How often each value came, by state.
    package let zeros: UnsafeMutablePointer<UInt8>
    package let ones: UnsafeMutablePointer<UInt8>
    package let count: Int

    /// The table of the whole program.
    package static let shared = BitHistory()

    private init() {
        next = .allocate(capacity: 512)
        zeros = .allocate(capacity: 256)
        ones = .allocate(capacity: 256)
        next.initialize(repeating: 0, count: 512)
        zeros.initialize(repeating: 0, count: 256)
        ones.initialize(repeating: 0, count: 256)
        var states = [Counts(zeros: 0, ones: 0, last: 0)]
        var numbers = [states[0]: 0]
        // Breadth first: states get their numbers in the order in which they can be reached.
        var index = 0
        while index < states.count {
            let state = states[index]
            for bit in 0...1 {
                let following = Self.following(state, bit: bit)
                let number = numbers[following] ?? states.count
                if number == states.count {
                    numbers[following] = number
                    states.append(following)
                }
                next[2 * index + bit] = UInt8(truncatingIfNeeded: number)
            }
            zeros[index] = UInt8(truncatingIfNeeded: state.zeros)
            ones[index] = UInt8(truncatingIfNeeded: state.ones)
            index += 1
        }
        count = states.count
    }

    private static func following(_ state: Counts, bit: Int) -> Counts {
        var same = (bit == 0 ? state.zeros : state.ones) + 1
        var other = discounted(bit == 0 ? state.ones : state.zeros)
        // The pair must be one of those that have a state. What came is worth more than what came before.
        while max(same, other) > largestCounts[min(same, other, largestCounts.count - 1)] {
            if other > same { other -= 1 } else { same -= 1 }
        }
        // Where only one value ever came, it came last.
        let last = other > 0 ? bit : 0
        return bit == 0 ? Counts(zeros: same, ones: other, last: last) : Counts(zeros: other, ones: same, last: last)
    }
}
