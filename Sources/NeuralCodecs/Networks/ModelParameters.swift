/// Everything that defines a model: two predictors with equal parameters compute the same bits.
///
/// A stream carries these values, so that a level may be tuned later and old streams still decode.
/// Fractions are integers in units of 2^-16, exact in every representation.
package struct ModelParameters: Sendable, Hashable {
    /// One layer of gated cells.
    package struct Layer: Sendable, Hashable {
        /// Whether the layer reads its own output one step back (an LSTM), or remembers through its cell state alone (a
        /// quasi-recurrent layer; Bradbury et al., 2016), which trains in matrix products.
        package var isRecurrent: Bool
        /// Number of cells, a multiple of eight.
        package var units: Int

        package init(isRecurrent: Bool, units: Int) {
            self.isRecurrent = isRecurrent
            self.units = units
        }

        /// An LSTM layer.
        package static func lstm(_ units: Int) -> Layer { Layer(isRecurrent: true, units: units) }
        /// A quasi-recurrent layer.
        package static func quasi(_ units: Int) -> Layer { Layer(isRecurrent: false, units: units) }
    }

    /// A stack of layers, trained on its own loss.
    package struct Network: Sendable, Hashable {
        /// From the input up.
        package var layers: [Layer]
        /// Learning rate of the first optimiser step, in units of 2^-16.
        package var learningRate: Int

        package init(layers: [Layer], learningRate: Int) {
            self.layers = layers
            self.learningRate = learningRate
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
