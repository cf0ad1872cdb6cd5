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

/// A cell's step with room for everything that it writes.
private struct Cell {
    let units: Int
    let preactivations: AlignedFloats
    let gain: AlignedFloats
    let bias: AlignedFloats
    let previousCell: AlignedFloats
    let activations: AlignedFloats
    let scales = AlignedFloats(4)
    let cell: AlignedFloats
    let tangent: AlignedFloats
    let hidden: AlignedFloats

    init(units: Int, seed: UInt64) {
        self.units = units
        preactivations = AlignedFloats(3 * units, seed: seed, range: -3...3)
        gain = AlignedFloats(3 * units, seed: seed + 1, range: 0.5...1.5)
        bias = AlignedFloats(3 * units, seed: seed + 2)
        previousCell = AlignedFloats(units, seed: seed + 3)
        activations = AlignedFloats(3 * units)
        cell = AlignedFloats(units)
        tangent = AlignedFloats(units)
        hidden = AlignedFloats(units)
    }

    func forward() {
        NeuralKernels.Kernels.cellForward(
            preactivations: preactivations.pointer, gain: gain.pointer, bias: bias.pointer,
            activations: activations.pointer, scales: scales.pointer, previousCell: previousCell.pointer,
            cell: cell.pointer, cellTangent: tangent.pointer, hidden: hidden.pointer, units: units)
    }

    func forwardAVX2() {
        NeuralKernelsAVX2.Kernels.cellForward(
            preactivations: preactivations.pointer, gain: gain.pointer, bias: bias.pointer,
            activations: activations.pointer, scales: scales.pointer, previousCell: previousCell.pointer,
            cell: cell.pointer, cellTangent: tangent.pointer, hidden: hidden.pointer, units: units)
    }
}

/// The cell's definition in double precision: output and cell state.
private func reference(
    units: Int, preactivations: [Double], gain: [Double], bias: [Double], previousCell: [Double]
) -> (hidden: [Double], cell: [Double]) {
    var gates: [[Double]] = []
    for gate in 0..<3 {
        let values = preactivations[gate * units..<(gate + 1) * units]
        let scale = 1 / (values.reduce(0) { $0 + $1 * $1 } / Double(units) + 1e-5).squareRoot()
        gates.append(
            values.enumerated().map { index, value in
                let y = value * scale * gain[gate * units + index] + bias[gate * units + index]
                return gate == 0 ? tanh(y) : 1 / (1 + exp(-y))
            })
    }
    var hidden: [Double] = []
    var cell: [Double] = []
    for unit in 0..<units {
        let c = gates[1][unit] * previousCell[unit] + (1 - gates[1][unit]) * gates[0][unit]
        cell.append(c)
        hidden.append(gates[2][unit] * tanh(c))
    }
    return (hidden, cell)
}

@Suite struct CellKernelTests {
    @Test(arguments: [8, 24, 64, 128]) func forwardMatchesItsDefinition(units: Int) {
        let cell = Cell(units: units, seed: 20)
        let other = Cell(units: units, seed: 20)
        let expected = reference(
            units: units, preactivations: cell.preactivations.array.map(Double.init),
            gain: cell.gain.array.map(Double.init), bias: cell.bias.array.map(Double.init),
            previousCell: cell.previousCell.array.map(Double.init))
        cell.forward()
        #expect(largestError(cell.hidden.array, expected.hidden) < 3e-6)
        #expect(largestError(cell.cell.array, expected.cell) < 3e-6)
        guard hasAVX2AndFMA else { return }
        other.forwardAVX2()
        #expect(cell.hidden.bits == other.hidden.bits)
        #expect(cell.cell.bits == other.cell.bits)
        #expect(cell.scales.bits == other.scales.bits)
    }

    /// The backward pass against differences of the definition, for the loss `Σ a·hidden + b·cell`.
    @Test(arguments: [8, 24]) func backwardMatchesDifferences(units: Int) {
        let cell = Cell(units: units, seed: 30)
        let hiddenGradient = AlignedFloats(units, seed: 40)
        let cellGradient = AlignedFloats(units, seed: 41)
        let a = hiddenGradient.array.map(Double.init)
        let b = cellGradient.array.map(Double.init)
        let pre = cell.preactivations.array.map(Double.init)
        let gain = cell.gain.array.map(Double.init)
        let bias = cell.bias.array.map(Double.init)
        let previous = cell.previousCell.array.map(Double.init)

        func loss(_ pre: [Double], _ gain: [Double], _ bias: [Double], _ previous: [Double]) -> Double {
            let (hidden, state) = reference(
                units: units, preactivations: pre, gain: gain, bias: bias, previousCell: previous)
            return (0..<units).reduce(0) { $0 + a[$1] * hidden[$1] + b[$1] * state[$1] }
        }
        func differences(_ values: [Double], _ loss: ([Double]) -> Double) -> [Double] {
            values.indices.map { index in
                var up = values
                var down = values
                up[index] += 1e-5
                down[index] -= 1e-5
                return (loss(up) - loss(down)) / 2e-5
            }
        }

        cell.forward()
        let gradient = AlignedFloats(3 * units)
        let gainGradient = AlignedFloats(3 * units)
        let biasGradient = AlignedFloats(3 * units)
        NeuralKernels.Kernels.cellBackward(
            hiddenGradient: hiddenGradient.pointer, cellGradient: cellGradient.pointer,
            normalised: cell.preactivations.pointer, activations: cell.activations.pointer,
            scales: cell.scales.pointer, previousCell: cell.previousCell.pointer, cellTangent: cell.tangent.pointer,
            gain: cell.gain.pointer, gradient: gradient.pointer, gainGradient: gainGradient.pointer,
            biasGradient: biasGradient.pointer, units: units)
        #expect(largestError(gradient.array, differences(pre) { loss($0, gain, bias, previous) }) < 1e-4)
        #expect(largestError(gainGradient.array, differences(gain) { loss(pre, $0, bias, previous) }) < 1e-4)
        #expect(largestError(biasGradient.array, differences(bias) { loss(pre, gain, $0, previous) }) < 1e-4)
        #expect(largestError(cellGradient.array, differences(previous) { loss(pre, gain, bias, $0) }) < 1e-4)
    }
}
