/// Contexts for a plane that was stored at half the resolution and interpolated: at three of four samples its neighbours
/// leave one or two values. What those are relative to depends on the phase; histograms learn which of them it is.
struct SubsampledContexts {
    /// So many come before the common ones.
    static let count = 6

    /// What interpolation says of the sample, and what else is known of it.
    struct Expectation {
        /// The likeliest value, or the one above.
        var value: Int32
        /// How another line of samples contradicts it.
        var contradiction: Int32
        /// Likewise, by the mean of four.
        var cornerContradiction: Int32
    }

    /// - Parameters:
    ///   - c: and
    ///   - n: and
    ///   - m: the plane's rows at the sample: the current one, the one above, the one above that.
    ///   - phase: of the sample: 1 for an odd column, plus 2 in an odd row.
    ///   - predicted: the expected value where interpolation says nothing.
    @inline(__always)
    static func expectation(
        _ c: UnsafePointer<Int32>, _ n: UnsafePointer<Int32>, _ m: UnsafePointer<Int32>, phase: Int, predicted: Int32
    ) -> Expectation {
        switch phase {
        case 0:
            // Stored. The one above was the mean of it and the one above that; the one to the left likewise.
            let value = 2 &* n[0] &- m[0]
            let corner = 4 &* n[-1] &- m[-2] &- m[0] &- c[-2]
            return Expectation(
                value: value, contradiction: bounded(2 &* c[-1] &- c[-2] &- value, 4),
                cornerContradiction: bounded(corner &- value, 5))
        case 1:
            // Between two stored ones, of which the right one shows in the rows above.
            let right = 2 &* n[1] &- m[1]
            let sum = c[-1] &+ right &+ 1
            let corner = 4 &* n[0] &- m[-1] &- m[1] &- c[-1]
            return Expectation(
                value: sum >> 1, contradiction: sum & 1, cornerContradiction: bounded(corner &- right, 5))
        case 2:
            // The mean of the one above and one not yet known, which shows in the mean of four to the left.
            let value = 2 &* c[-1] &- c[-2]
            return Expectation(
                value: value, contradiction: bounded(predicted &- value, 4),
                cornerContradiction: bounded(n[0] &- n[-1], 3))
        default:
            return Expectation(
                value: predicted, contradiction: bounded(n[1] &- n[-1], 6),
                cornerContradiction: bounded(c[-1] &- n[-1], 6))
        }
    }

    @inline(__always)
    private static func bounded(_ value: Int32, _ limit: Int32) -> Int32 { min(max(value, -limit), limit) }

    /// Fills in the first ``count`` contexts.
    ///
    /// - Parameters:
    ///   - predicted: as for the expectation.
    ///   - other: by how much the other chroma of the pixel, where it is known, missed what interpolation says; else 0.
    @inline(__always)
    static func fill(
        _ e: Expectation, phase: Int, predicted: Int32, other: Int32, west: Int32, count: Int,
        hashes: UnsafeMutablePointer<UInt32>, references: UnsafeMutablePointer<UInt16>
    ) {
        for index in 0..<min(count, Self.count) {
            var hash = ColourContexts.Hash(1000 &+ 8 &* index &+ phase)
            switch index {
            case 0: hash.add(e.contradiction, e.cornerContradiction)
            case 1: hash.add(e.contradiction)
            case 2: hash.add(bounded(predicted &- e.value, 6), e.contradiction)
            case 3: hash.add(bounded(other, 6), e.contradiction)
            case 4: hash.add(bounded(other, 4), e.contradiction, e.cornerContradiction)
            default:
                hash.add(bounded(predicted &- e.value, 3), e.contradiction, e.cornerContradiction, bounded(other, 2))
            }
            hashes[index] = hash.value
            references[index] = UInt16(truncatingIfNeeded: e.value)
        }
    }
}
