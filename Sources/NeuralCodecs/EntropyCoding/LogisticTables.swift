internal import CProcessor

/// Logarithms of odds and their inverse, as tables that have the same bits everywhere.
///
/// `stretch(p) = ln(p / (1 − p))` is the domain in which predictions of a bit are mixed, `squash` leads back
/// (Mahoney, "Adaptive Weighing of Context Models for Lossless Data Compression", 2005). The entries come from additions,
/// multiplications and divisions in double precision.
///
/// Unchecked, because the tables are pointers: nobody writes them once they are made.
package struct LogisticTables: @unchecked Sendable {
    /// Where ``squash(_:)`` ends: 2^-22 is the least probability that a bit is coded with.
    package static var limit: Float { 14 }
    private static var stepsPerUnit: Int { 256 }
    /// Steps of a stretched probability for each time it halves, as a power of two.
    private static var octaveBits: UInt32 { 6 }

    private let stretched: UnsafeMutablePointer<Float>
    private let squashed: UnsafeMutablePointer<UInt32>

    /// The tables of the whole program.
    package static let shared = LogisticTables()

    private init() {
        stretched = .allocate(capacity: 16 << Int(Self.octaveBits))
        for index in 0..<16 << Int(Self.octaveBits) {
            // The middle of the numbers whose floating-point form begins with these bits.
            let first = Self.number(at: index)
            let odd = (Double(first) + Double(Self.number(at: index + 1))) / 2
            stretched[index] = Float(Self.logarithm(ofOdds: min(odd, 65535), of: 131072))
        }
        let units = Double(RangeEncoder.bitProbabilityUnits)
        let count = 2 * Int(Self.limit) * Self.stepsPerUnit + 1
        squashed = .allocate(capacity: count)
        for index in 0..<count {
            let x = (Double(index) / Double(Self.stepsPerUnit)) - Double(Self.limit)
            let probability = 1 / (1 + PlainFunctions.exponential(-x))
            squashed[index] = UInt32(min(max(probability * units, 1), units - 1))
        }
    }

    /// `ln(p / (1 − p))`.
    ///
    /// - Parameter probability: `p` in units of 2^-16, 0 to 65535; taken for the middle of its unit.
    @inline(__always) package func stretch(_ probability: Int) -> Float {
        // Below a half by the leading bits of 2p + 1 as a floating-point number, above by symmetry.
        let p = UInt32(truncatingIfNeeded: probability)
        let isHigh = p >> 15
        let odd = (p ^ (isHigh &* 0xFFFF)) << 1 | 1
        let index = Int((Float(odd).bitPattern &- Float(1).bitPattern) >> (23 &- Self.octaveBits))
        return Float(bitPattern: stretched[index].bitPattern ^ isHigh << 31)
    }

    private static func number(at index: Int) -> Float {
        Float(bitPattern: Float(1).bitPattern + UInt32(index) << (23 - octaveBits))
    }

    /// `1 / (1 + e^-x)` in units of 2^-22, 1 to 2^22 - 1.
    @inline(__always) package func squash(_ x: Float) -> UInt32 {
        let place = (Self.clamped(x) + Self.limit) * Float(Self.stepsPerUnit) + 0.5
        return squashed[Int(cprocessor_truncated(place))]
    }

    /// `x` within ``limit``; what is no number becomes one.
    @inline(__always) package static func clamped(_ x: Float) -> Float {
        // In this order each comparison is one instruction, and the first one fails for what is no number.
        let above = x > -limit ? x : -limit
        return above < limit ? above : limit
    }

    /// `ln(part / (whole − part))`.
    private static func logarithm(ofOdds part: Double, of whole: Double) -> Double {
        PlainFunctions.logarithm(part) - PlainFunctions.logarithm(whole - part)
    }
}
