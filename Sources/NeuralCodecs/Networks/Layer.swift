/// The parameters, states and gradients of one layer of gated cells.
///
/// Matrices lie column by column: all outputs (3 × `units`) of one input one after the other. Per-step arrays follow
/// ``WindowShape``.
struct Layer<K: KernelSet> {
    let units: Int
    let isRecurrent: Bool
    /// Units of the layer below; zero for the first layer.
    let belowUnits: Int
    let shape: WindowShape

    /// From the layer below, this step.
    let below: Matrix<K>
    /// From this layer one step back; empty when it is not recurrent.
    let previous: Matrix<K>
    /// The recurrent matrix with inputs and outputs swapped, for the backward pass.
    let previousTransposed: UnsafeMutablePointer<Float>
    let gain: Parameter<K>
    let bias: Parameter<K>

    /// Normalised pre-activations, gates and one over root mean squares, for the backward pass.
    let preactivations: UnsafeMutablePointer<Float>
    let activations: UnsafeMutablePointer<Float>
    let scales: UnsafeMutablePointer<Float>
    let cell: UnsafeMutablePointer<Float>
    let cellTangent: UnsafeMutablePointer<Float>
    let hidden: UnsafeMutablePointer<Float>

    /// Of the loss, by pre-activations and by outputs.
    let gradient: UnsafeMutablePointer<Float>
    let hiddenGradient: UnsafeMutablePointer<Float>
    /// Of the loss, by gain and bias, a row a window.
    let gainGradient: UnsafeMutablePointer<Float>
    let biasGradient: UnsafeMutablePointer<Float>
    /// Scratch of the backward pass, a part a window.
    let cellGradient: UnsafeMutablePointer<Float>
    let gradientTransposed: UnsafeMutablePointer<Float>
    let inputGradientTransposed: UnsafeMutablePointer<Float>

    var gates: Int { 3 * units }

    init(
        _ parameters: ModelParameters.Layer, belowUnits: Int, shape: WindowShape, arena: Arena,
        random: inout RandomSource
    ) {
        units = parameters.units
        isRecurrent = parameters.isRecurrent
        self.belowUnits = belowUnits
        self.shape = shape
        let gates = 3 * units
        let scale = 0.6 / Float(units).squareRoot()
        below = Matrix(columns: belowUnits, rows: gates, scale: scale, arena: arena, random: &random)
        previous = Matrix(
            columns: parameters.isRecurrent ? units : 0, rows: gates, scale: scale, arena: arena, random: &random)
        previousTransposed = arena.floats(parameters.isRecurrent ? units * gates : 0)
        gain = Parameter(length: gates, value: 1, arena: arena)
        bias = Parameter(length: gates, value: 0, arena: arena)
        let rows = shape.rows
        preactivations = arena.floats(rows * gates)
        activations = arena.floats(rows * gates)
        scales = arena.floats(rows * 3)
        cell = arena.floats(rows * units)
        cellTangent = arena.floats(rows * units)
        hidden = arena.floats(rows * units)
        gradient = arena.floats(rows * gates)
        hiddenGradient = arena.floats(rows * units)
        gainGradient = arena.floats(shape.windows * gates)
        biasGradient = arena.floats(shape.windows * gates)
        cellGradient = arena.floats(shape.windows * units)
        gradientTransposed = arena.floats(shape.windows * gates * shape.horizon)
        inputGradientTransposed = arena.floats(shape.windows * max(belowUnits, 8) * shape.horizon)
        if parameters.isRecurrent { refreshTransposed(0..<units) }
    }

    /// Brings some inputs' part of the transposed copy of the recurrent matrix up to date.
    private func refreshTransposed(_ inputs: Range<Int>) {
        K.transpose(
            previous.weights + inputs.lowerBound * gates, inputStride: gates,
            output: previousTransposed + inputs.lowerBound, outputStride: units, rows: inputs.count, columns: gates)
    }

    /// One step: `row` from the row before and from the layer below.
    ///
    /// - Parameter oneHotRows: the rows of the one-hot inputs present in this step.
    func forward(
        row: Int, belowHidden: UnsafePointer<Float>?, oneHotRows: UnsafePointer<UnsafeMutablePointer<Float>>,
        oneHotCount: Int
    ) {
        let output = preactivations + row * gates
        output.update(repeating: 0, count: gates)
        K.accumulateRows(oneHotRows, count: oneHotCount, output: output, length: gates)
        if let belowHidden {
            K.accumulateProduct(
                weights: below.weights, input: belowHidden + row * belowUnits, output: output, columns: belowUnits,
                rows: gates)
        }
        if isRecurrent {
            K.accumulateProduct(
                weights: previous.weights, input: hidden + (row - 1) * units, output: output, columns: units,
                rows: gates)
        }
        forwardCell(row: row)
    }

    /// All steps of a window whose inputs are known; `preactivations` already hold what the one-hot inputs add.
    func forwardWindow(_ window: Int, belowHidden: UnsafePointer<Float>?) {
        let first = shape.start(of: window) + 1
        let output = preactivations + first * gates
        if let belowHidden {
            K.accumulateProducts(
                weights: below.weights, input: belowHidden + first * belowUnits, inputStride: belowUnits,
                output: output, steps: shape.horizon, columns: belowUnits, rows: gates)
        }
        for row in first..<first + shape.horizon {
            if isRecurrent {
                K.accumulateProduct(
                    weights: previous.weights, input: hidden + (row - 1) * units, output: preactivations + row * gates,
                    columns: units, rows: gates)
            }
            forwardCell(row: row)
        }
    }

    private func forwardCell(row: Int) {
        K.cellForward(
            preactivations: preactivations + row * gates, gain: gain.weights, bias: bias.weights,
            activations: activations + row * gates, scales: scales + row * 3, previousCell: cell + (row - 1) * units,
            cell: cell + row * units, cellTangent: cellTangent + row * units, hidden: hidden + row * units, units: units
        )
    }

    /// The window's gradients from `hiddenGradient`, to which the recurrent path is added here; adds to the layer below's
    /// `belowHiddenGradient` what it is due.
    func backwardWindow(_ window: Int, belowHiddenGradient: UnsafeMutablePointer<Float>?) {
        let horizon = shape.horizon
        let first = shape.start(of: window) + 1
        let cellGradient = cellGradient + window * units
        let gainGradient = gainGradient + window * gates
        let biasGradient = biasGradient + window * gates
        cellGradient.update(repeating: 0, count: units)
        gainGradient.update(repeating: 0, count: gates)
        biasGradient.update(repeating: 0, count: gates)
        for row in stride(from: first + horizon - 1, through: first, by: -1) {
            if isRecurrent && row + 1 < first + horizon {
                K.accumulateProduct(
                    weights: previousTransposed, input: gradient + (row + 1) * gates,
                    output: hiddenGradient + row * units, columns: gates, rows: units)
            }
            K.cellBackward(
                hiddenGradient: hiddenGradient + row * units, cellGradient: cellGradient,
                normalised: preactivations + row * gates, activations: activations + row * gates,
                scales: scales + row * 3, previousCell: cell + (row - 1) * units,
                cellTangent: cellTangent + row * units, gain: gain.weights, gradient: gradient + row * gates,
                gainGradient: gainGradient, biasGradient: biasGradient, units: units)
        }
        guard let belowHiddenGradient else { return }
        let transposed = gradientTransposed + window * gates * horizon
        let inputGradient = inputGradientTransposed + window * belowUnits * horizon
        K.transpose(
            gradient + first * gates, inputStride: gates, output: transposed, outputStride: horizon, rows: horizon,
            columns: gates)
        K.transposedProducts(
            weights: below.weights, gradient: transposed, output: inputGradient, steps: horizon, columns: belowUnits,
            rows: gates)
        K.accumulateTransposed(
            inputGradient, inputStride: horizon, output: belowHiddenGradient + first * belowUnits,
            outputStride: belowUnits, rows: belowUnits, columns: horizon)
    }

    /// One optimiser step of a part of everything but the one-hot inputs.
    ///
    /// - Parameter matrixRate: factor of the matrices' learning rate.
    func update(
        _ step: OptimiserStep, part: UpdatePart, belowHidden: UnsafePointer<Float>?, matrixRate: Float
    ) {
        // Row 0 has no row before it, and a zero gradient.
        let gradients = gradient + gates
        let steps = shape.rows(ofWindows: step.windows) - 1
        var slower = step
        slower.rate *= matrixRate
        if let belowHidden {
            below.update(slower, part: part, inputs: belowHidden + belowUnits, gradients: gradients, steps: steps)
        }
        if isRecurrent {
            previous.update(slower, part: part, inputs: hidden, gradients: gradients, steps: steps)
            refreshTransposed(part.columns(of: units))
        }
        if part.isFirst {
            // The windows' gradients lie one after the other.
            K.sumSteps(gainGradient, steps: step.windows, length: gates, output: gainGradient)
            K.sumSteps(biasGradient, steps: step.windows, length: gates, output: biasGradient)
            gain.update(step, gradient: gainGradient)
            bias.update(step, gradient: biasGradient)
        }
    }
}
