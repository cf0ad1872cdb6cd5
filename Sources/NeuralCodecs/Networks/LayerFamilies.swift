internal import NeuralKernels

// The table of families, the one place that knows them all: a family is a file of layers in `Families`, a case of
// ``ModelParameters/Layer/Cell``, and a line in each of the lists below.

/// A layer of any family.
///
/// An enum rather than an existential or a class: what it holds are pointers, which cost no reference counts.
enum Layer<K: KernelSet> {
    case gated(RecurrentLayer<GatedCell<K>>)
    case elman(RecurrentLayer<ElmanCell<K>>)
    case gru(RecurrentLayer<GRUCell<K>>)
    case minimalGRU(RecurrentLayer<MinimalGRUCell<K>>)
    case attention(AttentionLayer<K>)

    init(
        _ parameters: ModelParameters.Layer, belowUnits: Int, shape: WindowShape, arena: Arena,
        random: inout RandomSource
    ) {
        func make<L: NetworkLayer>() -> L {
            L(parameters, belowUnits: belowUnits, shape: shape, arena: arena, random: &random)
        }
        switch parameters.cell {
        case .gated: self = .gated(make())
        case .elman: self = .elman(make())
        case .gru: self = .gru(make())
        case .minimalGRU: self = .minimalGRU(make())
        case .attention: self = .attention(make())
        }
    }

    /// Does something with the layer, whatever it is.
    @inline(__always) func perform<Operation: LayerOperation>(_ operation: Operation) {
        switch self {
        case .gated(let layer): operation.perform(on: layer)
        case .elman(let layer): operation.perform(on: layer)
        case .gru(let layer): operation.perform(on: layer)
        case .minimalGRU(let layer): operation.perform(on: layer)
        case .attention(let layer): operation.perform(on: layer)
        }
    }

    var frame: LayerFrame {
        switch self {
        case .gated(let layer): layer.frame
        case .elman(let layer): layer.frame
        case .gru(let layer): layer.frame
        case .minimalGRU(let layer): layer.frame
        case .attention(let layer): layer.frame
        }
    }

    /// ``NetworkLayer/blocks``
    var blocks: [WeightBlock] {
        switch self {
        case .gated(let layer): layer.blocks
        case .elman(let layer): layer.blocks
        case .gru(let layer): layer.blocks
        case .minimalGRU(let layer): layer.blocks
        case .attention(let layer): layer.blocks
        }
    }
}

extension ModelParameters.Layer {
    /// What the layer takes and costs above one of `belowUnits` outputs, zero for the first, in windows of `horizon` steps.
    func size(belowUnits: Int, horizon: Int) -> LayerSize {
        typealias K = NeuralKernels.Kernels
        func size<L: NetworkLayer>(_: L.Type) -> LayerSize {
            L.size(of: self, belowUnits: belowUnits, horizon: horizon)
        }
        return switch cell {
        case .gated: size(RecurrentLayer<GatedCell<K>>.self)
        case .elman: size(RecurrentLayer<ElmanCell<K>>.self)
        case .gru: size(RecurrentLayer<GRUCell<K>>.self)
        case .minimalGRU: size(RecurrentLayer<MinimalGRUCell<K>>.self)
        case .attention: size(AttentionLayer<K>.self)
        }
    }
}

/// Something done with a layer of any family; compiled for each.
protocol LayerOperation {
    func perform(on layer: some NetworkLayer)
}

/// ``NetworkLayer/forward(row:belowHidden:)``
struct StepForward: LayerOperation {
    let row: Int
    let belowHidden: UnsafePointer<Float>?

    @inline(__always) func perform(on layer: some NetworkLayer) { layer.forward(row: row, belowHidden: belowHidden) }
}

/// ``NetworkLayer/forwardWindow(_:belowHidden:)``
struct WindowForward: LayerOperation {
    let window: Int
    let belowHidden: UnsafePointer<Float>?

    @inline(__always) func perform(on layer: some NetworkLayer) {
        layer.forwardWindow(window, belowHidden: belowHidden)
    }
}

/// ``NetworkLayer/backwardWindow(_:belowHiddenGradient:)``
struct WindowBackward: LayerOperation {
    let window: Int
    let belowHiddenGradient: UnsafeMutablePointer<Float>?

    @inline(__always) func perform(on layer: some NetworkLayer) {
        layer.backwardWindow(window, belowHiddenGradient: belowHiddenGradient)
    }
}

/// ``NetworkLayer/update(_:part:belowHidden:matrixRate:)``
struct LayerUpdate: LayerOperation {
    let step: OptimiserStep
    let part: UpdatePart
    let belowHidden: UnsafePointer<Float>?
    let matrixRate: Float

    @inline(__always) func perform(on layer: some NetworkLayer) {
        layer.update(step, part: part, belowHidden: belowHidden, matrixRate: matrixRate)
    }
}

/// ``NetworkLayer/saveState(window:to:)``
struct StateSaving: LayerOperation {
    let window: Int
    let state: UnsafeMutablePointer<Float>

    func perform(on layer: some NetworkLayer) { layer.saveState(window: window, to: state) }
}

/// ``NetworkLayer/restoreState(window:from:)``
struct StateRestoring: LayerOperation {
    let window: Int
    let state: UnsafePointer<Float>

    func perform(on layer: some NetworkLayer) { layer.restoreState(window: window, from: state) }
}

/// ``NetworkLayer/carryState(window:after:)``
struct StateCarrying: LayerOperation {
    let window: Int
    let steps: Int

    func perform(on layer: some NetworkLayer) { layer.carryState(window: window, after: steps) }
}

/// ``NetworkLayer/refreshCopies()``
struct CopyRefreshing: LayerOperation {
    func perform(on layer: some NetworkLayer) { layer.refreshCopies() }
}
