/// The optimiser's scalars, step by step.
struct LearningRateSchedule {
    /// Optimiser steps so far.
    private(set) var number: Int64 = 0
    private let decay: Float
    private let floor: Float
    /// beta2 to the power of `number`.
    private var power: Float = 1

    init(parameters: ModelParameters) {
        decay = Float(parameters.rateDecay) / 65536
        floor = Float(parameters.rateFloor) / 65536
    }

    /// The next step, with a rate relative to the first one's.
    mutating func next() -> OptimiserStep {
        number += 1
        power *= OptimiserStep.decay
        let rate = max(floor, 1 / (1 + decay * Float(number).squareRoot()))
        return OptimiserStep(rate: rate, correction: 1 / (1 - power), windows: 1)
    }
}
