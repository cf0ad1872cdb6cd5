/// The cell of `lstm`: an LSTM whose input gate is coupled to the forget gate; in a layer that does not read its own
/// outputs, that of a quasi-recurrent one (Bradbury et al., 2016).
struct GatedCell<K: KernelSet>: RecurrentCell {
    static var gates: Int { 3 }
    static var separatesRecurrence: Bool { false }
    static var hasMemory: Bool { true }
    static func rowFloats(units: Int) -> Int { 5 * units + 3 }

    /// Gates after their nonlinearities and one over root mean squares, for the backward pass.
    private let activations: UnsafeMutablePointer<Float>
    private let scales: UnsafeMutablePointer<Float>
    let memory: UnsafeMutablePointer<Float>
    private let memoryTangent: UnsafeMutablePointer<Float>

    init(units: Int, isRecurrent _: Bool, shape: WindowShape, arena: Arena) {
        activations = arena.floats(shape.rows * 3 * units)
        scales = arena.floats(shape.rows * 3)
        memory = arena.floats(shape.rows * units)
        memoryTangent = arena.floats(shape.rows * units)
    }

    @inline(__always) func forward(row: Int, of layer: RecurrentRows<K>) {
        let units = layer.units
        K.cellForward(
            preactivations: layer.preactivations + row * layer.gates, gain: layer.gain.weights,
            bias: layer.bias.weights, activations: activations + row * layer.gates, scales: scales + row * 3,
            previousCell: memory + (row - 1) * units, cell: memory + row * units,
            cellTangent: memoryTangent + row * units, hidden: layer.hidden + row * units, units: units)
    }

    @inline(__always) func backward(row: Int, window: Int, of layer: RecurrentRows<K>) {
        let units = layer.units
        let gates = layer.gates
        K.cellBackward(
            hiddenGradient: layer.hiddenGradient + row * units, cellGradient: layer.carriedGradient + window * units,
            normalised: layer.preactivations + row * gates, activations: activations + row * gates,
            scales: scales + row * 3, previousCell: memory + (row - 1) * units,
            cellTangent: memoryTangent + row * units, gain: layer.gain.weights, gradient: layer.gradient + row * gates,
            gainGradient: layer.gainGradient + window * gates, biasGradient: layer.biasGradient + window * gates,
            units: units)
    }
}
