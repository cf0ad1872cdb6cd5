internal import Foundation

/// Turns symbols with integer frequencies into bytes, at a cost close to their entropy.
///
/// A range coder after G. N. N. Martin, "Range encoding: an algorithm for removing redundancy from a digitised message"
/// (1979), with a 64-bit interval: `low ..< low + range`, a fraction of which every symbol keeps. Whenever `range` falls
/// below 2^32 the top 32 bits of `low` are written. A later carry out of `low` is added to the bytes already written;
/// each written byte can take a carry only once, so carries cost constant time per byte on average.
///
/// One 64-bit division a symbol, integers only, and no allocation a symbol once `bytes` has room:
///
///     var encoder = RangeEncoder()
///     encoder.encode(start: 3, size: 2, total: 10)     // the symbol that owns 3 ..< 5 of 10
///     let payload = encoder.finish()
///
/// The interval shrinks to `(range / total) · size`; what the division leaves over, less than one part in 2^8 of the
/// interval at the largest total and on average far less, is given to nobody.
package struct RangeEncoder: Sendable {
    /// The largest total a symbol may be coded with.
    package static let maximumTotal: UInt32 = 1 << 24

    /// What is written so far: a multiple of four bytes until ``finish()``. A carry may still change any of it.
    package private(set) var bytes: [UInt8] = []

    private var low: UInt64 = 0
    /// At least 2^32 between calls.
    private var range: UInt64 = .max

    /// Symbols to code before the cost is noted next; never reached where nobody asked.
    private var untilMark = Int.max
    private var laterMarks: [Int] = []
    /// ``bitCount`` at the marks passed so far.
    package private(set) var markedBits: [Double] = []

    package init() {}

    /// - Parameter capacity: how many bytes to make room for, so that coding them does not allocate.
    package init(reservingCapacity capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// What the symbols so far cost, in bits: what is written, and how far the interval has shrunk since.
    package var bitCount: Double { 8 * Double(bytes.count) + 64 - log2(Double(range)) }

    /// Asks for ``bitCount`` after so many symbols from here on each.
    ///
    /// - Parameter symbolCounts: rising, the first at least 1.
    package mutating func mark(after symbolCounts: [Int]) {
        let distances = zip(symbolCounts, [0] + symbolCounts).map { $0 - $1 }
        laterMarks = distances.reversed()
        untilMark = laterMarks.popLast() ?? .max
    }

    private mutating func passMark() {
        markedBits.append(bitCount)
        untilMark = laterMarks.popLast() ?? .max
    }

    /// Codes the symbol that owns `start ..< start + size` of `0 ..< total`.
    ///
    /// - Parameters:
    ///   - start: sum of the frequencies of the symbols before this one.
    ///   - size: this symbol's frequency, at least 1.
    ///   - total: sum of all frequencies, at most ``maximumTotal``.
    @inline(__always)
    package mutating func encode(start: UInt32, size: UInt32, total: UInt32) {
        precondition(
            size > 0 && total <= Self.maximumTotal && UInt64(start) + UInt64(size) <= UInt64(total),
            "a symbol needs a frequency and must lie inside the total")
        let unit = range / UInt64(total)
        let (sum, carry) = low.addingReportingOverflow(unit &* UInt64(start))
        low = sum
        range = unit &* UInt64(size)
        if carry { propagateCarry() }
        // total ≤ 2^24 and range ≥ 2^32 leave range ≥ 2^8: one step of 32 bits is always enough.
        if range < 1 << 32 { writeWord() }
        untilMark &-= 1
        if untilMark == 0 { passMark() }
    }

    /// The number of units that a bit's probability is counted in: 2^22, so that a bit may cost as little as 2^-22 bits.
    package static let bitProbabilityUnits: UInt32 = 1 << 22

    /// Codes one bit. Bits are no symbols to ``mark(after:)``; ``countSymbol()`` says when they made one.
    ///
    /// - Parameters:
    ///   - bit: 0 or 1.
    ///   - probability: that the bit is 1, in units of 2^-22; 1 to 2^22 - 1.
    @inline(__always)
    package mutating func encode(bit: Int, probability: UInt32) {
        precondition(probability &- 1 < Self.bitProbabilityUnits - 1, "a bit's probability must lie inside 0 and 1")
        let one = (range >> 22) &* UInt64(probability)
        if bit != 0 {
            range = one
        } else {
            let (sum, carry) = low.addingReportingOverflow(one)
            low = sum
            range &-= one
            if carry { propagateCarry() }
        }
        // range >= 2^32 leaves 2^10 at least: one step of 32 bits is always enough.
        if range < 1 << 32 { writeWord() }
    }

    /// Says that the bits so far make one more symbol for ``mark(after:)``.
    @inline(__always)
    package mutating func countSymbol() {
        untilMark &-= 1
        if untilMark == 0 { passMark() }
    }

    /// Ends the payload with as few bytes as decoding needs, hands it over and makes the encoder ready for another.
    ///
    /// The decoder reads zeros past the end, so the payload ends with the number in the interval that has the most
    /// zero bytes at its end, and without those.
    package mutating func finish() -> [UInt8] {
        for kept in 0...8 {
            let mask = kept == 0 ? UInt64.max : kept == 8 ? 0 : (1 << UInt64(64 - 8 * kept)) - 1
            let (sum, carry) = low.addingReportingOverflow(mask)
            let value = sum & ~mask
            guard value &- low < range else { continue }
            if carry { propagateCarry() }
            for index in 0..<kept { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * index))) }
            break
        }
        let payload = bytes
        self = RangeEncoder()
        return payload
    }

    private mutating func writeWord() {
        bytes.append(UInt8(truncatingIfNeeded: low >> 56))
        bytes.append(UInt8(truncatingIfNeeded: low >> 48))
        bytes.append(UInt8(truncatingIfNeeded: low >> 40))
        bytes.append(UInt8(truncatingIfNeeded: low >> 32))
        low <<= 32
        range <<= 32
    }

    /// Adds one to the number that `bytes` spell. The interval never leaves the unit interval it began as, so a carry
    /// always ends inside `bytes`.
    private mutating func propagateCarry() {
        var index = bytes.count
        while index > 0 {
            index -= 1
            bytes[index] &+= 1
            if bytes[index] != 0 { return }
        }
    }
}
