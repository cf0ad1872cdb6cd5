/// Codes whole numbers, each by decisions between many opinions on how it is distributed: the core that the models of pixels
/// and samples share.
///
/// Before each value its owner fills in what it knows of it:
///
/// - ``means`` and ``inverseScales`` of logistic distributions, one for each predictor, in the owner's units;
/// - ``contexts``: for each set of weights the row to use;
/// - ``slots`` and ``references``: histograms of values seen in the same contexts (``HistogramTable`` finds them);
/// - ``counterContexts``: hashes, for each of which the decisions are counted themselves;
/// - the network's mixture, where there is one.
///
/// and calls ``code(_:center:scale:with:)``. The value is found by the questions of a ``QuantileTree`` around `center`; every
/// opinion gives its log-odds of each, sets of weights chosen by the contexts mix them, and a last set mixes those. Then
/// histograms, counters and weights learn the answers.
///
///     let coder = ValueCoder<Kernels>(shape, in: arena)
///     coder.means[0] = prediction
///     coder.inverseScales[0] = 1 / expectedError
///     let value = coder.code(value, center: prediction, scale: expectedError, with: &rangeEncoder)
///
/// The memory is the arena's, which must live as long. Code is the same in both directions; see ``BitCoder``.
struct ValueCoder<Kernels: DistributionKernelSet> {
    private let last: Int
    private let unit: Float
    let distributions: Int
    private let histograms: Int
    private let counters: Int
    private let counterBits: Int
    private let hasMixture: Bool
    let sets: Int
    private let inputCount: Int
    let histogramInputs: Int
    private let counterInputs: Int
    private let bias: Int
    private let rate: Float
    private let boost: Float
    private let period: Float
    private let finalRate: Float
    private let directWidth: Float
    private let histogramFloor: Float
    private let weightedHistogramFloor: Float

    /// Of the logistic distributions: `distributions` values.
    let means: UnsafeMutablePointer<Float>
    /// `1 / scale` of each; a larger scale is a vaguer opinion.
    let inverseScales: UnsafeMutablePointer<Float>
    /// The row of each set of weights, below its count in ``ValueCoderShape/contextCounts``.
    let contexts: UnsafeMutablePointer<Int>
    /// The histograms of this value.
    let slots: UnsafeMutablePointer<UnsafeMutableRawPointer>
    /// What is added to each histogram's values, modulo 2^16: histograms may hold differences from something known.
    let references: UnsafeMutablePointer<UInt16>
    /// Hashes of the contexts of counters.
    let counterContexts: UnsafeMutablePointer<UInt32>
    /// The network's mixture: eight means, inverse scales, and weights that add up to one.
    let mixtureMeans: UnsafeMutablePointer<Float>
    let mixtureInverseScales: UnsafeMutablePointer<Float>
    let mixtureWeights: UnsafeMutablePointer<Float>

    let lower: UnsafeMutablePointer<Float>
    let upper: UnsafeMutablePointer<Float>
    let middle: UnsafeMutablePointer<Float>
    /// The masses below both ends of the interval and below the threshold, in the mixture's opinion.
    let mixtureMasses: UnsafeMutablePointer<Float>
    private let inputs: UnsafeMutablePointer<Float>
    private let scratch: UnsafeMutablePointer<Float>
    private let weights: UnsafeMutablePointer<Float>
    /// Where each set of weights begins, in `weights`.
    private let setOffsets: UnsafeMutablePointer<Int>
    private let chosen: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    private let probabilities: UnsafeMutablePointer<Float>
    private let stretched: UnsafeMutablePointer<Float>
    let finalWeights: UnsafeMutablePointer<Float>
    private let counterStates: UnsafeMutablePointer<UInt32>
    private let counterPlaces: UnsafeMutablePointer<Int>
    private let decisionCount: UnsafeMutablePointer<Float>

    init(_ shape: ValueCoderShape, in arena: Arena) {
        last = shape.valueCount - 1
        unit = shape.unit
        distributions = shape.distributions
        histograms = shape.histograms
        counters = shape.counters
        counterBits = shape.counterBits
        hasMixture = shape.hasMixture
        sets = shape.contextCounts.count
        inputCount = shape.inputCount
        histogramInputs = shape.histogramInputs
        counterInputs = shape.counterInputs
        bias = shape.bias
        rate = shape.rate
        boost = shape.boost
        period = shape.period
        finalRate = shape.finalRate
        directWidth = shape.directWidth
        histogramFloor = shape.histogramFloor
        weightedHistogramFloor = shape.weightedHistogramFloor
        let padded = shape.histogramInputs
        means = arena.floats(padded)
        inverseScales = arena.floats(padded)
        contexts = arena.allocate(shape.contextCounts.count, of: Int.self)
        slots = arena.allocate(max(1, shape.histograms), of: UnsafeMutableRawPointer.self)
        references = arena.allocate(max(1, shape.histograms), of: UInt16.self)
        counterContexts = arena.allocate(max(1, shape.counters), of: UInt32.self)
        mixtureMeans = arena.floats(8)
        mixtureInverseScales = arena.floats(8)
        mixtureWeights = arena.floats(8)
        lower = arena.floats(padded)
        upper = arena.floats(padded)
        middle = arena.floats(padded)
        mixtureMasses = arena.floats(8)
        inputs = arena.floats(shape.inputCount)
        scratch = arena.floats(2 * ((shape.histograms + 7) / 8 * 8) + 8)
        let rows = shape.contextCounts.reduce(0, +) * QuantileTree.nodeCount
        weights = arena.floats(rows * shape.inputCount)
        setOffsets = arena.allocate(sets, of: Int.self)
        chosen = arena.allocate(sets, of: UnsafeMutablePointer<Float>.self)
        let paddedSets = (sets + 7) / 8 * 8
        probabilities = arena.floats(paddedSets)
        stretched = arena.floats(paddedSets)
        finalWeights = arena.floats(paddedSets * QuantileTree.nodeCount)
        counterStates = arena.allocate(max(1, shape.counters) << shape.counterBits, of: UInt32.self)
        counterPlaces = arena.allocate(max(1, shape.counters), of: Int.self)
        decisionCount = arena.floats(8)
        setInitialWeights(shape, rows: rows)
    }

    /// An upper bound of what a coder takes of its arena, in bytes.
    static func byteCount(_ shape: ValueCoderShape) -> Int {
        let sets = shape.contextCounts.count
        let rows = (shape.contextCounts.reduce(0, +) + sets / 8 + 1) * QuantileTree.nodeCount
        let counters = max(1, shape.counters) << shape.counterBits
        return 4 * (rows * shape.inputCount + counters + 8 * shape.inputCount) + 16 * sets + 4096
    }

    private func setInitialWeights(_ shape: ValueCoderShape, rows: Int) {
        var offset = 0
        for (set, count) in shape.contextCounts.enumerated() {
            setOffsets[set] = offset
            offset += count * QuantileTree.nodeCount * shape.inputCount
        }
        let mixture = shape.hasMixture ? shape.mixtureShare : 0
        for row in 0..<rows {
            let start = weights + row * shape.inputCount
            for index in 0..<shape.distributions { start[index] = (1 - mixture) / Float(shape.distributions) }
            for index in 0..<shape.histograms { start[shape.histogramInputs + index] = 0.05 }
            if shape.hasMixture { start[shape.bias + 1] = mixture }
        }
        let padded = (sets + 7) / 8 * 8
        for node in 0..<QuantileTree.nodeCount {
            for set in 0..<sets { finalWeights[node * padded + set] = 1 / Float(sets) }
        }
        for index in 0..<max(1, shape.counters) << shape.counterBits { counterStates[index] = 1 << 31 }
        inputs[shape.bias] = 0.3
    }

    /// Codes one value.
    ///
    /// - Parameters:
    ///   - value: below ``ValueCoderShape/valueCount``; anything in a decoder.
    ///   - center: and
    ///   - scale: of the logistic distribution whose quantiles are asked for first, in the owner's units.
    /// - Returns: the value in the payload.
    @inline(__always)
    func code<Coder: BitCoder>(_ value: Int, center: Float, scale: Float, with coder: inout Coder) -> Int {
        let perUnit = 1 / unit
        let tree = QuantileTree(center: center * perUnit, scale: scale * perUnit, last: last)
        return code(value, tree: tree, scale: scale * perUnit, places: nil, with: &coder)
    }

    /// Codes one value by the questions of a tree of the owner's.
    ///
    /// - Parameters:
    ///   - tree: not yet asked. Means count from its origin.
    ///   - scale: the tree's.
    ///   - places: for each value the place, in the owner's units, between it and the one below; nil where values are evenly
    ///     spaced.
    /// - Returns: the value in the payload.
    @inline(__always)
    func code<Coder: BitCoder>(
        _ value: Int, tree: QuantileTree, scale: Float, places: UnsafePointer<Float>?, with coder: inout Coder
    ) -> Int {
        var value = value
        if Coder.choosesValues { value = coder.choose(from: distribution(tree, scale: scale, places: places)) }
        var tree = tree
        let direct = directInterval(scale: scale)
        Kernels.beginIntervals(lower: lower, upper: upper, count: distributions)
        mixtureMasses[0] = 0
        mixtureMasses[1] = 1
        while tree.findQuestion() {
            if tree.high &- tree.low < direct { break }
            let answer = decide(tree, value, places, with: &coder)
            tree.take(answer)
        }
        var low = tree.low
        var high = tree.high
        while low < high {
            let threshold = low &+ (high &- low &+ 1) / 2
            let share = Float(high &- threshold &+ 1) / Float(high &- low &+ 1)
            let answer = coder.code(value >= threshold ? 1 : 0, probability: UInt32(share * 4_194_304))
            if answer != 0 { low = threshold } else { high = threshold &- 1 }
        }
        if !Coder.choosesValues, histograms > 0 {
            Kernels.countInHistograms(
                slots: slots, references: references, count: histograms, value: UInt16(truncatingIfNeeded: low))
        }
        return low
    }

    /// Intervals narrower than this are halved without asking anybody.
    @inline(__always)
    func directInterval(scale: Float) -> Int {
        let width = scale * directWidth
        // Written so that no comparison holds for what is not a number.
        return width > 0 ? (width < 1e9 ? Int(width) : 1_000_000_000) : 0
    }

    @inline(__always)
    private func decide<Coder: BitCoder>(
        _ tree: QuantileTree, _ value: Int, _ places: UnsafePointer<Float>?, with coder: inout Coder
    ) -> Int {
        let final = finalWeights + tree.node &* ((sets + 7) / 8 * 8)
        let probability = probability(tree, places, final: final)
        let answer = coder.code(value >= tree.threshold ? 1 : 0, probability: UInt32(Self.units(probability)))
        if !Coder.choosesValues { learn(answer, probability: probability, final: final) }
        narrow(answer)
        return answer
    }

    /// How likely the tree's question is answered by yes.
    @inline(__always)
    func probability(
        _ tree: QuantileTree, _ places: UnsafePointer<Float>?, final: UnsafeMutablePointer<Float>
    ) -> Float {
        gatherInputs(tree, places)
        for set in 0..<sets {
            let row = contexts[set] &* QuantileTree.nodeCount &+ tree.node
            chosen[set] = weights + (setOffsets[set] &+ row &* inputCount)
        }
        return Kernels.mix(
            inputs: inputs, count: inputCount, weights: chosen, sets: sets, probabilities: probabilities,
            stretched: stretched, finalWeights: final)
    }

    /// A probability in units of 2^-22, within what a coder takes.
    @inline(__always)
    static func units(_ probability: Float) -> Float {
        let scaled = probability * 4_194_304
        // Written so that what is not a number becomes a probability as well.
        return scaled > 32 ? (scaled < 4_194_272 ? scaled : 4_194_272) : 32
    }

    @inline(__always)
    private func gatherInputs(_ tree: QuantileTree, _ places: UnsafePointer<Float>?) {
        let place = places.map { $0[tree.threshold] } ?? (Float(tree.threshold &- tree.origin) - 0.5) * unit
        Kernels.distributionOdds(
            threshold: place, means: means, inverseScales: inverseScales, lower: lower, upper: upper, middle: middle,
            odds: inputs, count: distributions)
        if histograms > 0 {
            Kernels.histogramOdds(
                slots: slots, references: references, count: histograms,
                low: UInt16(truncatingIfNeeded: tree.low), threshold: UInt16(truncatingIfNeeded: tree.threshold),
                high: UInt16(truncatingIfNeeded: tree.high), floor: histogramFloor,
                weightedFloor: weightedHistogramFloor,
                odds: inputs + histogramInputs, scratch: scratch)
        }
        if counters > 0 {
            // Two odd constants for each of the three numbers that tell one decision from another.
            var question = UInt32(truncatingIfNeeded: tree.threshold) &* 0x9E37_79B1
            question = (question ^ UInt32(truncatingIfNeeded: tree.low)) &* 0x85EB_CA77
            question = (question ^ (question >> 15) ^ UInt32(truncatingIfNeeded: tree.high)) &* 0xC2B2_AE3D
            let odds = inputs + counterInputs
            for index in 0..<counters {
                let hash = (counterContexts[index] ^ question) &* 0x27D4_EB2F
                let place = index << counterBits &+ Int(hash >> UInt32(32 &- counterBits))
                counterPlaces[index] = place
                odds[index] = (Float(counterStates[place] >> 10) + 0.5) * 0x1p-22
            }
            for index in counters..<(counters + 7) / 8 * 8 { odds[index] = 0.5 }
            Kernels.stretch(odds, count: counters)
        }
        if hasMixture {
            inputs[bias + 1] = Kernels.mixtureOdds(
                threshold: place, means: mixtureMeans, inverseScales: mixtureInverseScales, weights: mixtureWeights,
                interval: mixtureMasses, middle: mixtureMasses + 2)
        }
    }

    @inline(__always)
    private func learn(_ answer: Int, probability: Float, final: UnsafeMutablePointer<Float>) {
        let count = decisionCount[0]
        decisionCount[0] = count + 1
        let step = rate * (1 + boost / (1 + count / period))
        Kernels.learnMix(
            bit: Float(answer), probability: probability, inputs: inputs, count: inputCount, weights: chosen,
            sets: sets, probabilities: probabilities, stretched: stretched, finalWeights: final, rate: step,
            finalRate: finalRate)
        for index in 0..<counters {
            let state = counterStates[counterPlaces[index]]
            // The high 22 bits are the probability, the low 10 how often it was moved.
            let moved = state & 1023
            let probability = Int32(truncatingIfNeeded: state >> 10)
            let goal: Int32 = answer != 0 ? 4_194_303 : 0
            let step = (goal &- probability) / (Int32(truncatingIfNeeded: moved) &+ 2)
            let next = UInt32(truncatingIfNeeded: probability &+ step) << 10
            counterStates[counterPlaces[index]] = next | (moved < 60 ? moved &+ 1 : moved)
        }
    }

    /// Leaves the distributions what lies on the answer's side of the threshold.
    @inline(__always)
    private func narrow(_ answer: Int) {
        let target = answer != 0 ? lower : upper
        for index in 0..<histogramInputs { target[index] = middle[index] }
        mixtureMasses[answer != 0 ? 0 : 1] = mixtureMasses[2]
    }
}
