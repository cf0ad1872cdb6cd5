import NeuralKernels
import NeuralKernelsAVX2
import Testing

/// The kernels of fits to similar samples, against the same in double precision, and one build against the other.
@Suite struct SimilarSamplesKernelTests {
    @Test(arguments: [1, 2], [1, 7, 8, 25]) func distances(width: Int, samples: Int) {
        let features = AlignedFloats(samples * width * 8, seed: 80, range: -40...40)
        let current = AlignedFloats(width * 8, seed: 81, range: -40...40)
        let factors = AlignedFloats(width * 8, seed: 82, range: 0...1)
        let distances = AlignedFloats(samples)
        NeuralKernels.Kernels.squaredDistances(
            features: features.pointer, current: current.pointer, factors: factors.pointer, width: width,
            samples: samples, distances: distances.pointer)
        let expected = (0..<samples).map { sample in
            (0..<width * 8).reduce(0.0) { sum, index in
                let difference = Double(features[sample * width * 8 + index]) - Double(current[index])
                return sum + Double(factors[index]) * difference * difference
            }
        }
        #expect(largestError(distances.array, expected) < 1e-5)

        guard hasAVX2AndFMA else { return }
        let other = AlignedFloats(samples)
        NeuralKernelsAVX2.Kernels.squaredDistances(
            features: features.pointer, current: current.pointer, factors: factors.pointer, width: width,
            samples: samples, distances: other.pointer)
        #expect(distances.bits == other.bits)
    }

    @Test(arguments: [1, 8, 21], 1...4) func weightsAndTheirMoments(count: Int, power: Int) {
        let padded = (count + 7) / 8 * 8
        let distances = AlignedFloats(padded, seed: 83, range: 0...200)
        let start = AlignedFloats(padded, seed: 84, range: 0.01...1)
        let errors = AlignedFloats(padded, seed: 85, range: -20...20)
        for index in count..<padded { start[index] = 0 }
        let weights = AlignedFloats(copying: start)
        let moments = AlignedFloats(4)
        let sum = NeuralKernels.Kernels.weightByDistance(
            distances.pointer, weights: weights.pointer, count: count, closeness: 12, power: power)
        NeuralKernels.Kernels.weightedMoments(
            weights: weights.pointer, errors: errors.pointer, count: count, moments: moments.pointer)
        let expected = (0..<padded).map { index in
            (0..<power).reduce(Double(start[index])) { weight, _ in weight * 12 / (12 + Double(distances[index])) }
        }
        #expect(largestError(weights.array, expected) < 1e-6)
        #expect(sum == moments[0])
        let pairs = zip(expected, errors.array.map(Double.init))
        let sums = [
            expected.reduce(0, +), expected.reduce(0) { $0 + $1 * $1 }, pairs.reduce(0) { $0 + $1.0 * $1.1 },
            pairs.reduce(0) { $0 + $1.0 * abs($1.1) },
        ]
        #expect(largestError(moments.array, sums) < 1e-5)

        guard hasAVX2AndFMA else { return }
        let other = AlignedFloats(copying: start)
        let otherMoments = AlignedFloats(4)
        _ = NeuralKernelsAVX2.Kernels.weightByDistance(
            distances.pointer, weights: other.pointer, count: count, closeness: 12, power: power)
        NeuralKernelsAVX2.Kernels.weightedMoments(
            weights: other.pointer, errors: errors.pointer, count: count, moments: otherMoments.pointer)
        #expect(weights.bits == other.bits && moments.bits == otherMoments.bits)
    }

    @Test(arguments: [1, 2, 3], [0, 1, 9]) func sumsOfChosenRows(width: Int, count: Int) {
        let values = AlignedFloats(20 * width * 8, seed: 89, range: 0...30)
        let weights = AlignedFloats(max(count, 1), seed: 90, range: 0...1)
        let sums = AlignedFloats(width * 8, seed: 91)
        var places = (0..<max(count, 1)).map { $0 * 7 % 20 }
        NeuralKernels.Kernels.weightedRows(
            values: values.pointer, places: &places, weights: weights.pointer, count: count, width: width,
            sums: sums.pointer)
        let expected = (0..<width * 8).map { index in
            (0..<count).reduce(0.0) { $0 + Double(weights[$1]) * Double(values[places[$1] * width * 8 + index]) }
        }
        #expect(largestError(sums.array, expected) < 1e-5)

        guard hasAVX2AndFMA else { return }
        let other = AlignedFloats(width * 8)
        NeuralKernelsAVX2.Kernels.weightedRows(
            values: values.pointer, places: &places, weights: weights.pointer, count: count, width: width,
            sums: other.pointer)
        #expect(sums.bits == other.bits)
    }

    /// Judged by errors nearby alone, by those elsewhere alone, and by both where they are the same.
    @Test func blendsByErrorsElsewhere() {
        let predictions = AlignedFloats(16, seed: 92, range: 90...110)
        let near = AlignedFloats(16, seed: 93, range: 0.1...9)
        let elsewhere = AlignedFloats(16, seed: 94, range: 0.1...9)
        let averages = AlignedFloats(16)
        let scales = AlignedFloats(16)
        func blend(_ errors: AlignedFloats, _ elsewhere: AlignedFloats, _ nearShare: Float, _ share: Float) -> Float {
            NeuralKernels.Kernels.blend(
                predictions: predictions.pointer, width: 2, west: errors.pointer, north: errors.pointer,
                northEast: errors.pointer, northWest: errors.pointer, elsewhere: elsewhere.pointer,
                nearShare: nearShare, share: share, averages: averages.pointer, floor: 0.3, scale: 0.5,
                scaleFloor: 0.1, inverseScales: scales.pointer)
        }
        func expected(_ errors: AlignedFloats) -> Double {
            let weights = errors.array.map { 1 / ((Double($0) + 0.3) * (Double($0) + 0.3) * (Double($0) + 0.3)) }
            return zip(weights, predictions.array).reduce(0) { $0 + $1.0 * Double($1.1) } / weights.reduce(0, +)
        }
        #expect(abs(Double(blend(near, elsewhere, 1, 0)) - expected(near)) < 1e-3)
        #expect(abs(Double(blend(near, elsewhere, 0, 1)) - expected(elsewhere)) < 1e-3)
        #expect(largestError(averages.array, near.array.map(Double.init)) < 1e-6)
        #expect(largestError(scales.array, elsewhere.array.map { 1 / (0.5 * Double($0) + 0.1) }) < 1e-6)
        #expect(abs(Double(blend(near, near, 0.5, 0.5)) - expected(near)) < 1e-3)

        guard hasAVX2AndFMA else { return }
        let other = AlignedFloats(16)
        let mixed = blend(near, elsewhere, 0.4, 0.6)
        let vector = NeuralKernelsAVX2.Kernels.blend(
            predictions: predictions.pointer, width: 2, west: near.pointer, north: near.pointer,
            northEast: near.pointer, northWest: near.pointer, elsewhere: elsewhere.pointer, nearShare: 0.4, share: 0.6,
            averages: averages.pointer, floor: 0.3, scale: 0.5, scaleFloor: 0.1, inverseScales: other.pointer)
        #expect(mixed == vector && scales.bits == other.bits)
    }

    @Test(arguments: [1, 7, 8, 15, 31, 47, 55], [0, 1, 30]) func trianglesOfChosenRows(count: Int, samples: Int) {
        let width = (count / 8 + 1) * 8
        let features = AlignedFloats(40 * width, seed: 86, range: -10...10)
        let weights = AlignedFloats(max(samples, 1), seed: 87, range: 0...1)
        // Any rows, in any order.
        var rows = (0..<max(samples, 1)).map { UnsafePointer(features.pointer + $0 * 7 % 40 * width) }
        let size = NeuralKernels.Kernels.triangleFloatCount(count)
        let triangle = AlignedFloats(size, seed: 88)
        NeuralKernels.Kernels.triangle(
            rows: &rows, weights: weights.pointer, factor: 0.5, samples: samples, count: count,
            triangle: triangle.pointer)
        var expected: [Double] = []
        for row in 0..<count {
            for column in row / 8 * 8..<width {
                expected.append(
                    (0..<samples).reduce(0.0) {
                        $0 + Double(weights[$1]) * 0.5 * Double(rows[$1][row]) * Double(rows[$1][column])
                    })
            }
        }
        #expect(expected.count == size)
        #expect(largestError(triangle.array, expected) < 1e-4)

        guard hasAVX2AndFMA else { return }
        let other = AlignedFloats(size)
        NeuralKernelsAVX2.Kernels.triangle(
            rows: &rows, weights: weights.pointer, factor: 0.5, samples: samples, count: count,
            triangle: other.pointer)
        #expect(triangle.bits == other.bits)
    }
}
