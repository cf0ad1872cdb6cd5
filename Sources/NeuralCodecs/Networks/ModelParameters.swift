/// Everything that defines a model: two predictors with equal parameters compute the same bits.
///
/// A stream carries these values, so that a level may be tuned later and old streams still decode.
/// Fractions are integers in units of 2^-16, exact in every representation.
package struct ModelParameters: Sendable, Hashable {
    /// One layer of a network.
    package struct Layer: Sendable, Hashable {
        /// What the layer computes; the families of networks differ in it.
        package enum Cell: Sendable, Hashable {
            /// An LSTM's cell with coupled gates; in a layer that is not recurrent, a quasi-recurrent one's.
            case gated
            /// Elman's, without gates.
            case elman
            /// The gated recurrent unit with three gates; always recurrent.
            case gru
            /// The gated recurrent unit with one gate for all.
            case minimalGRU
            /// Attention over a bounded past, with a feed-forward part.
            case attention(Attention)
        }

        /// The shape of a layer with attention.
        package struct Attention: Sendable, Hashable {
            /// How many heads there are.
            package var heads: Int
            /// Components of all heads together; each head has a multiple of eight.
            package var span: Int
            /// Steps before a window that its steps look back on; a multiple of eight.
            package var context: Int
            /// Products inside the feed-forward part; a multiple of eight, zero without one.
            package var inner: Int

            package init(heads: Int, span: Int, context: Int, inner: Int) {
                self.heads = heads
                self.span = span
                self.context = context
                self.inner = inner
            }
        }

        /// What the layer computes.
        package var cell: Cell
        /// Whether the layer reads its own output one step back, or remembers through its state alone, which trains in
        /// matrix products.
        package var isRecurrent: Bool
        /// Number of cells, a multiple of eight.
        package var units: Int

        package init(cell: Cell = .gated, isRecurrent: Bool, units: Int) {
            self.cell = cell
            self.isRecurrent = isRecurrent
            self.units = units
        }

        /// The shape of a layer with attention; of no meaning for others.
        var attention: Attention {
            if case .attention(let shape) = cell { shape } else { Attention(heads: 1, span: 8, context: 0, inner: 0) }
        }

        /// An LSTM layer.
        package static func lstm(_ units: Int) -> Layer { Layer(isRecurrent: true, units: units) }
        /// A quasi-recurrent layer (Bradbury et al., 2016).
        package static func quasi(_ units: Int) -> Layer { Layer(isRecurrent: false, units: units) }
    }

    /// A stack of layers, trained on its own loss.
    package struct Network: Sendable, Hashable {
        /// From the input up.
        package var layers: [Layer]
        /// Learning rate of the first optimiser step, in units of 2^-16.
        package var learningRate: Int
        /// Factor of the learning rate of the matrices between layers, in hundredths.
        package var matrixRate: Int
        /// Factor of the learning rate of the one-hot inputs for each further step back, in hundredths.
        package var lagRate: Int

        package init(layers: [Layer], learningRate: Int, matrixRate: Int = 50, lagRate: Int = 70) {
            self.layers = layers
            self.learningRate = learningRate
            self.matrixRate = matrixRate
            self.lagRate = lagRate
        }

        /// What each layer takes and costs, in windows of `horizon` steps.
        func layerSizes(horizon: Int) -> [LayerSize] {
            layers.indices.map { index in
                layers[index].size(belowUnits: index > 0 ? layers[index - 1].units : 0, horizon: horizon)
            }
        }
    }

    /// The networks whose logits are mixed.
    package var networks: [Network]
    /// BPTT horizon: bytes per optimiser step; a multiple of eight.
    package var horizon: Int
    /// How many of the last bytes enter every layer.
    package var lags: Int
    /// Old windows learnt again with each new one.
    package var replays: Int
    /// Weight of a replayed window's gradient, in units of 2^-16.
    package var replayWeight: Int
    /// How many old windows are kept for replay.
    package var replayCapacity: Int
    /// The learning rate falls as `1 / (1 + rateDecay · √step)`, in units of 2^-16.
    package var rateDecay: Int
    /// The learning rate's lower bound as a fraction of its first value, in units of 2^-16.
    package var rateFloor: Int

    package init(
        networks: [Network], horizon: Int = 32, lags: Int = 4, replays: Int = 0, replayWeight: Int = 19661,
        replayCapacity: Int = 0, rateDecay: Int = 1966, rateFloor: Int = 13107
    ) {
        self.networks = networks
        self.horizon = horizon
        self.lags = lags
        self.replays = replays
        self.replayWeight = replayWeight
        self.replayCapacity = replayCapacity
        self.rateDecay = rateDecay
        self.rateFloor = rateFloor
    }
}
