/// What a network is trained on: byte sequences, each of which begins with nothing behind it, as a stream does.
package struct TrainingSequences: Sendable {
    /// Longer items are cut into sequences of so many bytes at most: a batch wants many at once, and a few thousand bytes are
    /// far more than a network remembers.
    package static let maximumByteCount = 1 << 13

    /// All bytes, one sequence after the other.
    private(set) var bytes: [UInt8] = []
    /// Where each lies in ``bytes``; none is empty.
    private(set) var ranges: [Range<Int>] = []

    package init() {}

    /// Items in their order.
    package init(_ items: [[UInt8]]) {
        for item in items { append(item) }
    }

    /// Bytes of all sequences.
    package var byteCount: Int { bytes.count }

    /// Number of sequences.
    package var count: Int { ranges.count }

    /// Adds an item, in pieces if it is long.
    package mutating func append(_ item: some Collection<UInt8>) {
        var rest = item[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Self.maximumByteCount)
            ranges.append(bytes.count..<bytes.count + piece.count)
            bytes += piece
            rest = rest.dropFirst(piece.count)
        }
    }

    /// The byte values that occur, ascending.
    package var alphabet: [UInt8] {
        var occurs = [Bool](repeating: false, count: 256)
        for byte in bytes { occurs[Int(byte)] = true }
        return (0..<256).filter { occurs[$0] }.map { UInt8($0) }
    }

    /// Optimiser steps of a pass with batches of so many windows, of so many steps each.
    package func stepCount(batchSize: Int, horizon: Int) -> Int {
        var slots = BatchSlots(self, order: Array(ranges.indices), capacity: batchSize)
        var count = 0
        while true {
            _ = slots.refill()
            guard !slots.slots.isEmpty else { return count }
            count += 1
            slots.advance(by: horizon)
        }
    }

    /// All sequences in an order that `random` chooses (Fisher and Yates).
    func shuffled(by random: inout RandomSource) -> [Int] {
        var order = Array(ranges.indices)
        for index in order.indices.dropFirst().reversed() {
            order.swapAt(index, random.next(below: index + 1))
        }
        return order
    }
}
