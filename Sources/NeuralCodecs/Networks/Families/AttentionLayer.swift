/// A layer of `transformer`: causal attention with several heads over a bounded past (Vaswani et al., 2017), then a
/// feed-forward part, each added to what came in.
///
///     x = below + one-hot rows             q, k, v = W·below + one-hot rows, q and k normalised
///     y = x + W·attention(q, k, v)         a, b = W·norm(y) + one-hot rows
///     z = y + W·(a · b)                    h = norm(z)
///
/// The feed-forward part is a gated linear unit whose gate is linear (Shazeer, "GLU Variants Improve Transformer", 2020).
///
/// Positions are relative: each head has a learnt bias for every distance, which begins as a slope (Press et al., "Train
/// Short, Test Long", 2022) of a half, a quarter and so on. Keys and values are kept: a window's steps look back on the steps
/// before it with the keys and values that they had when they were learnt (Dai et al., "Transformer-XL", 2019), and on all
/// steps of the window so far.
struct AttentionLayer<K: KernelSet>: NetworkLayer {
    let frame: LayerFrame
    private let shape: WindowShape
    private let belowUnits: Int
    private let inner: Int
    private let heads: Int
    private let attention: AttentionHeads<K>

    /// To queries, keys and values; from the heads back to the stream; to the factors of the feed-forward part, and from their
    /// product back.
    private let projection: Projection<K>
    private let joining: Projection<K>
    private let expansion: Projection<K>
    private let contraction: Projection<K>
    /// Gains and biases of the normalisations, and the heads' biases by distance.
    private let vectors: Parameter<K>
    private let vectorsGradient: UnsafeMutablePointer<Float>
    private let layout: VectorLayout

    /// Of each step: queries, keys and values, normalised; queries with gain and bias; one over root mean squares.
    private let projected: UnsafeMutablePointer<Float>
    private let queries: UnsafeMutablePointer<Float>
    private let headScales: UnsafeMutablePointer<Float>
    /// Of each step: what the heads found; the stream after them, normalised; with gain and bias; the factors of the
    /// feed-forward part, and their product; the stream after it, normalised.
    private let found: UnsafeMutablePointer<Float>
    private let middle: UnsafeMutablePointer<Float>
    private let middleOutput: UnsafeMutablePointer<Float>
    private let factors: UnsafeMutablePointer<Float>
    private let product: UnsafeMutablePointer<Float>
    private let result: UnsafeMutablePointer<Float>
    private let streamScales: UnsafeMutablePointer<Float>
    /// Of the loss.
    private let projectedGradient: UnsafeMutablePointer<Float>
    private let foundGradient: UnsafeMutablePointer<Float>
    private let middleGradient: UnsafeMutablePointer<Float>
    private let factorsGradient: UnsafeMutablePointer<Float>
    private let productGradient: UnsafeMutablePointer<Float>
    /// Of the loss, by the stream after the heads: through the normalisation alone, and in all.
    private let streamGradient: UnsafeMutablePointer<Float>

    private var units: Int { frame.units }
    /// Components of all heads' queries together, and of their keys and values.
    private let span: Int
    private var width: Int { span / heads }

    init(
        _ parameters: ModelParameters.Layer, belowUnits: Int, shape: WindowShape, arena: Arena,
        random: inout RandomSource
    ) {
        let units = parameters.units
        let past = parameters.attention
        let inner = past.inner
        let span = past.span
        self.shape = shape
        self.span = span
        self.belowUnits = belowUnits
        self.inner = inner
        heads = past.heads
        let scale = 0.6 / Float(units).squareRoot()
        func project(_ columns: Int, _ rows: Int) -> Projection<K> {
            Projection(columns: columns, rows: rows, scale: scale, shape: shape, arena: arena, random: &random)
        }
        projection = project(belowUnits, 3 * span)
        joining = project(span, units)
        expansion = project(units, 2 * inner)
        contraction = project(inner, units)
        frame = LayerFrame(
            units: units, inputWidth: Self.inputWidth(units: units, past), shape: shape, arena: arena)
        attention = AttentionHeads(
            units: span, heads: past.heads, context: past.context, shape: shape, arena: arena)
        layout = VectorLayout(units: units, span: span, heads: past.heads, positions: past.context + shape.horizon)
        vectors = Parameter(length: layout.count, value: 0, arena: arena)
        vectorsGradient = arena.floats(shape.windows * layout.count)
        // Queries begin shorter by the root of a head's width, as in scaled dot products.
        (vectors.weights + layout.queryGain).update(
            repeating: 1 / Float(span / past.heads).squareRoot(), count: span)
        (vectors.weights + layout.keyGain).update(repeating: 1, count: span)
        for place in [layout.middleGain, layout.resultGain] {
            (vectors.weights + place).update(repeating: 1, count: units)
        }
        layout.fillSlopes(vectors.weights)

        let rows = shape.rows
        projected = arena.floats(rows * 3 * span)
        queries = arena.floats(rows * span)
        headScales = arena.floats(rows * 2 * past.heads)
        found = arena.floats(rows * span)
        middle = arena.floats(rows * units)
        middleOutput = arena.floats(rows * units)
        factors = arena.floats(rows * 2 * inner)
        product = arena.floats(rows * inner)
        result = arena.floats(rows * units)
        streamScales = arena.floats(rows * 2)
        projectedGradient = arena.floats(rows * 3 * span)
        foundGradient = arena.floats(rows * span)
        middleGradient = arena.floats(rows * units)
        factorsGradient = arena.floats(rows * 2 * inner)
        productGradient = arena.floats(rows * inner)
        streamGradient = arena.floats(rows * units)
    }

    private static func inputWidth(units: Int, _ past: ModelParameters.Layer.Attention) -> Int {
        units + 3 * past.span + 2 * past.inner
    }

    static func size(of parameters: ModelParameters.Layer, belowUnits: Int, horizon: Int) -> LayerSize {
        let units = parameters.units
        let past = parameters.attention
        let span = past.span
        let matrices = [(belowUnits, 3 * span), (span, units), (units, 2 * past.inner), (past.inner, units)].map {
            Projection<K>.size(columns: $0.0, rows: $0.1)
        }
        let layout = VectorLayout(units: units, span: span, heads: past.heads, positions: past.context + horizon)
        return LayerSize(
            inputWidth: inputWidth(units: units, past),
            // What is paid to a step's past, the mean over a window's steps, and found there.
            multiplyAdds: matrices.reduce(0) { $0 + $1.weightFloats / 2 } + 2 * span * (past.context + horizon / 2),
            weightFloats: matrices.reduce(0) { $0 + $1.weightFloats } + 2 * layout.count,
            rowFloats: 2 * inputWidth(units: units, past) + 7 * units + 9 * span + 6 * past.inner + 2 * past.heads + 2,
            windowFloats: layout.count
                + AttentionHeads<K>.windowFloats(
                    units: span, heads: past.heads, context: past.context, horizon: horizon),
            stepFloats: matrices.reduce(0) { $0 + $1.stepFloats },
            stateFloats: AttentionHeads<K>.stateFloats(units: span, context: past.context))
    }

    func forward(row: Int, belowHidden: UnsafePointer<Float>?) {
        forward(steps: row..<row + 1, belowHidden: belowHidden)
    }

    func forwardWindow(_ window: Int, belowHidden: UnsafePointer<Float>?) {
        let first = shape.start(of: window) + 1
        forward(steps: first..<first + shape.horizon, belowHidden: belowHidden)
    }

    /// One step or a window's; each part for all of them before the next.
    private func forward(steps: Range<Int>, belowHidden: UnsafePointer<Float>?) {
        let units = units
        for row in steps {
            let inputs = frame.inputs + row * frame.inputWidth
            (projected + row * 3 * span).update(from: inputs + units, count: 3 * span)
            (middle + row * units).update(from: inputs, count: units)
            (factors + row * 2 * inner).update(from: inputs + (units + 3 * span), count: 2 * inner)
        }
        if let belowHidden {
            projection.accumulate(belowHidden, into: projected, steps: steps)
            // A stream of another width cannot be gone on with; what it says comes through the projection alone.
            if belowUnits == units {
                for row in steps { K.add(belowHidden + row * units, to: middle + row * units, length: units) }
            }
        }
        for row in steps {
            for head in 0..<heads { forwardHead(head, row: row) }
        }
        joining.accumulate(found, into: middle, steps: steps)
        for row in steps {
            (result + row * units).update(from: middle + row * units, count: units)
            normalise(
                middle + row * units, gain: layout.middleGain, bias: layout.middleGain + units,
                scale: streamScales + 2 * row, into: middleOutput + row * units, length: units)
        }
        expansion.accumulate(middleOutput, into: factors, steps: steps)
        for row in steps {
            let factors = factors + row * 2 * inner
            K.multiply(factors, by: factors + inner, into: product + row * inner, length: inner)
        }
        contraction.accumulate(product, into: result, steps: steps)
        for row in steps {
            normalise(
                result + row * units, gain: layout.resultGain, bias: layout.resultGain + units,
                scale: streamScales + (2 * row + 1), into: frame.hidden + row * units, length: units)
        }
    }

    private func forwardHead(_ head: Int, row: Int) {
        let offset = head * width
        let scales = headScales + (row * heads + head) * 2
        let query = projected + row * 3 * span + offset
        let queryGain = layout.queryGain + offset
        let keyGain = layout.keyGain + offset
        normalise(
            query, gain: queryGain, bias: queryGain + span, scale: scales, into: queries + row * span + offset,
            length: width)
        normalise(
            query + span, gain: keyGain, bias: keyGain + span, scale: scales + 1,
            into: attention.key(row: row, head: head), length: width)
        attention.forward(
            row: row, head: head, query: queries + row * span + offset, value: query + 2 * span,
            bias: vectors.weights + layout.bias(of: head), found: found + row * span + offset)
    }

    /// - Parameter gain, bias: where in the vectors they lie.
    private func normalise(
        _ values: UnsafeMutablePointer<Float>, gain: Int, bias: Int, scale: UnsafeMutablePointer<Float>,
        into output: UnsafeMutablePointer<Float>, length: Int
    ) {
        K.normaliseForward(
            values, gain: vectors.weights + gain, bias: vectors.weights + bias, scale: scale, output: output,
            length: length)
    }

    func backwardWindow(_ window: Int, belowHiddenGradient: UnsafeMutablePointer<Float>?) {
        let units = units
        let first = shape.start(of: window) + 1
        let steps = first..<first + shape.horizon
        let vectorGradient = vectorsGradient + window * layout.count
        vectorGradient.update(repeating: 0, count: layout.count)
        func normaliseBackward(
            _ gradient: UnsafeMutablePointer<Float>, _ normalised: UnsafePointer<Float>, gain: Int, bias: Int,
            scale: Float, length: Int
        ) {
            K.normaliseBackward(
                gradient, normalised: normalised, gain: vectors.weights + gain, scale: scale,
                gainGradient: vectorGradient + gain, biasGradient: vectorGradient + bias, length: length)
        }

        for row in steps {
            let gradient = streamGradient + row * units
            gradient.update(from: frame.hiddenGradient + row * units, count: units)
            normaliseBackward(
                gradient, result + row * units, gain: layout.resultGain, bias: layout.resultGain + units,
                scale: streamScales[2 * row + 1], length: units)
            (productGradient + row * inner).update(repeating: 0, count: inner)
            (middleGradient + row * units).update(repeating: 0, count: units)
            (foundGradient + row * span).update(repeating: 0, count: span)
        }
        contraction.accumulateBackward(streamGradient, into: productGradient, window: window)
        for row in steps {
            let factors = factors + row * 2 * inner
            let gradients = factorsGradient + row * 2 * inner
            K.multiply(productGradient + row * inner, by: factors + inner, into: gradients, length: inner)
            K.multiply(productGradient + row * inner, by: factors, into: gradients + inner, length: inner)
        }
        expansion.accumulateBackward(factorsGradient, into: middleGradient, window: window)
        for row in steps {
            let gradient = middleGradient + row * units
            normaliseBackward(
                gradient, middle + row * units, gain: layout.middleGain, bias: layout.middleGain + units,
                scale: streamScales[2 * row], length: units)
            K.add(streamGradient + row * units, to: gradient, length: units)
        }
        joining.accumulateBackward(middleGradient, into: foundGradient, window: window)
        for head in 0..<heads {
            let offset = head * width
            attention.backward(
                window: window, head: head, queries: queries + first * span + offset,
                foundGradient: foundGradient + first * span + offset,
                projectedGradient: projectedGradient + first * 3 * span + offset,
                biasGradient: vectorGradient + layout.bias(of: head))
            let queryGain = layout.queryGain + offset
            let keyGain = layout.keyGain + offset
            for row in steps {
                let place = row * 3 * span + offset
                let scales = headScales + (row * heads + head) * 2
                normaliseBackward(
                    projectedGradient + place, projected + place, gain: queryGain, bias: queryGain + span,
                    scale: scales[0], length: width)
                normaliseBackward(
                    projectedGradient + (place + span), projected + (place + span), gain: keyGain,
                    bias: keyGain + span, scale: scales[1], length: width)
            }
        }
        for row in steps {
            let gradient = frame.inputGradient + row * frame.inputWidth
            gradient.update(from: middleGradient + row * units, count: units)
            (gradient + units).update(from: projectedGradient + row * 3 * span, count: 3 * span)
            (gradient + (units + 3 * span)).update(from: factorsGradient + row * 2 * inner, count: 2 * inner)
        }
        guard let belowHiddenGradient else { return }
        if belowUnits == units {
            for row in steps {
                K.add(middleGradient + row * units, to: belowHiddenGradient + row * units, length: units)
            }
        }
        projection.accumulateBackward(projectedGradient, into: belowHiddenGradient, window: window)
    }

    func update(_ step: OptimiserStep, part: UpdatePart, belowHidden: UnsafePointer<Float>?, matrixRate: Float) {
        var slower = step
        slower.rate *= matrixRate
        if let belowHidden {
            projection.update(slower, part: part, inputs: belowHidden, gradients: projectedGradient)
        }
        joining.update(slower, part: part, inputs: found, gradients: middleGradient)
        expansion.update(slower, part: part, inputs: middleOutput, gradients: factorsGradient)
        contraction.update(slower, part: part, inputs: product, gradients: streamGradient)
        if part.isFirst {
            K.sumSteps(vectorsGradient, steps: step.windows, length: layout.count, output: vectorsGradient)
            vectors.update(step, gradient: vectorsGradient)
        }
    }

    func saveState(window: Int, to state: UnsafeMutablePointer<Float>) {
        attention.saveState(window: window, to: state)
    }

    func restoreState(window: Int, from state: UnsafePointer<Float>) {
        attention.restoreState(window: window, from: state)
    }

    func carryState(window: Int, after steps: Int) { attention.carryState(window: window, after: steps) }

    var blocks: [WeightBlock] {
        [projection, joining, expansion, contraction].map { $0.matrix.block } + [vectors.block]
    }

    func refreshCopies() {}

    /// Where the layer's vectors lie; each gain is followed by its bias.
    private struct VectorLayout {
        let queryGain = 0
        let keyGain: Int
        let middleGain: Int
        let resultGain: Int
        let count: Int
        private let biases: Int
        private let biasStride: Int
        private let heads: Int
        private let positions: Int

        init(units: Int, span: Int, heads: Int, positions: Int) {
            keyGain = 2 * span
            middleGain = 4 * span
            resultGain = middleGain + 2 * units
            biases = resultGain + 2 * units
            biasStride = AttentionHeads<K>.biasStride(positions: positions)
            self.heads = heads
            self.positions = positions
            count = biases + heads * biasStride
        }

        /// The biases of a head by distance, that of the step itself last.
        func bias(of head: Int) -> Int { biases + head * biasStride }

        /// The biases that heads begin with: the first head's fall by a half a step, each further head's half as steeply.
        func fillSlopes(_ vectors: UnsafeMutablePointer<Float>) {
            var slope: Float = 0.5
            for head in 0..<heads {
                for position in 0..<positions {
                    vectors[bias(of: head) + position] = -slope * Float(positions - 1 - position)
                }
                slope *= 0.5
            }
        }
    }
}
