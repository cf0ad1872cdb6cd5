/// Floats aligned as the kernels want them, filled from a fixed generator.
final class AlignedFloats {
    let pointer: UnsafeMutablePointer<Float>
    let count: Int

    /// - Parameter seed: nil for zeros.
    init(_ count: Int, seed: UInt64? = nil, range: ClosedRange<Float> = -1...1) {
        self.count = count
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(4 * count, 32), alignment: 64)
        pointer = memory.bindMemory(to: Float.self, capacity: count)
        pointer.initialize(repeating: 0, count: count)
        guard let seed else { return }
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        for index in 0..<count {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            let unit = Float(state >> 40) * 0x1p-24
            pointer[index] = range.lowerBound + (range.upperBound - range.lowerBound) * unit
        }
    }

    convenience init(copying other: AlignedFloats) {
        self.init(other.count)
        pointer.update(from: other.pointer, count: count)
    }

    deinit { UnsafeMutableRawPointer(pointer).deallocate() }

    subscript(index: Int) -> Float {
        get { pointer[index] }
        set { pointer[index] = newValue }
    }

    var array: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
    /// For comparing to the last bit.
    var bits: [UInt32] { array.map(\.bitPattern) }
}

/// The largest difference relative to the larger of the value and one.
func largestError(_ values: [Float], _ expected: [Double]) -> Double {
    zip(values, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }.max() ?? 0
}
