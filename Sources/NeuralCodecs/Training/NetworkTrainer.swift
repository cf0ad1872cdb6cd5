internal import NeuralKernels
internal import NeuralKernelsAVX2

/// Trains the networks of a model over sequences, pass by pass.
///
/// The result depends on the model, the sequences, the batch size and the orders, not on threads or kernels.
package final class NetworkTrainer {
    /// The loop for one build of the kernels, as in ``BytePredictor``.
    private enum Core {
        case portable(BatchLoop<NeuralKernels.Kernels>)
        case avx2(BatchLoop<NeuralKernelsAVX2.Kernels>)
    }

    private let core: Core
    private let parameters: ModelParameters
    private let alphabet: [UInt8]
    /// Optimiser steps so far.
    package private(set) var stepNumber = 0

    /// - Parameters:
    ///   - alphabet: the byte values that occur in any sequence.
    ///   - batchSize: windows of an optimiser step.
    package init(
        parameters: ModelParameters, alphabet: [UInt8], batchSize: Int, threads: Int = 1,
        kernels: KernelBuild = .fastest
    ) {
        self.parameters = parameters
        self.alphabet = alphabet
        core =
            switch kernels {
            case .portable:
                .portable(
                    BatchLoop(parameters: parameters, alphabet: alphabet, batchSize: batchSize, threads: threads))
            case .avx2:
                .avx2(BatchLoop(parameters: parameters, alphabet: alphabet, batchSize: batchSize, threads: threads))
            }
    }

    /// Learns every sequence once.
    ///
    /// - Parameters:
    ///   - random: chooses the order.
    ///   - rate: the learning rate of a step by its number, counted from 0 over all passes, in parts of the model's first.
    ///   - isStopped: asked before each step.
    /// - Returns: what the bytes cost on the way; nil when stopped.
    package func learn(
        _ sequences: TrainingSequences, random: inout RandomSource, rate: @escaping (Int) -> Float,
        isStopped: () -> Bool = { false }
    ) -> PassResult? {
        let order = sequences.shuffled(by: &random)
        var number = stepNumber
        // Of the bias of the second moments towards their initial zero, what is left.
        var power: Float = 1
        for _ in 0..<number where power > 0x1p-40 { power *= OptimiserStep.decay }
        let steps = {
            power *= OptimiserStep.decay
            defer { number += 1 }
            return OptimiserStep(rate: rate(number), correction: 1 / (1 - power), windows: 1)
        }
        defer { stepNumber = number }
        return switch core {
        case .portable(let loop): loop.pass(over: sequences, order: order, steps: steps, isStopped: isStopped)
        case .avx2(let loop): loop.pass(over: sequences, order: order, steps: steps, isStopped: isStopped)
        }
    }

    /// What sequences cost by the weights as they are.
    package func measure(_ sequences: TrainingSequences, isStopped: () -> Bool = { false }) -> PassResult? {
        let order = Array(0..<sequences.count)
        return switch core {
        case .portable(let loop): loop.pass(over: sequences, order: order, steps: nil, isStopped: isStopped)
        case .avx2(let loop): loop.pass(over: sequences, order: order, steps: nil, isStopped: isStopped)
        }
    }

    private var blocks: [WeightBlock] {
        switch core {
        case .portable(let loop): loop.blocks
        case .avx2(let loop): loop.blocks
        }
    }

    /// The weights as they are.
    package func weights(rate: Float) -> TrainedWeights {
        let changes = zip(blocks, parameters.initialWeights(symbols: alphabet.count)).map { block, initial in
            zip(block.values(of: .weights), initial).map { $0 - $1 }
        }
        return TrainedWeights(
            alphabet: alphabet, changes: changes, moments: blocks.map { $0.meanMoments }, rate: rate)
    }

    /// All that learning goes on from: weights, then second moments.
    package var state: [Float] {
        blocks.flatMap { $0.values(of: .weights) } + blocks.flatMap { $0.values(of: .moments) }
    }

    /// Goes on from a state that another trainer of the same model and alphabet had after so many steps.
    ///
    /// - Returns: whether it is one; otherwise nothing has happened.
    package func resume(_ state: [Float], stepNumber: Int) -> Bool {
        guard state.count == 2 * blocks.reduce(0, { $0 + $1.count }), state.allSatisfy({ $0.isFinite }) else {
            return false
        }
        var rest = state[...]
        for quantity in [WeightBlock.Quantity.weights, .moments] {
            for block in blocks {
                block.write(Array(rest.prefix(block.count)), to: quantity)
                rest = rest.dropFirst(block.count)
            }
        }
        switch core {
        case .portable(let loop): loop.refreshCopies()
        case .avx2(let loop): loop.refreshCopies()
        }
        self.stepNumber = stepNumber
        return true
    }
}
