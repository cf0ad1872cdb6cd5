import CodecSamples
import Foundation
import NeuralCodecs
import Testing

/// A symbol's share of the total.
struct Share: Equatable {
    var start: UInt32
    var size: UInt32
    var total: UInt32
}

func encode(_ shares: [Share]) -> [UInt8] {
    var encoder = RangeEncoder()
    for share in shares { encoder.encode(start: share.start, size: share.size, total: share.total) }
    return encoder.finish()
}

/// Decodes `payload` and returns how many of `shares` came back before the first difference, and the decoder's state.
func decode(_ payload: [UInt8], expecting shares: [Share]) -> (matching: Int, exhausted: Bool, unread: Bool) {
    payload.withUnsafeBytes { bytes in
        var decoder = RangeDecoder(bytes)
        var matching = 0
        for share in shares {
            let target = decoder.target(total: share.total)
            guard target >= share.start, target < share.start + share.size else { break }
            decoder.consume(start: share.start, size: share.size)
            matching += 1
        }
        return (matching, decoder.isExhausted, decoder.hasUnreadBytes)
    }
}

func expectRoundTrip(_ shares: [Share], sourceLocation: SourceLocation = #_sourceLocation) {
    let payload = encode(shares)
    let result = decode(payload, expecting: shares)
    #expect(result.matching == shares.count, sourceLocation: sourceLocation)
    #expect(!result.exhausted, sourceLocation: sourceLocation)
    #expect(!result.unread, sourceLocation: sourceLocation)
}

@Suite struct RangeCoderTests {
    @Test func nothingCostsNothing() {
        #expect(encode([]) == [])
        expectRoundTrip([])
    }

    @Test func certainSymbolsCostNothing() {
        let certain = [Share](repeating: Share(start: 0, size: 1, total: 1), count: 100_000)
        #expect(encode(certain) == [])
        expectRoundTrip(certain)
        let wide = [Share](repeating: Share(start: 0, size: 1 << 24, total: 1 << 24), count: 1000)
        #expect(encode(wide).count <= 1)
        expectRoundTrip(wide)
    }

    @Test func aByteOfEntropyCostsAByte() {
        for value: UInt32 in 0..<256 {
            let shares = [Share(start: value, size: 1, total: 256)]
            #expect(encode(shares).count <= 2)
            expectRoundTrip(shares)
        }
    }

    @Test(arguments: [1, 2, 3, 255, 256, 257, 65_535, 65_536, 1_000_003, (1 << 24) - 1, 1 << 24] as [UInt32])
    func everyTotalRoundTrips(total: UInt32) {
        var generator = SplitMix64(seed: UInt64(total))
        for _ in 0..<20 {
            expectRoundTrip((0..<300).map { _ in generator.share(total: total) })
        }
        let edges = [
            Share(start: 0, size: 1, total: total), Share(start: total - 1, size: 1, total: total),
            Share(start: 0, size: total, total: total),
        ]
        expectRoundTrip((0..<300).map { edges[$0 % 3] })
    }

    @Test func randomSymbolsRoundTrip() {
        var generator = SplitMix64(seed: 7)
        for _ in 0..<500 {
            let count = Int(generator.next() % 400)
            expectRoundTrip(
                (0..<count).map { _ in
                    generator.share(total: UInt32(generator.next() % (1 << (generator.next() % 25))) + 1)
                })
        }
    }

    @Test(arguments: [256, 4096, 65_536, 1 << 24] as [UInt32])
    func theCostIsCloseToTheEntropy(total: UInt32) {
        var generator = SplitMix64(seed: 3)
        var bits = 0.0
        let shares = (0..<100_000).map { _ in
            let share = generator.share(total: total)
            bits -= log2(Double(share.size) / Double(total))
            return share
        }
        let payload = encode(shares)
        // 0.02 % and the end, which costs two bytes at most.
        #expect(Double(payload.count) * 8 <= bits * 1.0002 + 16)
        #expect(Double(payload.count) * 8 >= bits - 16)
    }

    @Test func theEncoderCanBeUsedAgain() {
        var encoder = RangeEncoder(reservingCapacity: 64)
        encoder.encode(start: 5, size: 1, total: 1000)
        let first = encoder.finish()
        #expect(encoder.bytes.isEmpty)
        encoder.encode(start: 5, size: 1, total: 1000)
        #expect(encoder.finish() == first)
    }

    @Test func oneSymbolMoreThanWrittenIsNoticed() {
        let shares = [Share](repeating: Share(start: 77, size: 1, total: 256), count: 200)
        let payload = encode(shares)
        payload.withUnsafeBytes { bytes in
            var decoder = RangeDecoder(bytes)
            var symbols = 0
            while !decoder.isExhausted, symbols < 1000 {
                decoder.consume(start: decoder.target(total: 256), size: 1)
                symbols += 1
            }
            // Two words of 32 bits past the end at most.
            #expect(symbols >= 200 && symbols <= 208)
        }
    }

    @Test func bytesAfterTheEndAreNoticed() {
        let shares = [Share](repeating: Share(start: 77, size: 1, total: 256), count: 200)
        let result = decode(encode(shares) + [UInt8](repeating: 0, count: 9), expecting: shares)
        #expect(result.matching == 200 && result.unread)
    }

    @Test func anyBytesDecodeToSomething() {
        var generator = SplitMix64(seed: 11)
        for length in 0..<64 {
            let noise = (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            for payload in [noise, [UInt8](repeating: 0xFF, count: length), [UInt8](repeating: 0, count: length)] {
                payload.withUnsafeBytes { bytes in
                    var decoder = RangeDecoder(bytes)
                    for _ in 0..<200 {
                        let total = UInt32(generator.next() % (1 << 24)) + 1
                        let target = decoder.target(total: total)
                        #expect(target < total)
                        decoder.consume(start: target, size: 1)
                    }
                    #expect(decoder.isExhausted)
                }
            }
        }
    }
}

extension SplitMix64 {
    /// A random share of `total`; small and large frequencies are equally likely.
    mutating func share(total: UInt32) -> Share {
        let start = UInt32(next() % UInt64(total))
        let bits = UInt64(32 - (total - start).leadingZeroBitCount)
        let size = min(UInt32(next() % (1 << (next() % (bits + 1)))) + 1, total - start)
        return Share(start: start, size: size, total: total)
    }
}
