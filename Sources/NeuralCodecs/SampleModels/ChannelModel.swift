/// Codes the samples of one channel: predictions become distributions, between which a ``ValueCoder`` decides.
struct ChannelModel<Set: SampleKernelSet> {
    private let predictor: ChannelPredictor<Set>
    private let coder: ValueCoder<Set>
    private let predictorCount: Int
    private let distributionCount: Int
    private let weightSets: Int
    private let lowest: Int
    private let last: Int
    /// For each rank its value, from `lowest`, and for each value its rank; where values are coded as ranks.
    private let map: ValueMap?
    private let network: ErrorFeatures<Set>?
    private let averages: UnsafeMutablePointer<Float>
    private let rates: UnsafeMutablePointer<Float>
    private let state: UnsafeMutablePointer<State>

    /// What is known of the channel besides its predictions.
    struct State {
        /// Errors of the best prediction, the last one first, in units of the scale then expected.
        var errors: (Float, Float, Float)
        /// The last error in samples.
        var center: Float
    }

    /// - Parameters:
    ///   - map: shared by the channels; nil where values are coded as they are.
    init(
        _ parameters: SampleParameters, predictor: ChannelPredictor<Set>, map: ValueMap?, in arena: Arena
    ) {
        let settings = parameters.settings
        self.predictor = predictor
        self.map = map
        coder = ValueCoder(Self.coderShape(parameters), in: arena)
        predictorCount = settings.predictorCount
        distributionCount = settings.distributionCount
        weightSets = settings.weightSets
        lowest = parameters.lowest
        last = parameters.valueCount - 1
        network = settings.hiddenUnits > 0 ? ErrorFeatures(settings, in: arena) : nil
        let padded = (distributionCount + 7) & ~7
        averages = arena.floats(padded)
        rates = arena.floats(padded)
        state = arena.allocate(1, of: State.self)
        for index in 0..<distributionCount {
            averages[index] = 64
            rates[index] = index < predictorCount ? 1 / 16 : 0.5
            coder.inverseScales[index] = 1 / 40
        }
        for index in (predictorCount + 1)..<distributionCount { rates[index] = rates[index - 1] * 0.6 }
    }

    /// An upper bound of what a model takes of its arena beside its predictor, in bytes.
    static func byteCount(_ parameters: SampleParameters) -> Int {
        let settings = parameters.settings
        return ValueCoder<Set>.byteCount(coderShape(parameters)) + 8 * settings.distributionCount + 512
            + (settings.hiddenUnits > 0 ? ErrorFeatures<Set>.byteCount(settings) : 0)
    }

    static func coderShape(_ parameters: SampleParameters) -> ValueCoderShape {
        let settings = parameters.settings
        var shape = ValueCoderShape(
            valueCount: parameters.valueCount, unit: 1, distributions: settings.distributionCount)
        shape.contextCounts = Array(SampleContexts.counts.prefix(settings.weightSets))
        shape.rate = Float(settings.mixingRate) * 1e-5
        shape.hasMixture = settings.hiddenUnits > 0
        shape.mixtureShare = 0.6
        shape.directWidth = Float(settings.directWidth) / 100
        return shape
    }

    /// Codes the sample at `time`.
    ///
    /// - Parameters:
    ///   - value: from ``SampleParameters/lowest``; anything in a decoder.
    ///   - neighbour: the other channel's last error in units of its scale, where it is ahead; else zero.
    /// - Returns: the value in the payload.
    @inline(__always)
    func code<Coder: BitCoder>(_ value: Int, at time: Int, neighbour: Float, with coder: inout Coder) -> Int {
        let best = predictor.predict(at: time)
        // The nearest whole number: adding 1.5 · 2^52 leaves no room for a fraction.
        let whole = (best + 6_755_399_441_055_744) - 6_755_399_441_055_744
        let origin = map == nil ? whole : Double(lowest)
        for index in 0..<predictorCount { self.coder.means[index] = Float(predictor.predictions[index] - origin) }
        let center = Float(best - origin)
        for index in predictorCount..<distributionCount { self.coder.means[index] = center }
        let around = averages + predictorCount
        let scale = 0.12 + 0.2 * (around[2] + around[4] + around[6])
        SampleContexts.choose(
            into: self.coder.contexts, count: weightSets, scale: scale, averages: around, state: state.pointee,
            neighbour: neighbour, predictions: self.coder.means, predictorCount: predictorCount)
        if let network {
            network.predict(
                at: time, center: center, scale: scale, averages: around, neighbour: neighbour, into: self.coder)
        }
        let result: Int
        if let map {
            let near = min(Int(whole) &- lowest, Int(map.values[map.count &- 1]))
            let rank = Int(map.ranks[near])
            let treeScale = 0.72 * scale * map.density(around: near, reach: Int(min(scale, 1e6)) &+ 8)
            let tree = QuantileTree(center: 0, scale: treeScale, last: last, origin: rank)
            let given = Coder.isEncoder ? Int(map.ranks[value]) : 0
            let coded = self.coder.code(given, tree: tree, scale: treeScale, places: map.places, with: &coder)
            result = Int(map.values[coded])
        } else {
            let origin = Int(whole) &- lowest
            let tree = QuantileTree(
                center: center, scale: 0.72 * scale, last: last, origin: origin)
            result = self.coder.code(value, tree: tree, scale: 0.72 * scale, places: nil, with: &coder)
        }
        learn(
            result, origin: origin, center: center, scale: scale, at: time, isLearnt: !Coder.choosesValues)
        return result
    }

    /// Makes what was heard before `time` quieter.
    func scale(by factor: Double, before time: Int) { predictor.scale(by: factor, before: time) }

    /// The last error in units of the scale that was expected.
    @inline(__always) var lastError: Float { state.pointee.errors.0 }

    /// - Parameter isLearnt: whether weights change; otherwise the value is only heard.
    @inline(__always)
    private func learn(
        _ value: Int, origin: Double, center: Float, scale: Float, at time: Int, isLearnt: Bool
    ) {
        let sample = Double(value &+ lowest)
        let place = Float(sample - origin)
        Set.averageErrors(
            means: coder.means, value: place, rates: rates, averages: averages, factor: 0.6, floor: 0.12,
            inverseScales: coder.inverseScales, count: distributionCount)
        if let network {
            network.note(place - center, at: time)
            if isLearnt { network.learn(from: place - 0.5, to: place + 0.5) }
        }
        let errors = state.pointee.errors
        state.pointee.errors = ((place - center) / scale, errors.0, errors.1)
        predictor.note(sample, at: time, isLearnt: isLearnt)
    }
}
