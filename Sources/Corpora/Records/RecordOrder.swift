/// The places of so many records in an order drawn at random (Fisher and Yates), the same for the same seed everywhere.
package struct RecordOrder: Sendable {
    package let places: [Int]

    package init(count: Int, seed: UInt64) {
        var places = Array(0..<count)
        var random = GeneratorSequence(seed: seed)
        for place in stride(from: count - 1, to: 0, by: -1) {
            // From the high half of the product (Lemire, 2019, without rejection).
            places.swapAt(place, Int(random.next().multipliedFullWidth(by: UInt64(place + 1)).high))
        }
        self.places = places
    }

    /// The places of a share of the records, by which the rest is judged: at least one, and never all.
    ///
    /// - Parameters:
    ///   - count: how many records there are, at least two.
    ///   - share: above 0 and below 1.
    package static func heldOut(of count: Int, share: Double, seed: UInt64) -> Set<Int> {
        let heldOutCount = min(max(Int((share * Double(count)).rounded()), 1), count - 1)
        return Set(RecordOrder(count: count, seed: seed).places.prefix(heldOutCount))
    }
}
