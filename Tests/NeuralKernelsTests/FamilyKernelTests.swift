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

/// The cells of the families beside the LSTM's: each against its definition in double precision, and build against build.
/// Their way back is compared with differences in `NeuralCodecsTests`.
@Suite struct FamilyKernelTests {
    private static let units = 24

    /// `gain · norm(values) + bias` in double precision.
    private static func normalised(_ values: [Double], _ gain: [Double], _ bias: [Double]) -> [Double] {
        let scale = 1 / (values.reduce(0) { $0 + $1 * $1 } / Double(values.count) + 1e-5).squareRoot()
        return values.indices.map { values[$0] * scale * gain[$0] + bias[$0] }
    }

    private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// The inputs of a cell, and room for what it writes.
    private struct Inputs {
        let preactivations: AlignedFloats
        let recurrent: AlignedFloats
        let gain: AlignedFloats
        let bias: AlignedFloats
        let previous: AlignedFloats
        let activations: AlignedFloats
        let scales = AlignedFloats(8)
        let hidden: AlignedFloats

        init(gates: Int) {
            let count = gates * units
            preactivations = AlignedFloats(count, seed: 51, range: -3...3)
            recurrent = AlignedFloats(count, seed: 52, range: -2...2)
            gain = AlignedFloats(count, seed: 53, range: 0.5...1.5)
            bias = AlignedFloats(count, seed: 54)
            previous = AlignedFloats(units, seed: 55)
            activations = AlignedFloats(count)
            hidden = AlignedFloats(units)
        }

        /// A gate's part of an array.
        func gate(_ index: Int, _ values: AlignedFloats) -> [Double] {
            values.array[index * units..<(index + 1) * units].map(Double.init)
        }

        /// A gate before its nonlinearity, from what it is given.
        func gate(_ index: Int, of values: [Double]) -> [Double] {
            normalised(values, gate(index, gain), gate(index, bias))
        }

        /// What the cell is given for a gate by all its inputs together.
        func sum(_ index: Int) -> [Double] { zip(gate(index, preactivations), gate(index, recurrent)).map(+) }

        var written: [[UInt32]] { [preactivations.bits, activations.bits, scales.bits, hidden.bits] }
    }

    private func expect(_ hidden: [Double], _ portable: Inputs, _ vector: Inputs) {
        #expect(largestError(portable.hidden.array, hidden) < 3e-6)
        if hasAVX2AndFMA { #expect(portable.written == vector.written) }
        // A pointer does not keep what it points into.
        withExtendedLifetime((portable, vector)) {}
    }

    @Test func elmanIsItsDefinition() {
        let (a, b) = (Inputs(gates: 1), Inputs(gates: 1))
        let expected = a.gate(0, of: a.gate(0, a.preactivations)).map { tanh($0) }
        NeuralKernels.Kernels.elmanForward(
            preactivations: a.preactivations.pointer, gain: a.gain.pointer, bias: a.bias.pointer,
            scale: a.scales.pointer, hidden: a.hidden.pointer, units: Self.units)
        if hasAVX2AndFMA {
            NeuralKernelsAVX2.Kernels.elmanForward(
                preactivations: b.preactivations.pointer, gain: b.gain.pointer, bias: b.bias.pointer,
                scale: b.scales.pointer, hidden: b.hidden.pointer, units: Self.units)
        }
        expect(expected, a, b)
    }

    @Test func gruIsItsDefinition() {
        let (a, b) = (Inputs(gates: 3), Inputs(gates: 3))
        let update = a.gate(1, of: a.sum(1)).map(Self.logistic)
        let reset = a.gate(2, of: a.sum(2)).map(Self.logistic)
        let own = a.gate(0, a.recurrent)
        let given = a.gate(0, a.preactivations).indices.map { a.gate(0, a.preactivations)[$0] + reset[$0] * own[$0] }
        let candidate = a.gate(0, of: given).map { tanh($0) }
        let previous = a.previous.array.map(Double.init)
        let expected = update.indices.map { update[$0] * previous[$0] + (1 - update[$0]) * candidate[$0] }
        NeuralKernels.Kernels.gruForward(
            preactivations: a.preactivations.pointer, recurrent: a.recurrent.pointer, gain: a.gain.pointer,
            bias: a.bias.pointer, activations: a.activations.pointer, scales: a.scales.pointer,
            previousHidden: a.previous.pointer, hidden: a.hidden.pointer, units: Self.units)
        if hasAVX2AndFMA {
            NeuralKernelsAVX2.Kernels.gruForward(
                preactivations: b.preactivations.pointer, recurrent: b.recurrent.pointer, gain: b.gain.pointer,
                bias: b.bias.pointer, activations: b.activations.pointer, scales: b.scales.pointer,
                previousHidden: b.previous.pointer, hidden: b.hidden.pointer, units: Self.units)
        }
        expect(expected, a, b)
    }

    @Test(arguments: [true, false]) func minimalGRUIsItsDefinition(isRecurrent: Bool) {
        let (a, b) = (Inputs(gates: 2), Inputs(gates: 2))
        let update = a.gate(1, of: isRecurrent ? a.sum(1) : a.gate(1, a.preactivations)).map(Self.logistic)
        let own = a.gate(0, a.recurrent)
        let alone = a.gate(0, a.preactivations)
        let given = alone.indices.map { alone[$0] + (isRecurrent ? (1 - update[$0]) * own[$0] : 0) }
        let candidate = a.gate(0, of: given).map { tanh($0) }
        let previous = a.previous.array.map(Double.init)
        let expected = update.indices.map { update[$0] * previous[$0] + (1 - update[$0]) * candidate[$0] }
        NeuralKernels.Kernels.minimalGRUForward(
            preactivations: a.preactivations.pointer, recurrent: isRecurrent ? UnsafePointer(a.recurrent.pointer) : nil,
            gain: a.gain.pointer, bias: a.bias.pointer, activations: a.activations.pointer, scales: a.scales.pointer,
            previousHidden: a.previous.pointer, hidden: a.hidden.pointer, units: Self.units)
        if hasAVX2AndFMA {
            NeuralKernelsAVX2.Kernels.minimalGRUForward(
                preactivations: b.preactivations.pointer,
                recurrent: isRecurrent ? UnsafePointer(b.recurrent.pointer) : nil, gain: b.gain.pointer,
                bias: b.bias.pointer, activations: b.activations.pointer, scales: b.scales.pointer,
                previousHidden: b.previous.pointer, hidden: b.hidden.pointer, units: Self.units)
        }
        expect(expected, a, b)
    }

    @Test func normalisationAndProductAreTheirDefinitions() {
        let values = AlignedFloats(Self.units, seed: 61, range: -2...2)
        let gain = AlignedFloats(Self.units, seed: 62)
        let bias = AlignedFloats(Self.units, seed: 63)
        let input = values.array.map(Double.init)
        let expected = Self.normalised(input, gain.array.map(Double.init), bias.array.map(Double.init))
        let output = AlignedFloats(Self.units)
        let scale = AlignedFloats(8)
        NeuralKernels.Kernels.multiply(values.pointer, by: gain.pointer, into: output.pointer, length: Self.units)
        let factors = gain.array
        #expect(output.array == values.array.indices.map { values.array[$0] * factors[$0] })
        NeuralKernels.Kernels.normaliseForward(
            values.pointer, gain: gain.pointer, bias: bias.pointer, scale: scale.pointer, output: output.pointer,
            length: Self.units)
        #expect(largestError(output.array, expected) < 1e-6)
        // A pointer does not keep what it points into.
        withExtendedLifetime((values, gain, bias, scale)) {}
    }

    @Test func softmaxBackwardIsItsDefinition() {
        let logits = AlignedFloats(Self.units, seed: 71, range: -4...4)
        let probabilities = AlignedFloats(Self.units)
        // Twenty choices; the last four places are padding.
        NeuralKernels.Kernels.softmax(logits: logits.pointer, count: 20, probabilities: probabilities.pointer)
        let gradient = AlignedFloats(Self.units, seed: 72)
        let (p, g) = (probabilities.array.map(Double.init), gradient.array.map(Double.init))
        let mean = p.indices.reduce(0) { $0 + p[$1] * g[$1] }
        NeuralKernels.Kernels.softmaxBackward(
            probabilities: probabilities.pointer, gradient: gradient.pointer, length: Self.units)
        #expect(largestError(gradient.array, p.indices.map { p[$0] * (g[$0] - mean) }) < 1e-6)
        #expect(gradient.array[20...].allSatisfy { $0 == 0 })
        withExtendedLifetime((logits, probabilities)) {}
    }

    @Test func sumsMayLieAnywhere() {
        let input = AlignedFloats(16, seed: 81)
        let output = AlignedFloats(32, seed: 82)
        let before = output.array
        NeuralKernels.Kernels.add(input.pointer, to: output.pointer + 3, length: 16)
        #expect(output.array == before.indices.map { (3..<19).contains($0) ? before[$0] + input[$0 - 3] : before[$0] })
    }
}
