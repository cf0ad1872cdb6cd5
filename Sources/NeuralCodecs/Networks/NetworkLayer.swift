/// A layer of a network, of whatever family: what it computes for one step and for a window, and what it learns.
///
/// Whoever drives layers (the network, and through it the coding loop, optimiser, replay and threads) knows no family. It
/// puts the sum of the one-hot inputs' rows into ``LayerFrame/inputs``, calls ``forward(row:belowHidden:)`` step by step or
/// ``forwardWindow(_:belowHidden:)``, puts the gradient by the outputs into ``LayerFrame/hiddenGradient``, and finds the one by
/// the one-hot inputs in ``LayerFrame/inputGradient``.
///
/// The law: a window at once and its steps one by one give the same bits, and what two windows or two parts of an update
/// write does not overlap. A layer is a struct of pointers into an arena, so that nothing is counted or allocated while
/// coding.
protocol NetworkLayer {
    associatedtype K: KernelSet

    /// - Parameters:
    ///   - parameters: of the layer's own family.
    ///   - belowUnits: outputs of the layer below; zero for the first layer.
    init(
        _ parameters: ModelParameters.Layer, belowUnits: Int, shape: WindowShape, arena: Arena,
        random: inout RandomSource)

    /// What a layer of these parameters takes and costs, in windows of `horizon` steps.
    static func size(of parameters: ModelParameters.Layer, belowUnits: Int, horizon: Int) -> LayerSize

    var frame: LayerFrame { get }

    /// One step: `row` from the rows before and from the layer below.
    func forward(row: Int, belowHidden: UnsafePointer<Float>?)

    /// All steps of a window whose inputs are known.
    func forwardWindow(_ window: Int, belowHidden: UnsafePointer<Float>?)

    /// The window's gradients from `hiddenGradient`; adds to the layer below's `belowHiddenGradient` what it is due.
    func backwardWindow(_ window: Int, belowHiddenGradient: UnsafeMutablePointer<Float>?)

    /// One optimiser step of a part of everything but the one-hot inputs.
    ///
    /// - Parameter matrixRate: factor of the matrices' learning rate.
    func update(_ step: OptimiserStep, part: UpdatePart, belowHidden: UnsafePointer<Float>?, matrixRate: Float)

    /// Copies the state that a window began in out, ``LayerSize/stateFloats`` floats.
    func saveState(window: Int, to state: UnsafeMutablePointer<Float>)

    /// Makes a saved state the one that a window begins in.
    func restoreState(window: Int, from state: UnsafePointer<Float>)

    /// Makes the state after `steps` steps of a window the one that the window begins in next.
    func carryState(window: Int, after steps: Int)

    /// Everything that is learnt, in an order that the layer's parameters alone decide.
    var blocks: [WeightBlock] { get }

    /// Brings copies of weights up to date after ``blocks`` were written from outside.
    func refreshCopies()
}

/// A layer's arrays that others read and write, all with ``WindowShape/rows`` rows.
struct LayerFrame {
    /// Outputs of a step.
    let units: Int
    /// Length of a one-hot input's row.
    let inputWidth: Int
    /// The sums of the one-hot inputs' rows, `inputWidth` a step; the layer may overwrite them.
    let inputs: UnsafeMutablePointer<Float>
    /// Of the loss, by `inputs`. The first row of each window is zero.
    let inputGradient: UnsafeMutablePointer<Float>
    /// The outputs, `units` a step.
    let hidden: UnsafeMutablePointer<Float>
    /// Of the loss, by `hidden`. The first row of each window is zero.
    let hiddenGradient: UnsafeMutablePointer<Float>

    init(units: Int, inputWidth: Int, shape: WindowShape, arena: Arena) {
        self.units = units
        self.inputWidth = inputWidth
        inputs = arena.floats(shape.rows * inputWidth)
        inputGradient = arena.floats(shape.rows * inputWidth)
        hidden = arena.floats(shape.rows * units)
        hiddenGradient = arena.floats(shape.rows * units)
    }
}

/// What a layer takes and costs; its one-hot tables and its part of the output layer aside.
struct LayerSize {
    /// Length of a one-hot input's row.
    var inputWidth: Int
    /// Multiply-adds of matrix products in one step forward.
    var multiplyAdds: Int
    /// Floats of weights, their moments and copies.
    var weightFloats: Int
    /// Floats for each row of ``WindowShape``, the frame's included.
    var rowFloats: Int
    /// Floats for each window, and for each window and step of it.
    var windowFloats: Int
    var stepFloats: Int
    /// Floats of the state that a window begins in.
    var stateFloats: Int
}
