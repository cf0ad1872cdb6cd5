import NeuralKernels
import NeuralKernelsAVX2
import Testing

/// Least squares in double precision, adaptive filters and error averages, against plain definitions and build against build.
@Suite struct SampleKernelTests {
    /// Whole numbers, so that sums of products are exact.
    private static func whole(_ count: Int, seed: UInt64) -> [Double] {
        AlignedFloats(count, seed: seed, range: -30_000...30_000).array.map { Double($0).rounded() }
    }

    @Test(arguments: [(8, 33, 17), (8, 5, 32), (16, 1, 4)])
    func correlationsOfAllLags(block: Int, rows: Int, columns: Int) {
        let first = Self.whole(block + rows + 8, seed: 1)
        let second = Self.whole(block + columns + 8, seed: 2)
        let stride = (columns + 3) / 4 * 4 + 4
        var column = [Double](repeating: 0, count: rows + 4)
        var output = [Double](repeating: 0, count: rows * stride + 8)
        NeuralKernels.Kernels.correlateLags(
            first: first, second: second, block: block, rows: rows, columns: columns, column: &column,
            output: &output, stride: stride)
        for i in 0..<rows {
            for j in 0..<columns {
                let expected = (0..<block).reduce(0.0) { $0 + first[$1 + i] * second[$1 + j] }
                #expect(output[i * stride + j] == expected, "lags \(i) and \(j)")
            }
        }
        guard hasAVX2AndFMA else { return }
        var other = [Double](repeating: 0, count: rows * stride + 8)
        NeuralKernelsAVX2.Kernels.correlateLags(
            first: first, second: second, block: block, rows: rows, columns: columns, column: &column,
            output: &other, stride: stride)
        #expect(output == other)
    }

    @Test func correlationsFadeAndAdd() {
        let source = Self.whole(16 * 24, seed: 3)
        let before = Self.whole(8 * 20, seed: 4)
        for isSymmetric in [true, false] {
            var matrix = before
            NeuralKernels.Kernels.accumulateCorrelations(
                source, stride: 24, rows: 8, columns: 12, isSymmetric: isSymmetric, decay: 0.5, weight: 0.25,
                matrix: &matrix, width: 20)
            for i in 0..<8 {
                for j in (isSymmetric ? i : 0)..<12 {
                    #expect(matrix[i * 20 + j] == before[i * 20 + j] / 2 + source[i * 24 + j] / 4)
                }
            }
            guard hasAVX2AndFMA else { continue }
            var other = before
            NeuralKernelsAVX2.Kernels.accumulateCorrelations(
                source, stride: 24, rows: 8, columns: 12, isSymmetric: isSymmetric, decay: 0.5, weight: 0.25,
                matrix: &other, width: 20)
            #expect(matrix == other)
        }
    }

    /// Equations whose solution is known are solved, on both builds to the same bits.
    @Test(arguments: [4, 8, 12, 28, 48, 100]) func equationsAreSolved(unknowns: Int) {
        let truth = Self.whole(unknowns, seed: 5).map { $0 / 1000 }
        let width = unknowns + 4
        var matrix = [Double](repeating: 0, count: unknowns * width)
        for index in 0..<3 * unknowns {
            var equation = Self.whole(unknowns, seed: UInt64(100 + index))
            equation.append(zip(equation, truth).reduce(0.0) { $0 + $1.0 * $1.1 })
            equation += [0, 0, 0]
            NeuralKernels.Kernels.accumulateEquation(
                equation, unknowns: unknowns, decay: 0.999, weight: 0.5, matrix: &matrix)
        }
        func solution(
            _ solve: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
        )
            -> [Double]
        {
            var factors = matrix
            var reciprocals = [Double](repeating: 0, count: 2 * unknowns)
            var solution = [Double](repeating: 0, count: unknowns + 4)
            solve(&factors, &reciprocals, &solution)
            return Array(solution.prefix(unknowns))
        }
        let portable = solution {
            NeuralKernels.Kernels.solveNormalEquations(
                matrix, unknowns: unknowns, ridge: 1, factors: $0, reciprocals: $1, solution: $2)
        }
        #expect(zip(portable, truth).allSatisfy { abs($0 - $1) < 1e-4 })
        guard hasAVX2AndFMA else { return }
        let fast = solution {
            NeuralKernelsAVX2.Kernels.solveNormalEquations(
                matrix, unknowns: unknowns, ridge: 1, factors: $0, reciprocals: $1, solution: $2)
        }
        #expect(portable == fast)
    }

    /// Two equal signals cannot both be told apart: one is left out, and nothing overflows.
    @Test func dependentUnknownsAreLeftOut() {
        var matrix = [Double](repeating: 0, count: 4 * 8)
        for i in 0..<4 { for j in 0..<5 { matrix[i * 8 + j] = 1e18 } }
        var factors = matrix
        var reciprocals = [Double](repeating: 0, count: 8)
        var solution = [Double](repeating: 0, count: 8)
        NeuralKernels.Kernels.solveNormalEquations(
            matrix, unknowns: 4, ridge: 1, factors: &factors, reciprocals: &reciprocals, solution: &solution)
        #expect(abs(solution.prefix(4).reduce(0, +) - 1) < 1e-6)
        #expect(solution.allSatisfy { abs($0) < 10 })
    }

    @Test(arguments: [4, 8, 12, 36]) func scalarProducts(length: Int) {
        let a = Self.whole(length, seed: 6)
        let b = Self.whole(length, seed: 7)
        let expected = zip(a, b).reduce(0.0) { $0 + $1.0 * $1.1 }
        #expect(NeuralKernels.Kernels.doubleDotProduct(a, b, length: length) == expected)
        guard hasAVX2AndFMA else { return }
        #expect(NeuralKernelsAVX2.Kernels.doubleDotProduct(a, b, length: length) == expected)
    }

    @Test(arguments: [16, 48, 1024]) func filtersAdaptAndPredict(length: Int) {
        let weights = AlignedFloats(length, seed: 8)
        let other = AlignedFloats(copying: weights)
        let profile = AlignedFloats(length, seed: 9, range: 0...1)
        let samples = AlignedFloats(length + 1, seed: 10)
        let before = weights.array
        var energy: Float = 0
        let prediction = NeuralKernels.Kernels.adaptAndPredict(
            weights: weights.pointer, profile: profile.pointer, window: samples.pointer + 1, step: 0.25,
            energy: &energy, length: length)
        var expected = (prediction: 0.0, energy: 0.0)
        for tap in 0..<length {
            let weight = Double(before[tap]) + 0.25 * Double(samples[tap]) * Double(profile[tap])
            #expect(abs(Double(weights[tap]) - weight) < 1e-6)
            expected.prediction += weight * Double(samples[tap + 1])
            expected.energy += Double(samples[tap + 1]) * Double(samples[tap + 1]) * Double(profile[tap])
        }
        #expect(abs(Double(prediction) - expected.prediction) < 1e-3)
        #expect(abs(Double(energy) - expected.energy) < 1e-3)
        guard hasAVX2AndFMA else { return }
        var otherEnergy: Float = 0
        let otherPrediction = NeuralKernelsAVX2.Kernels.adaptAndPredict(
            weights: other.pointer, profile: profile.pointer, window: samples.pointer + 1, step: 0.25,
            energy: &otherEnergy, length: length)
        #expect(prediction == otherPrediction && energy == otherEnergy && weights.bits == other.bits)
    }

    @Test(arguments: [8, 13, 24]) func errorAverages(count: Int) {
        let width = (count + 7) / 8 * 8
        let means = AlignedFloats(width, seed: 14)
        let rates = AlignedFloats(width, seed: 15, range: 0...1)
        let averages = AlignedFloats(width, seed: 16, range: 0...1)
        let other = AlignedFloats(copying: averages)
        let before = averages.array
        let scales = AlignedFloats(width)
        let otherScales = AlignedFloats(width)
        NeuralKernels.Kernels.averageErrors(
            means: means.pointer, value: 0.5, rates: rates.pointer, averages: averages.pointer, factor: 0.6,
            floor: 0.1, inverseScales: scales.pointer, count: count)
        for index in 0..<count {
            let expected = before[index] + (abs(0.5 - means[index]) - before[index]) * rates[index]
            #expect(abs(averages[index] - expected) < 1e-6)
            #expect(abs(scales[index] * (0.6 * averages[index] + 0.1) - 1) < 1e-5)
        }
        #expect(scales.array[count...].allSatisfy { $0 == 0 })
        guard hasAVX2AndFMA else { return }
        NeuralKernelsAVX2.Kernels.averageErrors(
            means: means.pointer, value: 0.5, rates: rates.pointer, averages: other.pointer, factor: 0.6,
            floor: 0.1, inverseScales: otherScales.pointer, count: count)
        #expect(averages.bits == other.bits && scales.bits == otherScales.bits)
    }
}
