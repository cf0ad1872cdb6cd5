import NeuralKernels
import NeuralKernelsAVX2
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct DistributionKernelTests {
    private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    @Test(arguments: [1, 7, 8, 9, 24]) func oddsOfDistributions(count: Int) {
        let width = (count + 7) / 8 * 8
        let means = AlignedFloats(width, seed: 60, range: 100...120)
        let scales = AlignedFloats(width, seed: 61, range: 0.1...2)
        for index in count..<width { scales[index] = 0 }
        let lower = AlignedFloats(width)
        let upper = AlignedFloats(width)
        let middle = AlignedFloats(width)
        let odds = AlignedFloats(width)
        NeuralKernels.Kernels.beginIntervals(lower: lower.pointer, upper: upper.pointer, count: count)
        NeuralKernels.Kernels.distributionOdds(
            threshold: 111.5, means: means.pointer, inverseScales: scales.pointer, lower: lower.pointer,
            upper: upper.pointer, middle: middle.pointer, odds: odds.pointer, count: count)
        let expected = (0..<count).map { index in
            let mass = Self.logistic((111.5 - Double(means[index])) * Double(scales[index]))
            return log((1 - mass + 2e-4) / (mass + 2e-4))
        }
        #expect(largestError(Array(odds.array[..<count]), expected) < 2e-3)
        #expect(odds.array[count...].allSatisfy { $0 == 0 })

        guard hasAVX2AndFMA else { return }
        let other = AlignedFloats(width)
        NeuralKernelsAVX2.Kernels.distributionOdds(
            threshold: 111.5, means: means.pointer, inverseScales: scales.pointer, lower: lower.pointer,
            upper: upper.pointer, middle: middle.pointer, odds: other.pointer, count: count)
        #expect(odds.bits == other.bits)
    }

    @Test func logarithms() {
        let values = AlignedFloats(4096, seed: 62, range: 1e-7...0.999_999)
        let stretched = AlignedFloats(copying: values)
        NeuralKernels.Kernels.stretch(stretched.pointer, count: 4096)
        #expect(largestError(stretched.array, values.array.map { log(Double($0) / Double(1 - $0)) }) < 1e-6)

        guard hasAVX2AndFMA else { return }
        let other = AlignedFloats(copying: values)
        NeuralKernelsAVX2.Kernels.stretch(other.pointer, count: 4096)
        #expect(stretched.bits == other.bits)
    }

    /// The solution of the normal equations of samples that follow a rule is the rule.
    @Test(arguments: [1, 7, 8, 15, 23, 31, 47, 55]) func windowsFindTheRule(count: Int) {
        let width = (count / 8 + 1) * 8
        let samples = 8
        let size = NeuralKernels.Kernels.triangleFloatCount(count)
        let above = AlignedFloats(size)
        let left = AlignedFloats(size)
        let block = AlignedFloats(size)
        let rule = AlignedFloats(count, seed: 63)
        let weights = AlignedFloats(samples, seed: 64, range: 0.5...1)
        for round in 0..<40 {
            let features = AlignedFloats(samples * width, seed: UInt64(70 + round), range: -30...30)
            for sample in 0..<samples {
                var target: Float = 0
                for index in 0..<count { target += features[sample * width + index] * rule[index] }
                features[sample * width + count] = target
                for index in count + 1..<max(count + 1, width) { features[sample * width + index] = 0 }
            }
            NeuralKernels.Kernels.blockTriangle(
                features: features.pointer, weights: weights.pointer, samples: samples, count: count,
                triangle: block.pointer)
            NeuralKernels.Kernels.joinBlock(
                block.pointer, left: left.pointer, above: above.pointer, length: size, decay: 0.5, rowDecay: 0.99)
        }
        let coefficients = AlignedFloats(width)
        let scratch = AlignedFloats(size)
        let factors = AlignedFloats(count * width)
        NeuralKernels.Kernels.solveWindow(
            above: above.pointer, left: left.pointer, decay: 0.9, ridge: 1, count: count,
            coefficients: coefficients.pointer, triangle: scratch.pointer, factors: factors.pointer)
        #expect(largestError(Array(coefficients.array[..<count]), rule.array.map(Double.init)) < 5e-3)
        #expect(coefficients.array[count...].allSatisfy { $0 == 0 })

        guard hasAVX2AndFMA else { return }
        let other = AlignedFloats(width)
        NeuralKernelsAVX2.Kernels.solveWindow(
            above: above.pointer, left: left.pointer, decay: 0.9, ridge: 1, count: count,
            coefficients: other.pointer, triangle: scratch.pointer, factors: factors.pointer)
        #expect(coefficients.bits == other.bits)
    }

    @Test func histogramsCountWhatTheySaw() {
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: NeuralKernels.Kernels.slotByteCount, alignment: 32)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: NeuralKernels.Kernels.slotByteCount)
        var slot = memory
        var reference: UInt16 = 65_530
        let odds = AlignedFloats(16)
        let scratch = AlignedFloats(16)
        func ask(low: UInt16, threshold: UInt16, high: UInt16) -> Float {
            NeuralKernels.Kernels.histogramOdds(
                slots: &slot, references: &reference, count: 1, low: low, threshold: threshold, high: high, floor: 0.01,
                weightedFloor: 0.01, odds: odds.pointer, scratch: scratch.pointer)
            return odds[0]
        }
        #expect(ask(low: 0, threshold: 5, high: 9) == 0)
        var counts: [UInt16: Double] = [:]
        for value: UInt16 in [3, 7, 7, 200, 3, 7] {
            NeuralKernels.Kernels.countInHistograms(slots: &slot, references: &reference, count: 1, value: value)
            counts = counts.mapValues { $0 * 0.93 }
            counts[value, default: 0] += 1
        }
        let expected = log(((counts[7] ?? 0) + 0.01) / ((counts[3] ?? 0) + 0.01))
        #expect(abs(Double(ask(low: 0, threshold: 5, high: 9)) - expected) < 0.01)
        // Values outside the interval do not count, also where the difference wraps around.
        #expect(ask(low: 8, threshold: 9, high: 199) == 0)
        #expect(ask(low: 8, threshold: 9, high: 200) > 4)
    }

    /// The network's gradient against differences of the logarithm of the mass.
    @Test func gradientOfAMixture() {
        let outputs = AlignedFloats(24, seed: 65)
        let bases = AlignedFloats(8, seed: 66, range: 95...105)
        let multiples = AlignedFloats(8, seed: 67, range: 0.5...2)
        func mass(_ changed: Int, by change: Double) -> Double {
            let values = (0..<24).map { Double(outputs[$0]) + ($0 == changed ? change : 0) }
            let e = (0..<8).map { exp(values[$0]) }
            return (0..<8).reduce(0.0) { sum, k in
                let mean = Double(bases[k]) + 3 * values[8 + k]
                let scale = 3 * Double(multiples[k]) * exp(values[16 + k])
                return sum + e[k] / e.reduce(0, +)
                    * (Self.logistic((102.5 - mean) / scale) - Self.logistic((101.5 - mean) / scale))
            }
        }
        let means = AlignedFloats(8)
        let scales = AlignedFloats(8)
        let weights = AlignedFloats(8)
        let gradient = AlignedFloats(24)
        NeuralKernels.Kernels.mixture(
            outputs: outputs.pointer, bases: bases.pointer, multiples: multiples.pointer, scale: 3,
            means: means.pointer, inverseScales: scales.pointer, weights: weights.pointer)
        NeuralKernels.Kernels.mixtureGradient(
            lower: 101.5, upper: 102.5, means: means.pointer, inverseScales: scales.pointer, weights: weights.pointer,
            scale: 3, gradient: gradient.pointer)
        let expected = (0..<24).map { (mass($0, by: 1e-4) - mass($0, by: -1e-4)) / 2e-4 / mass(0, by: 0) }
        #expect(largestError(gradient.array, expected) < 5e-3)
    }
}
