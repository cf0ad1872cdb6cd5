import Crypto
import Foundation
package import NeuralCodecs

/// The training of a model's networks on records: epochs, the learning rate's course, early stopping, a checkpoint after each
/// epoch, and the best weights so far in a file.
///
/// What comes out depends on the settings and the records alone, unless a limit of time shortens it.
package struct NetworkTraining {
    /// What is trained, and how.
    package struct Settings: Sendable {
        package var parameters: ModelParameters
        /// Passes over the training data.
        package var epochs = 10
        /// Windows of an optimiser step; nil for ``largestBatch``, or fewer where that would leave too few steps.
        package var batchSize: Int?
        /// Of the order of the records.
        package var seed = 1
        /// Epochs without a better result after which training ends; nil for no such end.
        package var patience: Int? = 3
        /// Seconds after which no further epoch begins; nil for no limit.
        package var timeLimit: Double?
        package var threads = 1

        package init(parameters: ModelParameters) { self.parameters = parameters }
    }

    /// How a training ended.
    package enum End: Sendable, Equatable {
        /// All epochs are through.
        case complete
        /// The last so many epochs brought nothing better.
        case noProgress(epochs: Int)
        /// There was no time for another epoch.
        case outOfTime
        /// Somebody asked for it.
        case stopped
    }

    /// Of the textbooks, and fast.
    private static let largestBatch = 128
    /// With fewer an epoch, smaller batches learn more.
    private static let fewestSteps = 100

    private let settings: Settings
    /// Windows of an optimiser step.
    package let batchSize: Int
    private let training: TrainingSequences
    private let validation: TrainingSequences
    private let sha256: [UInt8]
    private let trainer: NetworkTrainer
    private let stepsPerEpoch: Int
    /// What went before, in this process or in another.
    package private(set) var curve = TrainingCurve()

    /// - Throws: ``NetworkTrainingError`` where there is too little to train with.
    package init(_ settings: Settings, training records: [[UInt8]], heldOut: [[UInt8]]) throws(NetworkTrainingError) {
        self.settings = settings
        training = TrainingSequences(records)
        validation = TrainingSequences(heldOut)
        let window = settings.parameters.horizon
        guard training.byteCount >= window else {
            throw .tooLittle(byteCount: training.byteCount, window: window)
        }
        let windows = training.stepCount(batchSize: 1, horizon: window)
        batchSize = settings.batchSize ?? max(1, min(Self.largestBatch, windows / Self.fewestSteps))
        var hash = SHA256()
        for record in records { hash.update(data: record) }
        sha256 = Array(hash.finalize())
        trainer = NetworkTrainer(
            parameters: settings.parameters, alphabet: training.alphabet,
            batchSize: min(batchSize, training.count), threads: settings.threads)
        stepsPerEpoch = training.stepCount(batchSize: batchSize, horizon: window)
    }

    /// Bytes of the sequences that are trained with, and that are held out.
    package var byteCounts: (training: Int, heldOut: Int) { (training.byteCount, validation.byteCount) }

    /// Goes on from a checkpoint of the same training, of which more epochs may be wanted.
    ///
    /// - Throws: ``NetworkTrainingError/otherTraining(difference:)``
    package mutating func resume(_ checkpoint: TrainingCheckpoint) throws(NetworkTrainingError) {
        if let difference = checkpoint.identity.difference(to: identity) {
            throw .otherTraining(difference: difference)
        }
        guard trainer.resume(checkpoint.state, stepNumber: checkpoint.stepNumber) else {
            throw .otherTraining(difference: "the shape of its networks")
        }
        curve = checkpoint.curve
    }

    private var identity: TrainingCheckpoint.Identity {
        TrainingCheckpoint.Identity(
            parameters: settings.parameters, batchSize: batchSize, seed: settings.seed, sha256: sha256,
            heldOutByteCount: validation.byteCount)
    }

    /// Trains.
    ///
    /// - Parameters:
    ///   - isStopped: asked before each optimiser step; an epoch that is stopped counts for nothing.
    ///   - keep: gets, after each epoch, what to keep; what it throws ends the training.
    package mutating func run<Failure: Error>(
        isStopped: () -> Bool, keep: (Epoch) throws(Failure) -> Void
    ) throws(Failure) -> End {
        let start = Date()
        var epochs = settings.epochs
        let earlier = curve.points.count
        while curve.points.count < epochs {
            if let patience = settings.patience, curve.epochsSinceBest >= patience {
                return .noProgress(epochs: patience)
            }
            let begun = Date()
            guard let point = epoch(of: epochs, isStopped) else { return .stopped }
            let seconds = Date().timeIntervalSince(begun)
            curve.add(point, seconds: seconds)
            let elapsed = Date().timeIntervalSince(start)
            let average = elapsed / Double(curve.points.count - earlier)
            if let limit = settings.timeLimit {
                // Fewer epochs, whose learning rate still falls to its end, are better than many that are cut off.
                epochs = min(epochs, curve.points.count + max(0, Int((limit - elapsed) / average)))
            }
            try keep(
                Epoch(
                    curve: curve, plannedEpochs: epochs, secondsLeft: Double(epochs - curve.points.count) * average,
                    file: curve.isLastBest ? file : nil, checkpoint: checkpoint))
        }
        return epochs < settings.epochs ? .outOfTime : .complete
    }

    /// One pass over the training data and one over what is held out; nil when stopped.
    private func epoch(of planned: Int, _ isStopped: () -> Bool) -> TrainingCurve.Point? {
        let number = curve.points.count
        let plan = LearningRatePlan(
            batchSize: batchSize,
            progress: Double(number) / Double(planned)...Double(number + 1) / Double(planned), steps: stepsPerEpoch)
        // Each epoch has an order of its own that no epoch before it decides, so that any can be resumed at.
        var random = RandomSource(seed: UInt64(settings.seed) &* 0x9E37_79B9 &+ UInt64(number))
        let first = trainer.stepNumber
        guard
            let learnt = trainer.learn(
                training, random: &random, rate: { plan.rate(step: $0 - first) }, isStopped: isStopped)
        else { return nil }
        var point = TrainingCurve.Point(training: learnt.bitsPerByte, rate: plan.rate(step: stepsPerEpoch))
        if validation.byteCount > 0 {
            guard let measured = trainer.measure(validation, isStopped: isStopped) else { return nil }
            point.validation = measured.bitsPerByte
        }
        return point
    }

    private var file: ModelFile {
        let validation = curve.points.last?.validation ?? 0
        return ModelFile(
            parameters: settings.parameters,
            training: ModelFile.Training(
                seed: settings.seed, epochs: curve.points.count, byteCount: training.byteCount, sha256: sha256,
                validationMicrobits: Int((validation * 1e6).rounded())),
            weights: trainer.weights(rate: LearningRatePlan.ofCoders))
    }

    private var checkpoint: TrainingCheckpoint {
        TrainingCheckpoint(
            identity: identity, stepNumber: trainer.stepNumber, curve: curve, state: trainer.state)
    }

    /// What there is after an epoch.
    package struct Epoch {
        package let curve: TrainingCurve
        /// How many epochs there will be, this one and those before it among them.
        package let plannedEpochs: Int
        /// How long the others will take.
        package let secondsLeft: Double
        /// The weights, if they are the best so far.
        package let file: ModelFile?
        package let checkpoint: TrainingCheckpoint
    }
}

/// Why networks cannot be trained.
package enum NetworkTrainingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is less than one window.
    case tooLittle(byteCount: Int, window: Int)
    /// There is no checkpoint to go on from.
    case noCheckpoint(path: String, reason: String)
    /// The checkpoint is of another training.
    case otherTraining(difference: String)

    package var description: String {
        switch self {
        case .tooLittle(let byteCount, let window):
            "the training data has \(byteCount) byte\(byteCount == 1 ? "" : "s"), less than the \(window) of one window"
        case .noCheckpoint(let path, let reason): "there is no checkpoint to resume from at \(path): \(reason)"
        case .otherTraining(let difference):
            "the checkpoint is of another training: \(difference) differs; begin anew without --resume"
        }
    }
}
