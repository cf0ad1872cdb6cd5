/// A layer of `transformer`: causal attention with several heads over a bounded past (Vaswani et al., 2017), then a
/// feed-forward part, each added to what came in.
///
///     x = below + one-hot rows             q, k, v = W·below + one-hot rows, q and k normalised
///     y = x + W·attention(q, k, v)         z = y + W·rectifier²(W·norm(y) + one-hot rows)         h = norm(z)
///
/// Positions are relative: each head has a learnt bias for every distance. Keys and values are kept: a window's steps look
/// back on the steps before it with the keys and values that they had when they were learnt (Dai et al., "Transformer-XL",
/// 2019), and on all steps of the window so far.
struct AttentionLayer<K: KernelSet>: NetworkLayer {
    let frame: LayerFrame
    private let shape: WindowShape
    private let belowUnits: Int
    private let inner: Int
    private let heads: Int
    private let attention: AttentionHeads<K>

    /// To queries, keys and values; from the heads back to the stream; to the rectifier and back.
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
    /// Of each step: what the heads found; the stream after them, normalised; with gain and bias; the rectifier's input and
    /// output; the stream after it, normalised.
    private let found: UnsafeMutablePointer<Float>
    private let middle: UnsafeMutablePointer<Float>
    private let middleOutput: UnsafeMutablePointer<Float>
    private let rectifierInput: UnsafeMutablePointer<Float>
    private let rectified: UnsafeMutablePointer<Float>
    private let result: UnsafeMutablePointer<Float>
    private let streamScales: UnsafeMutablePointer<Float>
    /// Of the loss.
    private let projectedGradient: UnsafeMutablePointer<Float>
    private let foundGradient: UnsafeMutablePointer<Float>
    private let middleGradient: UnsafeMutablePointer<Float>
    private let rectifierGradient: UnsafeMutablePointer<Float>
    /// Of the loss, by the stream after the heads: through the normalisation alone, and in all.
    private let streamGradient: UnsafeMutablePointer<Float>

    private var units: Int { frame.units }
    private var width: Int { frame.units / heads }

    init(
        _ parameters: ModelParameters.Layer, belowUnits: Int, shape: WindowShape, arena: Arena,
        random: inout RandomSource
    ) {
        let units = parameters.units
        let past = parameters.attention
        let inner = past.inner
        self.shape = shape
        self.belowUnits = belowUnits
        self.inner = inner
        heads = past.heads
        let scale = 0.6 / Float(units).squareRoot()
        func project(_ columns: Int, _ rows: Int) -> Projection<K> {
            Projection(columns: columns, rows: rows, scale: scale, shape: shape, arena: arena, random: &random)
        }
        projection = project(belowUnits, 3 * units)
        joining = project(units, units)
        expansion = project(units, inner)
        contraction = project(inner, units)
        frame = LayerFrame(units: units, inputWidth: 4 * units + inner, shape: shape, arena: arena)
        attention = AttentionHeads(
            units: units, heads: past.heads, context: past.context, shape: shape, arena: arena)
        layout = VectorLayout(units: units, heads: past.heads, positions: past.context + shape.horizon)
        vectors = Parameter(length: layout.count, value: 0, arena: arena)
        vectorsGradient = arena.floats(shape.windows * layout.count)
        // Queries begin shorter by the root of a head's width, as in scaled dot products.
        (vectors.weights + layout.queryGain).update(
            repeating: 1 / Float(units / past.heads).squareRoot(), count: units)
        for place in [layout.keyGain, layout.middleGain, layout.resultGain] {
            (vectors.weights + place).update(repeating: 1, count: units)
        }

        let rows = shape.rows
        projected = arena.floats(rows * 3 * units)
        queries = arena.floats(rows * units)
        headScales = arena.floats(rows * 2 * past.heads)
        found = arena.floats(rows * units)
        middle = arena.floats(rows * units)
        middleOutput = arena.floats(rows * units)
        rectifierInput = arena.floats(rows * inner)
        rectified = arena.floats(rows * inner)
        result = arena.floats(rows * units)
        streamScales = arena.floats(rows * 2)
        projectedGradient = arena.floats(rows * 3 * units)
        foundGradient = arena.floats(rows * units)
        middleGradient = arena.floats(rows * units)
        rectifierGradient = arena.floats(rows * inner)
        streamGradient = arena.floats(rows * units)
    }

    static func size(of parameters: ModelParameters.Layer, belowUnits: Int, horizon: Int) -> LayerSize {
        let units = parameters.units
        let past = parameters.attention
        let matrices = [(belowUnits, 3 * units), (units, units), (units, past.inner), (past.inner, units)].map {
            Projection<K>.size(columns: $0.0, rows: $0.1)
        }
        let layout = VectorLayout(units: units, heads: past.heads, positions: past.context + horizon)
        return LayerSize(
            inputWidth: 4 * units + past.inner,
            // What is paid to a step's past, the mean over a window's steps, and found there.
            multiplyAdds: matrices.reduce(0) { $0 + $1.weightFloats / 2 } + 2 * units * (past.context + horizon / 2),
            weightFloats: matrices.reduce(0) { $0 + $1.weightFloats } + 2 * layout.count,
            rowFloats: 2 * (4 * units + past.inner) + 15 * units + 3 * past.inner + 2 * past.heads + 2,
            windowFloats: layout.count
                + AttentionHeads<K>.windowFloats(
                    units: units, heads: past.heads, context: past.context, horizon: horizon),
            stepFloats: matrices.reduce(0) { $0 + $1.stepFloats },
            stateFloats: AttentionHeads<K>.stateFloats(units: units, context: past.context))
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
            (projected + row * 3 * units).update(from: inputs + units, count: 3 * units)
            (middle + row * units).update(from: inputs, count: units)
            (rectifierInput + row * inner).update(from: inputs + 4 * units, count: inner)
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
                middle + row * units, gain: layout.middleGain, scale: streamScales + 2 * row,
                into: middleOutput + row * units, length: units)
        }
        expansion.accumulate(middleOutput, into: rectifierInput, steps: steps)
        for row in steps {
            K.squaredRectifier(rectifierInput + row * inner, into: rectified + row * inner, length: inner)
        }
        contraction.accumulate(rectified, into: result, steps: steps)
        for row in steps {
            normalise(
                result + row * units, gain: layout.resultGain, scale: streamScales + (2 * row + 1),
                into: frame.hidden + row * units, length: units)
        }
    }

    private func forwardHead(_ head: Int, row: Int) {
        let offset = head * width
        let scales = headScales + (row * heads + head) * 2
        let query = projected + row * 3 * units + offset
        normalise(
            query, gain: layout.queryGain + offset, scale: scales, into: queries + row * units + offset, length: width)
        normalise(
            query + units, gain: layout.keyGain + offset, scale: scales + 1,
            into: attention.key(row: row, head: head), length: width)
        attention.forward(
            row: row, head: head, query: queries + row * units + offset, value: query + 2 * units,
            bias: vectors.weights + layout.bias(of: head), found: found + row * units + offset)
    }

    /// - Parameter gain: where in the vectors the gain lies; the bias is `units` on.
    private func normalise(
        _ values: UnsafeMutablePointer<Float>, gain: Int, scale: UnsafeMutablePointer<Float>,
        into output: UnsafeMutablePointer<Float>, length: Int
    ) {
        K.normaliseForward(
            values, gain: vectors.weights + gain, bias: vectors.weights + (gain + units), scale: scale, output: output,
            length: length)
    }

    func backwardWindow(_ window: Int, belowHiddenGradient: UnsafeMutablePointer<Float>?) {
        let units = units
        let first = shape.start(of: window) + 1
        let steps = first..<first + shape.horizon
        let vectorGradient = vectorsGradient + window * layout.count
        vectorGradient.update(repeating: 0, count: layout.count)
        func normaliseBackward(
            _ gradient: UnsafeMutablePointer<Float>, _ normalised: UnsafePointer<Float>, gain: Int, scale: Float,
            length: Int
        ) {
            K.normaliseBackward(
                gradient, normalised: normalised, gain: vectors.weights + gain, scale: scale,
                gainGradient: vectorGradient + gain, biasGradient: vectorGradient + (gain + units), length: length)
        }

        for row in steps {
            let gradient = streamGradient + row * units
            gradient.update(from: frame.hiddenGradient + row * units, count: units)
            normaliseBackward(
                gradient, result + row * units, gain: layout.resultGain, scale: streamScales[2 * row + 1],
                length: units)
            (rectifierGradient + row * inner).update(repeating: 0, count: inner)
            (middleGradient + row * units).update(repeating: 0, count: units)
            (foundGradient + row * units).update(repeating: 0, count: units)
        }
        contraction.accumulateBackward(streamGradient, into: rectifierGradient, window: window)
        for row in steps {
            K.squaredRectifierBackward(
                rectifierGradient + row * inner, input: rectifierInput + row * inner, length: inner)
        }
        expansion.accumulateBackward(rectifierGradient, into: middleGradient, window: window)
        for row in steps {
            let gradient = middleGradient + row * units
            normaliseBackward(
                gradient, middle + row * units, gain: layout.middleGain, scale: streamScales[2 * row], length: units)
            K.add(streamGradient + row * units, to: gradient, length: units)
        }
        joining.accumulateBackward(middleGradient, into: foundGradient, window: window)
        for head in 0..<heads {
            let offset = head * width
            attention.backward(
                window: window, head: head, queries: queries + first * units + offset,
                foundGradient: foundGradient + first * units + offset,
                projectedGradient: projectedGradient + first * 3 * units + offset,
                biasGradient: vectorGradient + layout.bias(of: head))
            for row in steps {
                let place = row * 3 * units + offset
                let scales = headScales + (row * heads + head) * 2
                normaliseBackward(
                    projectedGradient + place, projected + place, gain: layout.queryGain + offset, scale: scales[0],
                    length: width)
                normaliseBackward(
                    projectedGradient + (place + units), projected + (place + units), gain: layout.keyGain + offset,
                    scale: scales[1], length: width)
            }
        }
        for row in steps {
            let gradient = frame.inputGradient + row * frame.inputWidth
            gradient.update(from: middleGradient + row * units, count: units)
            (gradient + units).update(from: projectedGradient + row * 3 * units, count: 3 * units)
            (gradient + 4 * units).update(from: rectifierGradient + row * inner, count: inner)
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
        expansion.update(slower, part: part, inputs: middleOutput, gradients: rectifierGradient)
        contraction.update(slower, part: part, inputs: rectified, gradients: streamGradient)
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

    func carryState(from row: Int) { attention.carryState(from: row) }

    /// Where the layer's vectors lie; each gain is followed by its bias.
    private struct VectorLayout {
        let queryGain = 0
        let keyGain: Int
        let middleGain: Int
        let resultGain: Int
        let count: Int
        private let biases: Int
        private let biasStride: Int

        init(units: Int, heads: Int, positions: Int) {
            keyGain = 2 * units
            middleGain = 4 * units
            resultGain = 6 * units
            biases = 8 * units
            biasStride = AttentionHeads<K>.biasStride(positions: positions)
            count = biases + heads * biasStride
        }

        /// The biases of a head by distance, that of the step itself last.
        func bias(of head: Int) -> Int { biases + head * biasStride }
    }
}
