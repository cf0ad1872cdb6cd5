import CodecSamples
import NeuralCodecs

/// A small model and records for it, so that training takes a blink.
enum SmallTraining {
    /// Two networks, one of which reads itself.
    static let parameters = ModelParameters(
        networks: [
            .init(layers: [.lstm(16), .quasi(16)], learningRate: 1311), .init(layers: [.quasi(24)], learningRate: 1311),
        ], horizon: 16, lags: 2)

    static let alone = ModelParameters(
        networks: [.init(layers: [.lstm(16), .quasi(16)], learningRate: 1311)], horizon: 16, lags: 2)

    /// Records of a log, of unequal lengths.
    static func records(_ count: Int, seed: UInt64) -> [[UInt8]] {
        var random = SplitMix64(seed: seed)
        let names = ["ada", "grace", "edsger", "barbara", "donald"]
        return (0..<count).map { _ in
            let name = names.randomElement(using: &random) ?? ""
            let items = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                "item \(Int.random(in: 10...99, using: &random))"
            }
            return Array("user=\(name) action=order items=[\(items.joined(separator: ", "))]".utf8)
        }
    }

    static func sequences(_ records: [[UInt8]]) -> TrainingSequences {
        var sequences = TrainingSequences()
        for record in records { sequences.append(record) }
        return sequences
    }

    /// A trainer that has gone over `sequences` some times.
    static func trained(
        _ parameters: ModelParameters = alone, on sequences: TrainingSequences, epochs: Int, threads: Int = 1,
        kernels: KernelBuild = .fastest
    ) -> NetworkTrainer {
        let trainer = NetworkTrainer(
            parameters: parameters, alphabet: sequences.alphabet, batchSize: 8, threads: threads, kernels: kernels)
        var random = RandomSource(seed: 5)
        for _ in 0..<epochs { _ = trainer.learn(sequences, random: &random, rate: { _ in 1 }) }
        return trainer
    }

    static func file(_ trainer: NetworkTrainer, _ parameters: ModelParameters = alone) -> ModelFile {
        ModelFile(
            parameters: parameters,
            training: .init(
                seed: 7, epochs: 3, byteCount: 4321, sha256: Array(repeating: 0xAB, count: 32),
                validationMicrobits: 1_234_567),
            weights: trainer.weights(rate: 0.25))
    }
}
