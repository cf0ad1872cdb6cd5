/// The minimal cell of `gru` (Zhou et al., 2016): one gate both updates and resets, as `1 − z`:
/// `h ← z·h + (1 − z)·tanh(W·x + (1 − z)·(U·h))`. In a layer that does not read its own outputs, `U` is missing.
struct MinimalGRUCell<K: KernelSet>: RecurrentCell {
    static var gates: Int { 2 }
    static var separatesRecurrence: Bool { true }
    static var hasMemory: Bool { false }
    static func rowFloats(units: Int) -> Int { 2 * units + 2 }

    private let activations: UnsafeMutablePointer<Float>
    private let scales: UnsafeMutablePointer<Float>
    var memory: UnsafeMutablePointer<Float> { scales }

    init(units: Int, isRecurrent _: Bool, shape: WindowShape, arena: Arena) {
        activations = arena.floats(shape.rows * 2 * units)
        scales = arena.floats(shape.rows * 2)
    }

    @inline(__always) func forward(row: Int, of layer: RecurrentRows<K>) {
        let units = layer.units
        let gates = layer.gates
        K.minimalGRUForward(
            preactivations: layer.preactivations + row * gates,
            recurrent: layer.isRecurrent ? layer.recurrent + row * gates : nil, gain: layer.gain.weights,
            bias: layer.bias.weights, activations: activations + row * gates, scales: scales + row * 2,
            previousHidden: layer.hidden + (row - 1) * units, hidden: layer.hidden + row * units, units: units)
    }

    @inline(__always) func backward(row: Int, window: Int, of layer: RecurrentRows<K>) {
        let units = layer.units
        let gates = layer.gates
        K.minimalGRUBackward(
            hiddenGradient: layer.hiddenGradient + row * units, carriedGradient: layer.carriedGradient + window * units,
            normalised: layer.preactivations + row * gates,
            recurrent: layer.isRecurrent ? layer.recurrent + row * gates : nil, activations: activations + row * gates,
            scales: scales + row * 2, previousHidden: layer.hidden + (row - 1) * units, gain: layer.gain.weights,
            gradient: layer.gradient + row * gates,
            recurrentGradient: layer.isRecurrent ? layer.recurrentGradient + row * gates : nil,
            gainGradient: layer.gainGradient + window * gates, biasGradient: layer.biasGradient + window * gates,
            units: units)
    }
}
