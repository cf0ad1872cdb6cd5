/// What the network of a channel sees: the last errors, how far the predictions are apart, and how the average errors stand
/// to each other, all in units of the scale that is expected.
struct ErrorFeatures<Set: SampleKernelSet> {
    private let network: MixtureNetwork<Set>
    private let errors: SignalHistory<Float>
    private let predictors: Int

    /// How many of the last errors it sees.
    private static var errorCount: Int { 16 }
    /// How many predictions it sees at most.
    private static var mostPredictors: Int { 32 }

    init(_ settings: SampleSettings, in arena: Arena) {
        predictors = min(settings.predictorCount, Self.mostPredictors)
        network = MixtureNetwork(
            features: Self.featureCount(settings), hidden: settings.hiddenUnits, in: arena, rate: 0.012,
            rateFloor: 0.001)
        errors = SignalHistory(length: Self.errorCount, in: arena)
    }

    /// How many values the network sees, a multiple of eight.
    static func featureCount(_ settings: SampleSettings) -> Int {
        (errorCount + SampleSettings.widths + 5 + min(settings.predictorCount, mostPredictors) + 7) & ~7
    }

    /// An upper bound of what it takes of its arena, in bytes.
    static func byteCount(_ settings: SampleSettings) -> Int {
        MixtureNetwork<Set>.byteCount(features: featureCount(settings), hidden: settings.hiddenUnits)
            + SignalHistory<Float>.byteCount(length: errorCount)
    }

    /// Lets the network say how the sample at `time` is distributed.
    ///
    /// - Parameters:
    ///   - averages: average errors of the best prediction.
    ///   - neighbour: the other channel's error at the same time in units of its scale.
    @inline(__always)
    func predict(
        at time: Int, center: Float, scale: Float, averages: UnsafePointer<Float>, neighbour: Float,
        into coder: ValueCoder<Set>
    ) {
        let f = network.features
        let inverse = 1 / scale
        let last = errors.newest(Self.errorCount, before: time)
        for index in 0..<Self.errorCount { f[index] = last[index] * inverse }
        var place = Self.errorCount
        for index in 0..<SampleSettings.widths { f[place &+ index] = averages[index] * inverse - 1 }
        place &+= SampleSettings.widths
        let newest = last[Self.errorCount &- 1] * inverse
        let before = last[Self.errorCount &- 2] * inverse
        f[place] = 1
        f[place &+ 1] = newest < 0 ? -newest : newest
        f[place &+ 2] = before < 0 ? -before : before
        f[place &+ 3] = neighbour
        f[place &+ 4] = neighbour < 0 ? -neighbour : neighbour
        place &+= 5
        for index in 0..<predictors { f[place &+ index] = (coder.means[index] - center) * inverse }
        for index in place &+ predictors..<network.featureCount { f[index] = 0 }
        for index in 0..<8 { network.bases[index] = center }
        network.predict(scale: scale, into: coder)
    }

    /// Notes how far the sample at `time` was from the center.
    @inline(__always)
    func note(_ error: Float, at time: Int) { errors.set(error, at: time) }

    /// Lets the network learn that the sample lay between two places.
    @inline(__always)
    func learn(from lower: Float, to upper: Float) { network.learn(from: lower, to: upper) }
}
