/// The optimiser's scalars, step by step.
struct LearningRateSchedule {
    /// Optimiser steps so far.
    private(set) var number: Int64 = 0
    private let decay: Float
    private let floor: Float
    private var initial: Float = 1
    /// beta2 to the power of `number`.
    private var power: Float = 1

    init(parameters: ModelParameters) {
        decay = Float(parameters.rateDecay) / 65536
        floor = Float(parameters.rateFloor) / 65536
    }

    /// A schedule for weights with moments: the rate stays, and nothing has to be undone.
    init(rate: Float) {
        decay = 0
        floor = 0
        power = 0
        initial = rate
    }

    /// The next step, with a rate relative to the first one's.
    mutating func next() -> OptimiserStep {
        number += 1
        power *= OptimiserStep.decay
        let rate = max(floor, 1 / (1 + decay * Float(number).squareRoot()))
        return OptimiserStep(rate: initial * rate, correction: 1 / (1 - power), windows: 1)
    }
}
