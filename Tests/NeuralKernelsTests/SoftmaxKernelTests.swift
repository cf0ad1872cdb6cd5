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

@Suite struct SoftmaxKernelTests {
    @Test(arguments: [1, 2, 7, 8, 9, 75, 255, 256]) func probabilitiesAndFrequencies(count: Int) {
        let width = (count + 7) / 8 * 8
        let logits = AlignedFloats(width, seed: 50, range: -20...20)
        // What stands in the padding must not matter.
        for index in count..<width { logits[index] = 1e30 }
        let largest = (0..<count).map { Double(logits[$0]) }.max() ?? 0
        let exponentials = (0..<count).map { exp(Double(logits[$0]) - largest) }
        let sum = exponentials.reduce(0, +)
        let probabilities = AlignedFloats(width, seed: 51)
        NeuralKernels.Kernels.softmax(logits: logits.pointer, count: count, probabilities: probabilities.pointer)
        #expect(largestError(Array(probabilities.array[..<count]), exponentials.map { $0 / sum }) < 1e-6)
        #expect(probabilities.array[count...].allSatisfy { $0 == 0 })

        var frequencies = [UInt32](repeating: 7, count: width)
        let total = withAlignedCopy(&frequencies) {
            NeuralKernels.Kernels.frequencies(of: probabilities.pointer, count: count, into: $0)
        }
        #expect(frequencies[..<count].allSatisfy { $0 > 0 })
        #expect(frequencies[count...].allSatisfy { $0 == 0 })
        #expect(total == frequencies.reduce(0, +))
        #expect(abs(Int(total) - 4_194_304) <= 2 * count + 8)

        guard hasAVX2AndFMA else { return }
        let other = AlignedFloats(width)
        NeuralKernelsAVX2.Kernels.softmax(logits: logits.pointer, count: count, probabilities: other.pointer)
        #expect(probabilities.bits == other.bits)
    }

    @Test func cumulativeFrequencies() {
        var frequencies = (0..<64).map { UInt32($0 * $0 + 1) }
        for symbol in 0..<64 {
            let sum = withAlignedCopy(&frequencies) {
                NeuralKernels.Kernels.cumulativeFrequency($0, before: symbol)
            }
            #expect(sum == frequencies[..<symbol].reduce(0, +))
        }
    }

    /// Overflowed weights must not trap: whatever a probability holds becomes some number.
    @Test(arguments: [Float.nan, .infinity, -.infinity, 1e30, -1]) func absurdProbabilitiesDoNotTrap(value: Float) {
        let probabilities = AlignedFloats(8)
        probabilities[3] = value
        var frequencies = [UInt32](repeating: 0, count: 8)
        _ = withAlignedCopy(&frequencies) {
            NeuralKernels.Kernels.frequencies(of: probabilities.pointer, count: 8, into: $0)
        }
        #expect(frequencies.allSatisfy { $0 > 0 && $0 <= 1 << 23 })
    }

    private func withAlignedCopy<Result>(
        _ values: inout [UInt32], _ body: (UnsafeMutablePointer<UInt32>) -> Result
    ) -> Result {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 4 * values.count, alignment: 64)
        defer { memory.deallocate() }
        let pointer = memory.bindMemory(to: UInt32.self, capacity: values.count)
        pointer.initialize(from: values, count: values.count)
        let result = body(pointer)
        values = Array(UnsafeBufferPointer(start: pointer, count: values.count))
        return result
    }
}
