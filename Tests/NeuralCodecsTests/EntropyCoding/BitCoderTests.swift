import CodecSamples
import Foundation
import NeuralCodecs
import Testing

@Suite struct BitCoderTests {
    /// Bits that follow their probabilities, some of them at the ends of the scale.
    private static func bits(count: Int, seed: UInt64) -> [(bit: Int, probability: UInt32)] {
        var random = SplitMix64(seed: seed)
        let units = UInt64(RangeEncoder.bitProbabilityUnits)
        return (0..<count).map { _ in
            let probability: UInt64 =
                switch random.next() % 8 {
                case 0: 1
                case 1: units - 1
                default: 1 + random.next() % (units - 1)
                }
            return (random.next() % units < probability ? 1 : 0, UInt32(probability))
        }
    }

    @Test(arguments: [0, 1, 2, 100, 100_000]) func bitsComeBack(count: Int) {
        let bits = Self.bits(count: count, seed: 7)
        var encoder = RangeEncoder()
        for (bit, probability) in bits { #expect(encoder.code(bit, probability: probability) == bit) }
        let payload = encoder.finish()
        payload.withUnsafeBytes { payload in
            var decoder = RangeDecoder(payload)
            let differences = bits.count { decoder.code(1 - $0.bit, probability: $0.probability) != $0.bit }
            #expect(differences == 0)
            #expect(!decoder.isExhausted)
            #expect(!decoder.hasUnreadBytes)
        }
    }

    @Test func bitsCostWhatTheyAreWorth() {
        let bits = Self.bits(count: 100_000, seed: 8)
        let ideal = bits.reduce(0.0) { sum, entry in
            let probability = Double(entry.probability) / Double(RangeEncoder.bitProbabilityUnits)
            return sum - log2(entry.bit == 1 ? probability : 1 - probability)
        }
        var encoder = RangeEncoder()
        for (bit, probability) in bits { _ = encoder.code(bit, probability: probability) }
        #expect(abs(encoder.bitCount - ideal) < 64 + ideal * 1e-4)
    }

    @Test func bitsAndFrequenciesShareAPayload() {
        let bits = Self.bits(count: 1000, seed: 9)
        var encoder = RangeEncoder()
        for (bit, probability) in bits {
            encoder.encode(start: UInt32(bit), size: 3, total: 7)
            encoder.encode(bit: bit, probability: probability)
        }
        encoder.finish().withUnsafeBytes { payload in
            var decoder = RangeDecoder(payload)
            for (bit, probability) in bits {
                let target = decoder.target(total: 7)
                #expect(target >= UInt32(bit) && target < UInt32(bit) + 3)
                decoder.consume(start: UInt32(bit), size: 3)
                #expect(decoder.bit(probability: probability) == bit)
            }
        }
    }

    @Test func marksFallBetweenSymbols() {
        let bits = Self.bits(count: 800, seed: 10)
        var encoder = RangeEncoder()
        encoder.mark(after: [1, 50])
        var costs: [Double] = []
        for (index, entry) in bits.enumerated() {
            encoder.encode(bit: entry.bit, probability: entry.probability)
            if index % 8 == 7 {
                encoder.countSymbol()
                costs.append(encoder.bitCount)
            }
        }
        #expect(encoder.markedBits == [costs[0], costs[49]])
    }
}
