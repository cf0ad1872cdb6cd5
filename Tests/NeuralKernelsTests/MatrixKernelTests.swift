import NeuralKernels
import NeuralKernelsAVX2
import Testing

/// Each kernel against plain loops in double precision, and the two builds against each other to the last bit.
///
/// The second build needs AVX2 and FMA; on processors without, only the first is tested.
@Suite struct MatrixKernelTests {
    /// Columns, rows and steps, with and without the remainders of every tile.
    static let shapes = [
        (4, 8, 8), (8, 16, 16), (12, 24, 8), (36, 104, 24), (40, 120, 32), (64, 192, 32), (100, 72, 40),
    ]

    @Test(arguments: shapes) func matrixTimesVector(columns: Int, rows: Int, steps: Int) {
        let weights = AlignedFloats(columns * rows, seed: 1)
        let input = AlignedFloats(columns, seed: 2)
        let output = AlignedFloats(rows, seed: 3)
        let expected = (0..<rows).map { row in
            (0..<columns).reduce(Double(output[row])) { $0 + Double(weights[$1 * rows + row]) * Double(input[$1]) }
        }
        let other = AlignedFloats(copying: output)
        NeuralKernels.Kernels.accumulateProduct(
            weights: weights.pointer, input: input.pointer, output: output.pointer, columns: columns, rows: rows)
        #expect(largestError(output.array, expected) < 1e-5)
        guard hasAVX2AndFMA else { return }
        NeuralKernelsAVX2.Kernels.accumulateProduct(
            weights: weights.pointer, input: input.pointer, output: other.pointer, columns: columns, rows: rows)
        #expect(output.bits == other.bits)
    }

    @Test(arguments: shapes) func matrixTimesWindowEqualsStepByStep(columns: Int, rows: Int, steps: Int) {
        let weights = AlignedFloats(columns * rows, seed: 4)
        let input = AlignedFloats(steps * (columns + 3), seed: 5)
        let stepwise = AlignedFloats(steps * rows, seed: 6)
        let output = AlignedFloats(copying: stepwise)
        let other = AlignedFloats(copying: stepwise)
        for step in 0..<steps {
            NeuralKernels.Kernels.accumulateProduct(
                weights: weights.pointer, input: input.pointer + step * (columns + 3),
                output: stepwise.pointer + step * rows, columns: columns, rows: rows)
        }
        NeuralKernels.Kernels.accumulateProducts(
            weights: weights.pointer, input: input.pointer, inputStride: columns + 3, output: output.pointer,
            steps: steps, columns: columns, rows: rows)
        // The same chains of additions, whatever the tiles: equal to the last bit.
        #expect(output.bits == stepwise.bits)
        guard hasAVX2AndFMA else { return }
        NeuralKernelsAVX2.Kernels.accumulateProducts(
            weights: weights.pointer, input: input.pointer, inputStride: columns + 3, output: other.pointer,
            steps: steps, columns: columns, rows: rows)
        #expect(output.bits == other.bits)
    }

    @Test(arguments: shapes) func transposedProducts(columns: Int, rows: Int, steps: Int) {
        let weights = AlignedFloats(columns * rows, seed: 7)
        let gradient = AlignedFloats(rows * steps, seed: 8)
        let output = AlignedFloats(columns * steps, seed: 9)
        let other = AlignedFloats(columns * steps)
        let expected = (0..<columns * steps).map { index in
            (0..<rows).reduce(0.0) {
                $0 + Double(weights[index / steps * rows + $1]) * Double(gradient[$1 * steps + index % steps])
            }
        }
        NeuralKernels.Kernels.transposedProducts(
            weights: weights.pointer, gradient: gradient.pointer, output: output.pointer, steps: steps,
            columns: columns, rows: rows)
        #expect(largestError(output.array, expected) < 1e-5)
        guard hasAVX2AndFMA else { return }
        NeuralKernelsAVX2.Kernels.transposedProducts(
            weights: weights.pointer, gradient: gradient.pointer, output: other.pointer, steps: steps,
            columns: columns, rows: rows)
        #expect(output.bits == other.bits)
    }

    @Test(arguments: [(8, 8), (16, 24), (13, 9), (32, 7), (5, 40)]) func transpose(rows: Int, columns: Int) {
        let input = AlignedFloats(rows * (columns + 2), seed: 10)
        let output = AlignedFloats(columns * (rows + 1))
        let sums = AlignedFloats(columns * (rows + 1), seed: 11)
        let before = sums.array
        NeuralKernels.Kernels.transpose(
            input.pointer, inputStride: columns + 2, output: output.pointer, outputStride: rows + 1, rows: rows,
            columns: columns)
        NeuralKernels.Kernels.accumulateTransposed(
            input.pointer, inputStride: columns + 2, output: sums.pointer, outputStride: rows + 1, rows: rows,
            columns: columns)
        for column in 0..<columns {
            for row in 0..<rows {
                let value = input[row * (columns + 2) + column]
                #expect(output[column * (rows + 1) + row] == value)
                #expect(sums[column * (rows + 1) + row] == before[column * (rows + 1) + row] + value)
            }
        }
    }

    @Test(arguments: shapes) func optimiserStepOfAMatrix(columns: Int, rows: Int, steps: Int) {
        let weights = AlignedFloats(columns * rows, seed: 12)
        let moments = AlignedFloats(columns * rows, seed: 13, range: 0...0.01)
        let inputs = AlignedFloats(steps * columns, seed: 14)
        let gradients = AlignedFloats(steps * rows, seed: 15, range: -0.1...0.1)
        let rate = 0.02, decay = 0.999, correction = 3.0, epsilon = 1e-8
        var expectedWeights: [Double] = []
        var expectedMoments: [Double] = []
        for column in 0..<columns {
            for row in 0..<rows {
                let gradient = (0..<steps).reduce(0.0) {
                    $0 + Double(inputs[$1 * columns + column]) * Double(gradients[$1 * rows + row])
                }
                let place = column * rows + row
                let moment = decay * Double(moments[place]) + (1 - decay) * gradient * gradient
                expectedMoments.append(moment)
                expectedWeights.append(
                    Double(weights[place]) - rate * gradient / (correction * moment + epsilon).squareRoot())
            }
        }
        let otherWeights = AlignedFloats(copying: weights)
        let otherMoments = AlignedFloats(copying: moments)
        NeuralKernels.Kernels.updateMatrix(
            weights: weights.pointer, moments: moments.pointer, inputs: inputs.pointer, inputStride: columns,
            gradients: gradients.pointer, steps: steps, columns: columns, rows: rows, rate: Float(rate),
            decay: Float(decay), correction: Float(correction), epsilon: Float(epsilon))
        // The root is approximate, by two parts in a thousand; a step is at most rate / √(correction · (1 − decay)) = 0.37.
        #expect(largestError(weights.array, expectedWeights) < 7.4e-4)
        #expect(largestError(moments.array, expectedMoments) < 1e-6)
        guard hasAVX2AndFMA else { return }
        NeuralKernelsAVX2.Kernels.updateMatrix(
            weights: otherWeights.pointer, moments: otherMoments.pointer, inputs: inputs.pointer,
            inputStride: columns, gradients: gradients.pointer, steps: steps, columns: columns, rows: rows,
            rate: Float(rate), decay: Float(decay), correction: Float(correction), epsilon: Float(epsilon))
        #expect(weights.bits == otherWeights.bits)
        #expect(moments.bits == otherMoments.bits)
    }

    @Test func optimiserStepOfARowEqualsThatOfItsSummedGradient() {
        let length = 48
        let gradients = AlignedFloats(6 * length, seed: 16)
        let steps: [Int32] = [1, 3, 4]
        let rowWeights = AlignedFloats(length, seed: 17)
        let rowMoments = AlignedFloats(length, seed: 18, range: 0...1)
        let weights = AlignedFloats(copying: rowWeights)
        let moments = AlignedFloats(length)
        let sum = AlignedFloats(length)
        for index in 0..<length {
            moments[index] = rowMoments[index] * 0.5
            sum[index] =
                gradients[length + index] + gradients[3 * length + index] + gradients[4 * length + index]
        }
        NeuralKernels.Kernels.updateRow(
            weights: rowWeights.pointer, moments: rowMoments.pointer, absence: 0.5, gradients: gradients.pointer,
            steps: steps, count: 3, length: length, rate: 0.01, decay: 0.999, correction: 2, epsilon: 1e-8)
        NeuralKernels.Kernels.updateVector(
            weights: weights.pointer, moments: moments.pointer, gradient: sum.pointer, length: length, rate: 0.01,
            decay: 0.999, correction: 2, epsilon: 1e-8)
        #expect(rowWeights.bits == weights.bits)
        #expect(rowMoments.bits == moments.bits)
    }
}
