/// Normalised least-mean-squares filters, each of which predicts what the one before left over.
struct FilterCascade<Set: SampleKernelSet> {
    private struct Stage {
        let taps: Int
        let step: Float
        let weights: UnsafeMutablePointer<Float>
        let profile: UnsafeMutablePointer<Float>
        let history: SignalHistory<Float>
        let state: UnsafeMutablePointer<State>
    }

    private struct State {
        var prediction: Float
        var error: Float
        var energy: Float
    }

    private let stages: [Stage]

    init(_ settings: [SampleSettings.Filter], in arena: Arena) {
        stages = settings.map { filter in
            let stage = Stage(
                taps: filter.taps, step: Float(filter.step) / 1000, weights: arena.floats(filter.taps),
                profile: arena.floats(filter.taps), history: SignalHistory(length: filter.taps + 1, in: arena),
                state: arena.allocate(1, of: State.self))
            for tap in 0..<filter.taps { stage.profile[filter.taps - 1 - tap] = 1 / Float(1 + tap).squareRoot() }
            return stage
        }
    }

    var count: Int { stages.count }

    /// What filters take of their arena, in bytes.
    static func byteCount(_ settings: [SampleSettings.Filter]) -> Int {
        settings.reduce(0) { $0 + 8 * $1.taps + SignalHistory<Float>.byteCount(length: $1.taps + 1) + 192 }
    }

    /// Adds each filter's prediction to the sum of those before it: `predictions[i] = base + Σ filters 0...i`.
    @inline(__always)
    func predict(at time: Int, from base: Double, into predictions: UnsafeMutablePointer<Double>) {
        var sum = base
        for (index, stage) in stages.enumerated() {
            let state = stage.state
            let step = stage.step * state.pointee.error / (state.pointee.energy + 100)
            state.pointee.prediction = Set.adaptAndPredict(
                weights: stage.weights, profile: stage.profile, window: stage.history.newest(stage.taps, before: time),
                step: step, energy: &state.pointee.energy, length: stage.taps)
            sum += Double(state.pointee.prediction)
            predictions[index] = sum
        }
    }

    /// Makes all that was heard before `time` quieter.
    func scale(by factor: Float, before time: Int) {
        for stage in stages { stage.history.update(before: time, most: stage.taps) { $0 *= factor } }
    }

    /// Takes in what was left of the value at `time` before the first filter.
    ///
    /// - Parameter isLearnt: whether the filters adapt to it.
    @inline(__always)
    func note(_ rest: Float, at time: Int, isLearnt: Bool) {
        var rest = rest
        for stage in stages {
            stage.history.set(rest, at: time)
            rest -= stage.state.pointee.prediction
            stage.state.pointee.error = isLearnt ? rest : 0
        }
    }
}
