/// A probability that follows what it is shown: at first by the mean of all, later by a fixed share of each.
///
/// 22 bits of probability that the bit is 1, 10 bits of how often it was shown.
package enum AdaptiveProbability {
    /// Steps of 1/(n + 1.5), in units of 2^-16, by n.
    ///
    /// Unsafe, because it is a pointer: nobody writes it once it is made.
    nonisolated(unsafe) package static let steps: UnsafeMutablePointer<Int32> = {
        let steps = UnsafeMutablePointer<Int32>.allocate(capacity: 1024)
        for count in 0..<1024 { steps[count] = Int32(65536 * 2 / (2 * count + 3)) }
        return steps
    }()

    /// The value that stands for `probability` (of 2^22) and nothing seen.
    @inline(__always) package static func initial(_ probability: UInt32) -> UInt32 { probability << 10 }

    /// The probability in units of 2^-16.
    @inline(__always) package static func probability(_ value: UInt32) -> Int { Int(value >> 16) }

    /// Shows `value` a bit.
    ///
    /// - Parameters:
    ///   - limit: how often counts at most, up to 1023; the share is 1/(limit + 1.5) from there on.
    ///   - steps: ``steps``, held by the caller.
    @inline(__always) package static func update(
        _ value: UnsafeMutablePointer<UInt32>, bit: Int, limit: UInt32, steps: UnsafePointer<Int32>
    ) {
        let old = value.pointee
        let count = old & 1023
        let distance = Int64(bit) << 22 &- Int64(bit) &- Int64(old >> 10)
        let move = (distance &* Int64(steps[Int(count)])) >> 16
        // The sum stays within 22 bits: what is below it is the count alone.
        value.pointee = old &+ UInt32(truncatingIfNeeded: move << 10) &+ (count < limit ? 1 : 0)
    }
}
