/// A layer of recurrent cells of one kind, or of cells that remember by themselves and do not read their own outputs.
///
/// Matrices lie column by column: all outputs (gates × `units`) of one input one after the other. Per-step arrays follow
/// ``WindowShape``.
struct RecurrentLayer<Cell: RecurrentCell>: NetworkLayer {
    typealias K = Cell.K

    let frame: LayerFrame
    private let rows: RecurrentRows<K>
    private let cell: Cell
    private let isRecurrent: Bool
    private let belowUnits: Int
    private let shape: WindowShape

    /// From the layer below, this step.
    private let below: Matrix<K>
    /// From this layer one step back; empty when it is not recurrent.
    private let previous: Matrix<K>
    /// The recurrent matrix with inputs and outputs swapped, for the backward pass.
    private let previousTransposed: UnsafeMutablePointer<Float>
    /// Scratch of the backward pass, a part a window.
    private let gradientTransposed: UnsafeMutablePointer<Float>
    private let inputGradientTransposed: UnsafeMutablePointer<Float>

    private var units: Int { frame.units }
    private var gates: Int { frame.inputWidth }

    init(
        _ parameters: ModelParameters.Layer, belowUnits: Int, shape: WindowShape, arena: Arena,
        random: inout RandomSource
    ) {
        let units = parameters.units
        let gates = Cell.gates * units
        isRecurrent = parameters.isRecurrent
        self.belowUnits = belowUnits
        self.shape = shape
        let scale = 0.6 / Float(units).squareRoot()
        below = Matrix(columns: belowUnits, rows: gates, scale: scale, arena: arena, random: &random)
        previous = Matrix(
            columns: parameters.isRecurrent ? units : 0, rows: gates, scale: scale, arena: arena, random: &random)
        previousTransposed = arena.floats(parameters.isRecurrent ? units * gates : 0)
        frame = LayerFrame(units: units, inputWidth: gates, shape: shape, arena: arena)
        let isApart = Cell.separatesRecurrence && parameters.isRecurrent
        rows = RecurrentRows(
            units: units, gates: gates, isRecurrent: parameters.isRecurrent,
            gain: Parameter(length: gates, value: 1, arena: arena),
            bias: Parameter(length: gates, value: 0, arena: arena),
            preactivations: frame.inputs,
            recurrent: isApart ? arena.floats(shape.rows * gates) : frame.inputs,
            hidden: frame.hidden,
            gradient: frame.inputGradient,
            recurrentGradient: isApart ? arena.floats(shape.rows * gates) : frame.inputGradient,
            hiddenGradient: frame.hiddenGradient,
            gainGradient: arena.floats(shape.windows * gates), biasGradient: arena.floats(shape.windows * gates),
            carriedGradient: arena.floats(shape.windows * units))
        cell = Cell(units: units, isRecurrent: parameters.isRecurrent, shape: shape, arena: arena)
        gradientTransposed = arena.floats(shape.windows * gates * shape.horizon)
        inputGradientTransposed = arena.floats(shape.windows * max(belowUnits, 8) * shape.horizon)
        if parameters.isRecurrent { refreshTransposed(0..<units) }
    }

    static func size(of parameters: ModelParameters.Layer, belowUnits: Int, horizon _: Int) -> LayerSize {
        let units = parameters.units
        let gates = Cell.gates * units
        let inputs = belowUnits + (parameters.isRecurrent ? units : 0)
        let isApart = Cell.separatesRecurrence && parameters.isRecurrent
        return LayerSize(
            inputWidth: gates, multiplyAdds: gates * inputs,
            weightFloats: 2 * inputs * gates + (parameters.isRecurrent ? units * gates : 0) + 4 * gates,
            rowFloats: (isApart ? 4 : 2) * gates + 2 * units + Cell.rowFloats(units: units),
            windowFloats: 2 * gates + units, stepFloats: gates + max(belowUnits, 8),
            stateFloats: Cell.hasMemory ? 2 * units : units)
    }

    /// Brings some inputs' part of the transposed copy of the recurrent matrix up to date.
    private func refreshTransposed(_ inputs: Range<Int>) {
        K.transpose(
            previous.weights + inputs.lowerBound * gates, inputStride: gates,
            output: previousTransposed + inputs.lowerBound, outputStride: units, rows: inputs.count, columns: gates)
    }

    @inline(__always) func forward(row: Int, belowHidden: UnsafePointer<Float>?) {
        if let belowHidden {
            K.accumulateProduct(
                weights: below.weights, input: belowHidden + row * belowUnits,
                output: rows.preactivations + row * gates, columns: belowUnits, rows: gates)
        }
        forwardOwn(row: row)
    }

    @inline(__always) func forwardWindow(_ window: Int, belowHidden: UnsafePointer<Float>?) {
        let first = shape.start(of: window) + 1
        if let belowHidden {
            K.accumulateProducts(
                weights: below.weights, input: belowHidden + first * belowUnits, inputStride: belowUnits,
                output: rows.preactivations + first * gates, steps: shape.horizon, columns: belowUnits, rows: gates)
        }
        for row in first..<first + shape.horizon { forwardOwn(row: row) }
    }

    /// What follows once the layer below has been heard.
    @inline(__always) private func forwardOwn(row: Int) {
        if isRecurrent {
            let output = rows.recurrent + row * gates
            if Cell.separatesRecurrence { output.update(repeating: 0, count: gates) }
            K.accumulateProduct(
                weights: previous.weights, input: frame.hidden + (row - 1) * units, output: output, columns: units,
                rows: gates)
        }
        cell.forward(row: row, of: rows)
    }

    @inline(__always) func backwardWindow(_ window: Int, belowHiddenGradient: UnsafeMutablePointer<Float>?) {
        let horizon = shape.horizon
        let first = shape.start(of: window) + 1
        (rows.carriedGradient + window * units).update(repeating: 0, count: units)
        (rows.gainGradient + window * gates).update(repeating: 0, count: gates)
        (rows.biasGradient + window * gates).update(repeating: 0, count: gates)
        for row in stride(from: first + horizon - 1, through: first, by: -1) {
            if isRecurrent && row + 1 < first + horizon {
                K.accumulateProduct(
                    weights: previousTransposed, input: rows.recurrentGradient + (row + 1) * gates,
                    output: frame.hiddenGradient + row * units, columns: gates, rows: units)
            }
            cell.backward(row: row, window: window, of: rows)
        }
        guard let belowHiddenGradient else { return }
        let transposed = gradientTransposed + window * gates * horizon
        let inputGradient = inputGradientTransposed + window * belowUnits * horizon
        K.transpose(
            rows.gradient + first * gates, inputStride: gates, output: transposed, outputStride: horizon,
            rows: horizon, columns: gates)
        K.transposedProducts(
            weights: below.weights, gradient: transposed, output: inputGradient, steps: horizon, columns: belowUnits,
            rows: gates)
        K.accumulateTransposed(
            inputGradient, inputStride: horizon, output: belowHiddenGradient + first * belowUnits,
            outputStride: belowUnits, rows: belowUnits, columns: horizon)
    }

    @inline(__always) func update(
        _ step: OptimiserStep, part: UpdatePart, belowHidden: UnsafePointer<Float>?, matrixRate: Float
    ) {
        // Row 0 has no row before it, and a zero gradient.
        let steps = shape.rows(ofWindows: step.windows) - 1
        var slower = step
        slower.rate *= matrixRate
        if let belowHidden {
            below.update(
                slower, part: part, inputs: belowHidden + belowUnits, gradients: rows.gradient + gates, steps: steps)
        }
        if isRecurrent {
            previous.update(
                slower, part: part, inputs: frame.hidden, gradients: rows.recurrentGradient + gates, steps: steps)
            refreshTransposed(part.columns(of: units))
        }
        if part.isFirst {
            // The windows' gradients lie one after the other.
            K.sumSteps(rows.gainGradient, steps: step.windows, length: gates, output: rows.gainGradient)
            K.sumSteps(rows.biasGradient, steps: step.windows, length: gates, output: rows.biasGradient)
            rows.gain.update(step, gradient: rows.gainGradient)
            rows.bias.update(step, gradient: rows.biasGradient)
        }
    }

    func saveState(window: Int, to state: UnsafeMutablePointer<Float>) {
        let offset = shape.start(of: window) * units
        var place = state
        if Cell.hasMemory {
            place.update(from: cell.memory + offset, count: units)
            place += units
        }
        place.update(from: frame.hidden + offset, count: units)
    }

    func restoreState(window: Int, from state: UnsafePointer<Float>) {
        let offset = shape.start(of: window) * units
        var place = state
        if Cell.hasMemory {
            (cell.memory + offset).update(from: place, count: units)
            place += units
        }
        (frame.hidden + offset).update(from: place, count: units)
    }

    func carryState(window: Int, after steps: Int) {
        let start = shape.start(of: window)
        for states in Cell.hasMemory ? [cell.memory, frame.hidden] : [frame.hidden] {
            (states + start * units).update(from: states + (start + steps) * units, count: units)
        }
    }

    var blocks: [WeightBlock] { [below.block, previous.block, rows.gain.block, rows.bias.block] }

    func refreshCopies() {
        if isRecurrent { refreshTransposed(0..<units) }
    }
}
