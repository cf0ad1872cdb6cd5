/// What chooses the rows of the sets of weights: how hard the sample looks to predict, and in what way.
struct MixingContexts {
    /// So many sets there can be, and how many rows each has.
    static let counts = [16, 4, 25, 27, 32, 28, 32, 27]
    static let most = counts.count

    /// The size of a number in half octaves: 0 below `base`, at most `last`.
    @inline(__always)
    static func size(_ number: Float, over base: Float, last: Int) -> Int {
        let ratio = number / base
        guard ratio > 1 else { return 0 }
        // The exponent of the square counts half octaves.
        return min(Int((ratio * ratio).bitPattern >> 23) &- 126, last)
    }

    /// Where an error lies, in five parts: far below, below, near zero, above, far above.
    @inline(__always)
    static func part(_ error: Float, scale: Float) -> Int {
        if error < scale * -1.6 { return 0 }
        if error < scale * -0.4 { return 1 }
        if error > scale * 1.6 { return 4 }
        if error > scale * 0.4 { return 3 }
        return 2
    }
}
