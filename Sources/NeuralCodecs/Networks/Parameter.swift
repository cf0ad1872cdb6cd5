/// A trained vector with its second moments.
struct Parameter<K: KernelSet> {
    let length: Int
    let weights: UnsafeMutablePointer<Float>
    let moments: UnsafeMutablePointer<Float>

    init(length: Int, value: Float, arena: Arena) {
        self.length = length
        weights = arena.floats(length)
        moments = arena.floats(length)
        weights.update(repeating: value, count: length)
    }

    var block: WeightBlock {
        WeightBlock(weights: weights, moments: moments, rowCount: 1, length: length, stride: length)
    }

    /// One optimiser step.
    func update(_ step: OptimiserStep, gradient: UnsafePointer<Float>) {
        K.updateVector(
            weights: weights, moments: moments, gradient: gradient, length: length, rate: step.rate,
            decay: OptimiserStep.decay, correction: step.correction, epsilon: OptimiserStep.epsilon)
    }
}

/// A trained matrix with its second moments, column by column: all `rows` outputs of one input one after the other.
struct Matrix<K: KernelSet> {
    let columns: Int
    let rows: Int
    let weights: UnsafeMutablePointer<Float>
    let moments: UnsafeMutablePointer<Float>

    init(columns: Int, rows: Int, scale: Float, arena: Arena, random: inout RandomSource) {
        self.columns = columns
        self.rows = rows
        weights = arena.floats(columns * rows)
        moments = arena.floats(columns * rows)
        random.fill(weights, count: columns * rows, scale: scale)
    }

    var block: WeightBlock {
        WeightBlock(weights: weights, moments: moments, rowCount: columns, length: rows, stride: rows)
    }

    /// One optimiser step of this part's columns; `inputs` are `columns` apart, `gradients` are `rows` apart.
    func update(
        _ step: OptimiserStep, part: UpdatePart, inputs: UnsafePointer<Float>, gradients: UnsafePointer<Float>,
        steps: Int
    ) {
        let range = part.columns(of: columns)
        K.updateMatrix(
            weights: weights + range.lowerBound * rows, moments: moments + range.lowerBound * rows,
            inputs: inputs + range.lowerBound, inputStride: columns, gradients: gradients, steps: steps,
            columns: range.count, rows: rows, rate: step.rate, decay: OptimiserStep.decay,
            correction: step.correction, epsilon: OptimiserStep.epsilon)
    }
}
