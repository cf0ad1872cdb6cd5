/// What makes one kind of recurrent layer out of the sums of its inputs; everything else is ``RecurrentLayer``.
///
/// Gates lie one after the other in a row, each as long as the layer has units, the candidate first. Each gate's
/// pre-activation is divided by its root mean square, multiplied by a learnt gain and shifted by a learnt bias.
protocol RecurrentCell {
    associatedtype K: KernelSet

    /// Gates of a unit.
    static var gates: Int { get }
    /// Whether the cell wants what it is told by its own outputs apart from the other inputs.
    static var separatesRecurrence: Bool { get }
    /// Whether the cell remembers something besides its outputs.
    static var hasMemory: Bool { get }
    /// Floats of a row, beside those of ``RecurrentLayer``.
    static func rowFloats(units: Int) -> Int

    init(units: Int, isRecurrent: Bool, shape: WindowShape, arena: Arena)

    /// What the cell remembers besides its outputs, `units` a row; of no meaning without ``hasMemory``.
    var memory: UnsafeMutablePointer<Float> { get }

    /// One step, from pre-activations to outputs.
    func forward(row: Int, of layer: RecurrentRows<K>)

    /// One step backwards, from the gradient by the outputs to that by the pre-activations.
    ///
    /// - Parameter window: with its `layer.carriedGradient`, what later steps say of the cell's state by other ways than its
    ///   outputs; replaced by what this step says of the one before.
    func backward(row: Int, window: Int, of layer: RecurrentRows<K>)
}

/// The arrays of a recurrent layer that its cells work on. Per-step arrays follow ``WindowShape``.
struct RecurrentRows<K: KernelSet> {
    let units: Int
    /// Length of a row of pre-activations.
    let gates: Int
    let isRecurrent: Bool
    let gain: Parameter<K>
    let bias: Parameter<K>

    /// Pre-activations; the cells leave them normalised for the backward pass.
    let preactivations: UnsafeMutablePointer<Float>
    /// What the layer's own outputs say; the same as `preactivations` where cells do not want it apart.
    let recurrent: UnsafeMutablePointer<Float>
    let hidden: UnsafeMutablePointer<Float>

    /// Of the loss, by pre-activations, by `recurrent` and by outputs.
    let gradient: UnsafeMutablePointer<Float>
    let recurrentGradient: UnsafeMutablePointer<Float>
    let hiddenGradient: UnsafeMutablePointer<Float>
    /// Of the loss, by gain and bias, a row a window.
    let gainGradient: UnsafeMutablePointer<Float>
    let biasGradient: UnsafeMutablePointer<Float>
    /// See ``RecurrentCell/backward(row:window:of:)``; a row a window.
    let carriedGradient: UnsafeMutablePointer<Float>
}
