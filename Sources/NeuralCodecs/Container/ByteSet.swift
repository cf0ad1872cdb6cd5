/// A set of byte values.
package struct ByteSet: Sendable, Hashable {
    private var words = SIMD4<UInt64>(repeating: 0)

    package init() {}

    package init(_ bytes: UnsafeRawBufferPointer) {
        withUnsafeTemporaryAllocation(of: Bool.self, capacity: 256) { seen in
            seen.initialize(repeating: false)
            for byte in bytes { seen[Int(byte)] = true }
            for value in 0..<256 where seen[value] { insert(UInt8(value)) }
        }
    }

    package init(_ values: some Sequence<UInt8>) {
        for value in values { insert(value) }
    }

    package func contains(_ value: UInt8) -> Bool {
        words[Int(value >> 6)] >> UInt64(value & 63) & 1 == 1
    }

    package mutating func insert(_ value: UInt8) {
        words[Int(value >> 6)] |= 1 << UInt64(value & 63)
    }

    package var isEmpty: Bool { words == SIMD4(repeating: 0) }

    package func union(_ other: ByteSet) -> ByteSet {
        var result = self
        result.words |= other.words
        return result
    }

    package func subtracting(_ other: ByteSet) -> ByteSet {
        var result = self
        result.words &= ~other.words
        return result
    }

    /// The values in ascending order.
    package var values: [UInt8] { (0...255).filter { contains($0) } }
}
