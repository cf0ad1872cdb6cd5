/// The cell of `rnn` (Elman, 1990): `h = tanh(W·x + U·h)`, its pre-activation normalised as everywhere.
struct ElmanCell<K: KernelSet>: RecurrentCell {
    static var gates: Int { 1 }
    static var separatesRecurrence: Bool { false }
    static var hasMemory: Bool { false }
    static func rowFloats(units _: Int) -> Int { 1 }

    private let scales: UnsafeMutablePointer<Float>
    var memory: UnsafeMutablePointer<Float> { scales }

    init(units _: Int, isRecurrent _: Bool, shape: WindowShape, arena: Arena) {
        scales = arena.floats(shape.rows)
    }

    @inline(__always) func forward(row: Int, of layer: RecurrentRows<K>) {
        let units = layer.units
        K.elmanForward(
            preactivations: layer.preactivations + row * units, gain: layer.gain.weights, bias: layer.bias.weights,
            scale: scales + row, hidden: layer.hidden + row * units, units: units)
    }

    @inline(__always) func backward(row: Int, window: Int, of layer: RecurrentRows<K>) {
        let units = layer.units
        K.elmanBackward(
            hiddenGradient: layer.hiddenGradient + row * units, normalised: layer.preactivations + row * units,
            scale: scales[row], hidden: layer.hidden + row * units, gain: layer.gain.weights,
            gradient: layer.gradient + row * units, gainGradient: layer.gainGradient + window * units,
            biasGradient: layer.biasGradient + window * units, units: units)
    }
}
