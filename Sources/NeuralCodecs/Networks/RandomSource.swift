/// The fixed generator of initial weights and of replay choices: SplitMix64 (Steele, Lea and Flood, 2014). Part of the
/// stream format.
package struct RandomSource {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A whole number in `0..<bound`, from the high half of the product (Lemire, 2019, without rejection).
    package mutating func next(below bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Fills `count` values with multiples of 2^-23 in -1..<1, times `scale`.
    mutating func fill(_ values: UnsafeMutablePointer<Float>, count: Int, scale: Float) {
        for index in 0..<count {
            let bits = Int32(truncatingIfNeeded: next() >> 40) - 8_388_608
            values[index] = Float(bits) * 0x1p-23 * scale
        }
    }
}
