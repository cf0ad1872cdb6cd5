/// How the steps of the windows that are learnt together lie in memory.
///
/// Every per-step array has `windows · (horizon + 1)` rows. The first row of a window holds the state before its first
/// step and a zero gradient, so that "one step back" is simply the row before, and sums over all rows need no gaps.
struct WindowShape {
    /// Windows learnt in one optimiser step: the new one first, then the replayed ones.
    let windows: Int
    /// Steps of a window.
    let horizon: Int

    var rows: Int { windows * (horizon + 1) }

    /// The rows of the first windows.
    func rows(ofWindows count: Int) -> Int { count * (horizon + 1) }

    /// The row that holds the state before a window's first step.
    func start(of window: Int) -> Int { window * (horizon + 1) }
}

/// The scalars of one optimiser step.
struct OptimiserStep {
    /// Decay of the second moment (Adam's beta2).
    static let decay: Float = 0.999
    /// Keeps steps finite where gradients vanish; compared with squared gradients.
    static let epsilon: Float = 1e-8

    /// Learning rate of this step.
    var rate: Float = 1
    /// Undoes the bias of the second moment towards its initial zero.
    var correction: Float = 1
    /// Windows that are learnt from, the first ones.
    var windows = 1
}
