import Foundation

/// The learning rate's course over a part of a training, in parts of the model's first rate.
///
/// It rises over the first hundredth and falls in a straight line to almost nothing. Larger batches, of which there are fewer,
/// get larger steps. `docs/training.md` has what was tried.
struct LearningRatePlan {
    /// What a coder goes on learning with: the lowest rate that one without training comes to.
    static let ofCoders: Float = 0.2

    private static let riseShare = 0.02
    private static let lowest = 0.02
    /// The batch size at which the model's own rate is right.
    private static let batchSize = 16.0

    private let peak: Double
    private let progress: ClosedRange<Double>
    private let steps: Int

    /// - Parameters:
    ///   - progress: of the whole training, 0 to 1, at this part's beginning and end.
    ///   - steps: optimiser steps of this part.
    init(batchSize: Int, progress: ClosedRange<Double>, steps: Int) {
        peak = min(4, max(0.25, (Double(batchSize) / Self.batchSize).squareRoot()))
        self.progress = progress
        self.steps = steps
    }

    /// The rate of a step, counted from 0 in this part.
    func rate(step: Int) -> Float {
        let share = min(1, Double(step) / Double(max(1, steps)))
        let place = progress.lowerBound + share * (progress.upperBound - progress.lowerBound)
        let rise = min(1, place / Self.riseShare + 0.001)
        return Float(peak * rise * max(Self.lowest, 1 - place))
    }
}
