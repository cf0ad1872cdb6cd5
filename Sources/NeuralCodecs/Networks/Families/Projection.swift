/// A trained matrix from one array of steps to another, forwards and backwards. Both arrays follow ``WindowShape``.
struct Projection<K: KernelSet> {
    let matrix: Matrix<K>
    private let shape: WindowShape
    /// Scratch of the backward pass, a part a window.
    private let gradientTransposed: UnsafeMutablePointer<Float>
    private let inputGradientTransposed: UnsafeMutablePointer<Float>

    init(columns: Int, rows: Int, scale: Float, shape: WindowShape, arena: Arena, random: inout RandomSource) {
        matrix = Matrix(columns: columns, rows: rows, scale: scale, arena: arena, random: &random)
        self.shape = shape
        gradientTransposed = arena.floats(shape.windows * rows * shape.horizon)
        inputGradientTransposed = arena.floats(shape.windows * columns * shape.horizon)
    }

    /// Floats that the matrix takes, and those that it takes for each window and step of it.
    static func size(columns: Int, rows: Int) -> (weightFloats: Int, stepFloats: Int) {
        (2 * columns * rows, columns + rows)
    }

    /// `output += matrix · input` for one step or for all steps of a window.
    func accumulate(
        _ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, steps: Range<Int>
    ) {
        let input = input + steps.lowerBound * matrix.columns
        let output = output + steps.lowerBound * matrix.rows
        if steps.count == 1 {
            K.accumulateProduct(
                weights: matrix.weights, input: input, output: output, columns: matrix.columns, rows: matrix.rows)
        } else {
            K.accumulateProducts(
                weights: matrix.weights, input: input, inputStride: matrix.columns, output: output, steps: steps.count,
                columns: matrix.columns, rows: matrix.rows)
        }
    }

    /// `inputGradient += matrixᵀ · gradient` for all steps of a window.
    func accumulateBackward(
        _ gradient: UnsafePointer<Float>, into inputGradient: UnsafeMutablePointer<Float>, window: Int
    ) {
        let first = shape.start(of: window) + 1
        let transposed = gradientTransposed + window * matrix.rows * shape.horizon
        let inputTransposed = inputGradientTransposed + window * matrix.columns * shape.horizon
        K.transpose(
            gradient + first * matrix.rows, inputStride: matrix.rows, output: transposed, outputStride: shape.horizon,
            rows: shape.horizon, columns: matrix.rows)
        K.transposedProducts(
            weights: matrix.weights, gradient: transposed, output: inputTransposed, steps: shape.horizon,
            columns: matrix.columns, rows: matrix.rows)
        K.accumulateTransposed(
            inputTransposed, inputStride: shape.horizon, output: inputGradient + first * matrix.columns,
            outputStride: matrix.columns, rows: matrix.columns, columns: shape.horizon)
    }

    /// One optimiser step of a part, with all steps of all windows.
    func update(
        _ step: OptimiserStep, part: UpdatePart, inputs: UnsafePointer<Float>, gradients: UnsafePointer<Float>
    ) {
        // Row 0 has a zero gradient, as the first of every window.
        matrix.update(
            step, part: part, inputs: inputs + matrix.columns, gradients: gradients + matrix.rows,
            steps: shape.rows(ofWindows: step.windows) - 1)
    }
}
