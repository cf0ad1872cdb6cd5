import NeuralCodecs
import Testing

/// Coders that begin with trained weights.
@Suite struct TrainedCoderTests {
    private func bits(_ record: [UInt8], _ trained: TrainedWeights?) -> (payload: [UInt8], bits: Double) {
        let predictor = BytePredictor(parameters: SmallTraining.alone, trained: trained)
        predictor.addSymbols(newSymbols(record, trained))
        var encoder = RangeEncoder()
        record.withUnsafeBytes { predictor.encode($0, with: &encoder) }
        let bits = encoder.bitCount
        return (encoder.finish(), bits)
    }

    private func newSymbols(_ record: [UInt8], _ trained: TrainedWeights?) -> [UInt8] {
        Set(record).subtracting(trained?.alphabet ?? []).sorted()
    }

    @Test func recordsComeBackAndTakeLess() throws {
        let trainer = SmallTraining.trained(
            on: SmallTraining.sequences(SmallTraining.records(200, seed: 1)), epochs: 3)
        let trained = SmallTraining.file(trainer).trainedWeights
        // The last record has bytes that no record of the training has.
        var records = SmallTraining.records(10, seed: 9)
        records.append(Array("user=ada action=ORDER items=[\u{e9}]".utf8) + records[0] + records[1])
        var fresh = 0.0
        var taught = 0.0
        for record in records {
            let (payload, cost) = bits(record, trained)
            fresh += bits(record, nil).bits
            taught += cost
            let predictor = BytePredictor(parameters: SmallTraining.alone, trained: trained)
            predictor.addSymbols(newSymbols(record, trained))
            var result = [UInt8](repeating: 0, count: record.count)
            try payload.withUnsafeBytes { payload in
                var decoder = RangeDecoder(payload)
                try result.withUnsafeMutableBytes { try predictor.decode(into: $0, with: &decoder) }
            }
            #expect(result == record)
        }
        #expect(taught < fresh / 2)
    }

    @Test func unitsOfTheFileCostNextToNothing() throws {
        let sequences = SmallTraining.sequences(SmallTraining.records(200, seed: 1))
        let trainer = SmallTraining.trained(on: sequences, epochs: 3)
        let exact = trainer.weights(rate: 0)
        let stored = SmallTraining.file(trainer).trainedWeights
        #expect(stored.alphabet == exact.alphabet)
        for (stored, exact) in zip(stored.changes, exact.changes) {
            #expect(zip(stored, exact).allSatisfy { abs($0 - $1) <= 1.0 / 32 })
        }
        for (stored, exact) in zip(stored.moments, exact.moments) {
            #expect(zip(stored, exact).allSatisfy { $1 < 0x1p-60 || ($0 <= $1 && $1 < 2 * $0) })
        }
    }
}
