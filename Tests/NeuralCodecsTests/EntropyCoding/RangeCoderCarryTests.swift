import NeuralCodecs
import Testing

/// Symbols chosen so that the interval straddles a carry for a long time: the encoder writes `7F FF FF …`, and only the
/// last symbol decides whether it stays or becomes `80 00 00 …`.
@Suite struct RangeCoderCarryTests {
    /// Follows the encoder's interval, to find the symbol that contains the carry.
    private struct Straddler {
        var low: UInt64 = 0
        var range: UInt64 = .max
        /// Distance from `low` to the point to straddle.
        var distance: UInt64 = 1 << 63

        mutating func next(total: UInt32) -> Share {
            let unit = range / UInt64(total)
            let start = min((distance - 1) / unit, UInt64(total) - 1)
            move(start: start, size: 1, unit: unit)
            return Share(start: UInt32(start), size: 1, total: total)
        }

        mutating func move(start: UInt64, size: UInt64, unit: UInt64) {
            distance -= unit * start
            range = unit * size
            if range < 1 << 32 {
                range <<= 32
                distance <<= 32
            }
        }
    }

    @Test(arguments: [16, 1000, 20_000], [1 << 24, 65_536, 300] as [UInt32])
    func longCarryChains(count: Int, total: UInt32) {
        var straddler = Straddler()
        var shares = (0..<count).map { _ in straddler.next(total: total) }
        // The point to straddle lies inside the interval; split it there.
        let unit = straddler.range / (1 << 24)
        let split = UInt32(straddler.distance / unit)
        #expect(split > 0 && split < (1 << 24) - 1)

        shares.append(Share(start: 0, size: split, total: 1 << 24))
        let below = encode(shares)
        #expect(below[0] == 0x7F)
        #expect(below.dropFirst().prefix(count / 2).allSatisfy { $0 == 0xFF })
        expectRoundTrip(shares)

        shares[shares.count - 1] = Share(start: split + 1, size: (1 << 24) - split - 1, total: 1 << 24)
        let above = encode(shares)
        #expect(above[0] == 0x80)
        #expect(above.dropFirst().prefix(count / 2).allSatisfy { $0 == 0 })
        expectRoundTrip(shares)

        // Coding goes on after the carry.
        expectRoundTrip(shares + [Share](repeating: Share(start: 299, size: 1, total: 300), count: 1000))
    }
}
