/// The full cell of `gru` (Cho et al., 2014), with the reset gate on what the recurrent matrix says rather than on its
/// inputs, so that one product serves all gates:
/// `h ← z·h + (1 − z)·tanh(W·x + r·(U·h))`.
struct GRUCell<K: KernelSet>: RecurrentCell {
    static var gates: Int { 3 }
    static var separatesRecurrence: Bool { true }
    static var hasMemory: Bool { false }
    static func rowFloats(units: Int) -> Int { 3 * units + 3 }

    private let activations: UnsafeMutablePointer<Float>
    private let scales: UnsafeMutablePointer<Float>
    var memory: UnsafeMutablePointer<Float> { scales }

    init(units: Int, isRecurrent _: Bool, shape: WindowShape, arena: Arena) {
        activations = arena.floats(shape.rows * 3 * units)
        scales = arena.floats(shape.rows * 3)
    }

    @inline(__always) func forward(row: Int, of layer: RecurrentRows<K>) {
        let units = layer.units
        let gates = layer.gates
        K.gruForward(
            preactivations: layer.preactivations + row * gates, recurrent: layer.recurrent + row * gates,
            gain: layer.gain.weights, bias: layer.bias.weights, activations: activations + row * gates,
            scales: scales + row * 3, previousHidden: layer.hidden + (row - 1) * units,
            hidden: layer.hidden + row * units, units: units)
    }

    @inline(__always) func backward(row: Int, window: Int, of layer: RecurrentRows<K>) {
        let units = layer.units
        let gates = layer.gates
        K.gruBackward(
            hiddenGradient: layer.hiddenGradient + row * units, carriedGradient: layer.carriedGradient + window * units,
            normalised: layer.preactivations + row * gates, recurrent: layer.recurrent + row * gates,
            activations: activations + row * gates, scales: scales + row * 3,
            previousHidden: layer.hidden + (row - 1) * units, gain: layer.gain.weights,
            gradient: layer.gradient + row * gates, recurrentGradient: layer.recurrentGradient + row * gates,
            gainGradient: layer.gainGradient + window * gates, biasGradient: layer.biasGradient + window * gates,
            units: units)
    }
}
