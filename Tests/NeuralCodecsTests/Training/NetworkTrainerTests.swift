import NeuralCodecs
import Testing

/// Training: what it computes is what the coder computes, and it depends on nothing but what it is given.
@Suite struct NetworkTrainerTests {
    private let sequences = SmallTraining.sequences(SmallTraining.records(120, seed: 1))
    private let heldOut = SmallTraining.records(30, seed: 2)

    @Test(arguments: [SmallTraining.parameters, SmallTraining.alone])
    func weightsDoNotDependOnTheNumberOfThreads(parameters: ModelParameters) {
        let alone = SmallTraining.trained(parameters, on: sequences, epochs: 2)
        let team = SmallTraining.trained(parameters, on: sequences, epochs: 2, threads: 3)
        #expect(alone.state == team.state)
        #expect(alone.stepNumber == team.stepNumber)
    }

    /// Nor where there are more tasks than a team holds.
    @Test func weightsAreTheSameWithHundredsOfThreads() {
        let few = SmallTraining.sequences(SmallTraining.records(2, seed: 3))
        let alone = SmallTraining.trained(SmallTraining.parameters, on: few, epochs: 1)
        let team = SmallTraining.trained(SmallTraining.parameters, on: few, epochs: 1, threads: 300)
        #expect(alone.state == team.state)
    }

    @Test(.enabled(if: KernelBuild.avx2.isAvailable))
    func weightsDoNotDependOnTheBuildOfTheKernels() {
        let few = SmallTraining.sequences(SmallTraining.records(12, seed: 3))
        let fast = SmallTraining.trained(on: few, epochs: 1)
        #expect(fast.state == SmallTraining.trained(on: few, epochs: 1, kernels: .portable).state)
    }

    @Test(arguments: NetworkFamily.allCases)
    func everyFamilyLearns(family: NetworkFamily) throws {
        let parameters = try #require(ModelParameters.level(1, of: family))
        let trainer = NetworkTrainer(parameters: parameters, alphabet: sequences.alphabet, batchSize: 4)
        let validation = SmallTraining.sequences(heldOut)
        let before = try #require(trainer.measure(validation))
        var random = RandomSource(seed: 5)
        _ = trainer.learn(sequences, random: &random, rate: { _ in 1 })
        let after = try #require(trainer.measure(validation))
        #expect(after.byteCount == heldOut.reduce(0) { $0 + $1.count })
        #expect(after.bitsPerByte < before.bitsPerByte / 2)
    }

    /// Whichever window a sequence goes through, and whatever lies beside it.
    @Test func costsAreThoseOfACoderThatDoesNotLearn() throws {
        let trainer = SmallTraining.trained(on: sequences, epochs: 2)
        let weights = trainer.weights(rate: 0)
        let measured = try #require(trainer.measure(SmallTraining.sequences(heldOut)))
        var bits = 0.0
        for record in heldOut {
            let predictor = BytePredictor(parameters: SmallTraining.alone, trained: weights)
            var encoder = RangeEncoder()
            record.withUnsafeBytes { predictor.encode($0, with: &encoder) }
            bits += encoder.bitCount
        }
        // Frequencies are whole numbers, which costs the coder a little.
        #expect(abs(bits - measured.bits) < 0.005 * measured.bits)
    }

    @Test func goingOnFromAStateIsGoingOn() throws {
        let whole = SmallTraining.trained(SmallTraining.parameters, on: sequences, epochs: 1)
        let half = NetworkTrainer(
            parameters: SmallTraining.parameters, alphabet: sequences.alphabet, batchSize: 8, threads: 1)
        #expect(half.resume(whole.state, stepNumber: whole.stepNumber))
        for trainer in [whole, half] {
            var random = RandomSource(seed: 6)
            _ = trainer.learn(sequences, random: &random, rate: { 1 / Float($0 + 1) })
        }
        #expect(half.state == whole.state)
        #expect(!half.resume(Array(whole.state.dropLast()), stepNumber: 0))
        #expect(!half.resume(whole.state.map { _ in Float.nan }, stepNumber: 0))
    }

    @Test func stopsWhenAsked() {
        let trainer = SmallTraining.trained(on: sequences, epochs: 0)
        var asked = 0
        var random = RandomSource(seed: 5)
        let result = trainer.learn(
            sequences, random: &random, rate: { _ in 1 },
            isStopped: {
                asked += 1
                return asked > 3
            })
        #expect(result == nil)
        #expect(trainer.stepNumber == 3)
    }

    @Test func longItemsAreCut() {
        var sequences = TrainingSequences()
        sequences.append([UInt8](repeating: 65, count: 2 * TrainingSequences.maximumByteCount + 1))
        sequences.append([])
        #expect(sequences.count == 3)
        #expect(sequences.byteCount == 2 * TrainingSequences.maximumByteCount + 1)
        #expect(sequences.alphabet == [65])
    }
}
