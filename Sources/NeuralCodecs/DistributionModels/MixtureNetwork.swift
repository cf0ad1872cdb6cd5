/// A small network that says how a value is distributed: a mixture of eight logistic distributions around what simple
/// predictors say, trained on each value as it comes.
///
/// One hidden layer; the features also reach the outputs directly, which is most of what it learns. Each unit's gradient is
/// divided by its own root mean square, after which a step costs one multiply-add a weight.
///
///     fill network.features (of order 1), network.bases
///     network.predict(scale: s, into: coder)
///     let value = coder.code(...)
///     network.learn(from: lowerEdge, to: upperEdge)
struct MixtureNetwork<Kernels: DistributionKernelSet> {
    /// What the network sees, ``featureCount`` values; ``predict(scale:into:)`` squashes them.
    let features: UnsafeMutablePointer<Float>
    /// What the eight components' means are, as long as the network has learned nothing.
    let bases: UnsafeMutablePointer<Float>
    /// A multiple of eight.
    let featureCount: Int

    private let hidden: Int
    private let rate: Float
    private let rateFloor: Float
    private let rateDecay: Float
    private let multiples: UnsafeMutablePointer<Float>
    private let means: UnsafeMutablePointer<Float>
    private let inverseScales: UnsafeMutablePointer<Float>
    private let mixtureWeights: UnsafeMutablePointer<Float>
    /// Of the hidden layer, then of the outputs: one column for each input, the hidden units' last.
    private let hiddenWeights: UnsafeMutablePointer<Float>
    private let outputWeights: UnsafeMutablePointer<Float>
    private let outputs: UnsafeMutablePointer<Float>
    private let gradient: UnsafeMutablePointer<Float>
    private let squares: UnsafeMutablePointer<Float>
    private let hiddenGradient: UnsafeMutablePointer<Float>
    private let hiddenSquares: UnsafeMutablePointer<Float>
    /// The scale of the latest prediction, and how many values there were.
    private let state: UnsafeMutablePointer<Float>

    /// - Parameters:
    ///   - features: a multiple of eight.
    ///   - hidden: units of the hidden layer, a multiple of eight.
    init(
        features: Int, hidden: Int, in arena: Arena, rate: Float = 0.004, rateFloor: Float = 0.0005,
        rateDecay: Float = 0.0002
    ) {
        featureCount = features
        self.hidden = hidden
        self.rate = rate
        self.rateFloor = rateFloor
        self.rateDecay = rateDecay
        // The hidden units' activations stand behind the features: together they are the inputs of the output layer.
        self.features = arena.floats(features + hidden)
        bases = arena.floats(8)
        multiples = arena.floats(8)
        means = arena.floats(8)
        inverseScales = arena.floats(8)
        mixtureWeights = arena.floats(8)
        hiddenWeights = arena.floats(features * hidden)
        outputWeights = arena.floats((features + hidden) * 24)
        outputs = arena.floats(24)
        gradient = arena.floats(24)
        squares = arena.floats(24)
        hiddenGradient = arena.floats(hidden)
        hiddenSquares = arena.floats(hidden)
        state = arena.floats(8)
        var multiple: Float = 0.35
        for index in 0..<8 {
            multiples[index] = multiple
            multiple *= 1.25
        }
        for index in 0..<24 { squares[index] = 0.1 }
        for index in 0..<hidden { hiddenSquares[index] = 0.01 }
        var random = SmallRandom(state: 0x1234_5678)
        for index in 0..<features * hidden { hiddenWeights[index] = random.next() * 0.15 }
    }

    /// Bytes that a network takes, at most.
    static func byteCount(features: Int, hidden: Int) -> Int {
        4 * (features * hidden + (features + hidden) * 25 + 2 * hidden + 160) + 1024
    }

    /// Predicts the next value from the features, into the coder's mixture.
    @inline(__always)
    func predict(scale: Float, into coder: ValueCoder<Kernels>) {
        Kernels.squash(features, count: featureCount, slope: 0.5)
        let units = features + featureCount
        for index in 0..<hidden { units[index] = 0 }
        Kernels.accumulateProduct(
            weights: hiddenWeights, input: features, output: units, columns: featureCount, rows: hidden)
        Kernels.squash(units, count: hidden, slope: 1)
        for index in 0..<24 { outputs[index] = 0 }
        Kernels.accumulateProduct(
            weights: outputWeights, input: features, output: outputs, columns: featureCount + hidden, rows: 24)
        state[0] = scale
        Kernels.mixture(
            outputs: outputs, bases: bases, multiples: multiples, scale: scale, means: means,
            inverseScales: inverseScales, weights: mixtureWeights)
        for index in 0..<8 {
            coder.mixtureMeans[index] = means[index]
            coder.mixtureInverseScales[index] = inverseScales[index]
            coder.mixtureWeights[index] = mixtureWeights[index]
        }
    }

    /// Learns that the value lay between two places, in the units of the means.
    @inline(__always)
    func learn(from lower: Float, to upper: Float) {
        Kernels.mixtureGradient(
            lower: lower, upper: upper, means: means, inverseScales: inverseScales, weights: mixtureWeights,
            scale: state[0], gradient: gradient)
        let count = state[1]
        state[1] = count + 1
        let decayed = rate / (1 + rateDecay * count)
        let step = decayed > rateFloor ? decayed : rateFloor
        Kernels.hiddenGradient(
            weights: outputWeights + featureCount &* 24, gradient: gradient, activations: features + featureCount,
            output: hiddenGradient, columns: hidden, rows: 24)
        Kernels.normaliseGradient(gradient, squares: squares, count: 24, rate: 0.002, step: step)
        Kernels.normaliseGradient(hiddenGradient, squares: hiddenSquares, count: hidden, rate: 0.002, step: step)
        Kernels.addOuterProduct(
            weights: outputWeights, inputs: features, step: gradient, columns: featureCount + hidden, rows: 24)
        Kernels.addOuterProduct(
            weights: hiddenWeights, inputs: features, step: hiddenGradient, columns: featureCount, rows: hidden)
    }

    /// Initial weights: a linear congruential generator's high bits, in -1 ..< 1.
    private struct SmallRandom {
        var state: UInt32

        mutating func next() -> Float {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(Int32(bitPattern: state) >> 8) * 0x1p-23
        }
    }
}
