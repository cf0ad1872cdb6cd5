import NeuralKernels
import NeuralKernelsAVX2
import Testing

/// The mixing kernels against a naive twin in double precision, and build against build to the last bit.
@Suite struct BitMixingKernelTests {
    private static func values(_ count: Int, seed: UInt64) -> [Float] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int32(truncatingIfNeeded: state >> 40) % 4096) / 512
        }
    }

    private typealias Mix = (
        UnsafePointer<UnsafeMutablePointer<Float>>, Int, UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>
    ) -> Void
    private typealias Learn = (
        UnsafePointer<UnsafeMutablePointer<Float>>, Int, UnsafePointer<Float>, Int, UnsafePointer<Float>
    ) -> Void

    /// Sums, and the weights after one step, of `count` rows.
    private static func run(
        count: Int, length: Int, steps: [Float], mix: Mix, learn: Learn
    ) -> (sums: [Float], weights: [[Float]]) {
        let inputs = aligned(values(length, seed: 3))
        let rows = (0..<count).map { aligned(values(length, seed: 10 + UInt64($0))) }
        defer {
            inputs.deallocate()
            rows.forEach { $0.deallocate() }
        }
        var sums = [Float](repeating: 0, count: count)
        rows.withUnsafeBufferPointer { rows in
            guard let base = rows.baseAddress else { return }
            mix(base, count, inputs, length, &sums)
            learn(base, count, inputs, length, steps)
        }
        return (sums, rows.map { Array(UnsafeBufferPointer(start: $0, count: length)) })
    }

    private static func aligned(_ values: [Float]) -> UnsafeMutablePointer<Float> {
        let place = UnsafeMutableRawPointer.allocate(byteCount: 4 * max(values.count, 8), alignment: 64)
            .bindMemory(to: Float.self, capacity: values.count)
        place.initialize(from: values, count: values.count)
        return place
    }

    @Test(arguments: [1, 2, 3, 6, 9, 12], [8, 40, 104])
    func agreesWithTheNaiveTwin(count: Int, length: Int) {
        var steps = Self.values(count, seed: 7).map { $0 / 100 }
        if count > 2 { steps[1] = 0 }
        let portable = Self.run(
            count: count, length: length, steps: steps,
            mix: { NeuralKernels.Kernels.mixBit(rows: $0, count: $1, inputs: $2, length: $3, sums: $4) },
            learn: { NeuralKernels.Kernels.learnBit(rows: $0, count: $1, inputs: $2, length: $3, steps: $4) })
        let inputs = Self.values(length, seed: 3)
        for row in 0..<count {
            let weights = Self.values(length, seed: 10 + UInt64(row))
            let exact = zip(weights, inputs).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            let magnitude = zip(weights, inputs).reduce(1) { $0 + abs(Double($1.0) * Double($1.1)) }
            #expect(abs(Double(portable.sums[row]) - exact) < magnitude * 1e-6)
            for index in 0..<length {
                #expect(portable.weights[row][index] == weights[index] + steps[row] * inputs[index])
            }
        }
        guard hasAVX2AndFMA else { return }
        let fast = Self.run(
            count: count, length: length, steps: steps,
            mix: { NeuralKernelsAVX2.Kernels.mixBit(rows: $0, count: $1, inputs: $2, length: $3, sums: $4) },
            learn: { NeuralKernelsAVX2.Kernels.learnBit(rows: $0, count: $1, inputs: $2, length: $3, steps: $4) })
        #expect(fast.sums == portable.sums)
        #expect(fast.weights == portable.weights)
    }
}
