/// The predictions of one channel's next sample: least-squares fits, cascades of filters on what fits leave over, and
/// least-squares fits over all of these.
struct ChannelPredictor<Set: SampleKernelSet> {
    /// The fits, then the cascades, then the stacked ones.
    let predictions: UnsafeMutablePointer<Double>
    let count: Int

    private let fits: LagFits<Set>
    private let cascades: [(fit: Int, filters: FilterCascade<Set>)]
    private let stackings: [Stacking<Set>]
    private let history: SignalHistory<Double>
    /// How many predictions are stacked.
    private let inputs: Int
    /// The last of the first cascade, from which the others' deviations are stacked.
    private let base: Int
    /// Deviations from that prediction, and after them the value's.
    private let equation: UnsafeMutablePointer<Double>
    private let averageError: UnsafeMutablePointer<Double>
    private let lowest: Double
    private let highest: Double

    /// - Parameters:
    ///   - history: where this predictor keeps the channel's samples.
    ///   - others: the other signals, each with how many samples it is ahead; their lags are the settings' `others`.
    ///   - range: of the samples.
    init(
        _ settings: SampleSettings, fits: [LagFitSettings], history: SignalHistory<Double>,
        others: [(history: SignalHistory<Double>, lead: Int)], range: ClosedRange<Int>, in arena: Arena
    ) {
        self.history = history
        self.fits = LagFits(fits, of: history, others: others, ridge: 30, in: arena)
        cascades = settings.cascades.map { ($0.fit, FilterCascade($0.filters, in: arena)) }
        inputs = settings.inputCount
        base = fits.count + (settings.cascades.first?.filters.count ?? 0) - 1
        stackings = settings.stackings.map { Stacking(count: settings.inputCount, memory: $0, ridge: 1, in: arena) }
        count = settings.predictorCount
        predictions = arena.allocate(count, of: Double.self)
        equation = arena.allocate(Self.padded(settings.inputCount) + 4, of: Double.self)
        averageError = arena.allocate(1, of: Double.self)
        lowest = Double(range.lowerBound)
        highest = Double(range.upperBound)
    }

    /// An upper bound of what a predictor takes of its arena, in bytes.
    static func byteCount(_ settings: SampleSettings, fits: [LagFitSettings], signals: Int) -> Int {
        LagFits<Set>.byteCount(fits, signals: signals)
            + settings.cascades.reduce(0) { $0 + FilterCascade<Set>.byteCount($1.filters) }
            + settings.stackings.count * Stacking<Set>.byteCount(count: settings.inputCount)
            + 16 * (settings.predictorCount + 24)
    }

    private static func padded(_ count: Int) -> Int { (count + 3) & ~3 }

    @inline(__always) private func clamped(_ value: Double) -> Double {
        // Comparisons that what is not a number fails.
        value > lowest ? (value < highest ? value : highest) : lowest
    }

    /// Fills in the predictions of the sample at `time`, and returns the best one.
    @inline(__always) func predict(at time: Int) -> Double {
        fits.predict(at: time, into: predictions)
        for index in 0..<fits.count { predictions[index] = clamped(predictions[index]) }
        var place = fits.count
        for cascade in cascades {
            cascade.filters.predict(at: time, from: predictions[cascade.fit], into: predictions + place)
            place += cascade.filters.count
        }
        for index in fits.count..<inputs { predictions[index] = clamped(predictions[index]) }
        let base = predictions[base]
        for index in 0..<inputs { equation[index] = predictions[index] - base }
        var sum = 0.0
        for (index, stacking) in stackings.enumerated() {
            let prediction = clamped(base + stacking.correction(equation))
            predictions[inputs + index] = prediction
            sum += prediction
        }
        return sum / Double(stackings.count)
    }

    /// Makes what was heard before `time` quieter, as far back as matters to all but far lags.
    func scale(by factor: Double, before time: Int) {
        history.update(before: time, most: 1024) { $0 *= factor }
        for cascade in cascades { cascade.filters.scale(by: Float(factor), before: time) }
    }

    /// Takes in the sample at `time`.
    ///
    /// - Parameter isLearnt: whether fits and filters change by it.
    @inline(__always) func note(_ value: Double, at time: Int, isLearnt: Bool) {
        history.set(value, at: time)
        for cascade in cascades {
            cascade.filters.note(Float(value - predictions[cascade.fit]), at: time, isLearnt: isLearnt)
        }
        guard isLearnt else { return }
        // Large errors count less: the power -3/4, between the mean's and the median's weights.
        let root = (averageError.pointee + 2).squareRoot()
        let weight = 1 / (root * root.squareRoot())
        equation[Self.padded(inputs)] = value - predictions[base]
        for stacking in stackings { stacking.learn(equation, weight: weight, at: time) }
        averageError.pointee += ((value - predictions[count - 1]).magnitude - averageError.pointee) * 0.125
        if (time &+ 1) % LagFits<Set>.block == 0 { fits.endBlock(before: time &+ 1, weight: weight) }
    }
}
