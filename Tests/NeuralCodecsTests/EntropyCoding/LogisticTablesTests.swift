import CodecSamples
import Foundation
import NeuralCodecs
import Testing

@Suite struct LogisticTablesTests {
    private let tables = LogisticTables.shared

    @Test func stretchIsTheLogarithmOfTheOdds() {
        for probability in 0..<65536 {
            let p = (Double(probability) + 0.5) / 65536
            let exact = log(p / (1 - p))
            #expect(abs(Double(tables.stretch(probability)) - exact) < 0.02, "\(probability)")
        }
    }

    @Test func stretchIsOddAndRises() {
        for probability in 0..<32768 {
            #expect(tables.stretch(probability) == -tables.stretch(65535 - probability))
            #expect(tables.stretch(probability) <= tables.stretch(probability + 1))
        }
    }

    @Test func squashIsTheLogisticFunction() {
        for step in -2000...2000 {
            let x = Double(step) / 125
            let exact = 4_194_304 / (1 + exp(-min(max(x, -14), 14)))
            let given = Double(tables.squash(Float(x)))
            #expect(abs(given - exact) <= 1 + exact * 0.003, "\(x)")
            #expect((1...4_194_303).contains(given))
        }
    }

    @Test(arguments: [Float.infinity, -.infinity, .nan, .greatestFiniteMagnitude, -.greatestFiniteMagnitude])
    func anyNumberGivesAProbability(x: Float) {
        #expect((1...RangeEncoder.bitProbabilityUnits - 1).contains(tables.squash(x)))
    }
}

@Suite struct AdaptiveProbabilityTests {
    private func shown(_ bits: [Int], limit: UInt32 = 1023) -> Double {
        var value = AdaptiveProbability.initial(1 << 21)
        for bit in bits { AdaptiveProbability.update(&value, bit: bit, limit: limit, steps: AdaptiveProbability.steps) }
        return Double(value >> 10) / 4_194_304
    }

    @Test func followsTheMean() {
        var generator = SplitMix64(seed: 5)
        let bits = (0..<900).map { _ in generator.next() % 10 < 3 ? 1 : 0 }
        let mean = Double(bits.reduce(0, +)) / 900
        #expect(abs(shown(bits) - mean) < 0.01)
    }

    @Test func staysBetweenZeroAndOne() {
        for bit in 0...1 {
            let end = shown([Int](repeating: bit, count: 100_000), limit: 30)
            #expect(end >= 0 && end < 1)
            #expect(abs(end - Double(bit)) < 0.001)
        }
    }

    @Test func aLowLimitForgets() {
        let bits = [Int](repeating: 0, count: 500) + [Int](repeating: 1, count: 100)
        #expect(shown(bits, limit: 30) > 0.9)
        #expect(shown(bits, limit: 1023) < 0.3)
    }
}
