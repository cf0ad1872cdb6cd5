/// What a model of samples is made of: numbers that travel with the stream, so that levels may be tuned again.
struct SampleSettings: Sendable, Equatable {
    /// A least-squares fit of a channel to its own past, to another channel and to what was heard long before.
    struct Fit: Sendable, Equatable {
        /// Lags of the channel itself, a multiple of four from 4 to 64.
        var own: Int
        /// Lags of the other channel, a multiple of four up to 64.
        var other: Int
        /// Lags of both around each far lag, likewise.
        var far: Int
        /// After how many samples an equation's weight has fallen to 1/e, 2 to 10^6.
        var memory: Int
        /// After how many blocks it is solved again, 1 to 64.
        var period: Int

        init(_ own: Int, _ other: Int, far: Int = 0, memory: Int, period: Int) {
            self.own = own
            self.other = other
            self.far = far
            self.memory = memory
            self.period = period
        }
    }

    /// A normalised least-mean-squares filter.
    struct Filter: Sendable, Equatable {
        /// A multiple of sixteen, up to 4,096.
        var taps: Int
        /// The step in thousandths, up to 1,000.
        var step: Int

        init(_ taps: Int, _ step: Int) {
            self.taps = taps
            self.step = step
        }
    }

    /// Filters, each of which predicts what the one before left over; the first, what a fit left over.
    struct Cascade: Sendable, Equatable {
        /// The fit's place among the fits.
        var fit: Int
        /// At most 8.
        var filters: [Filter]
    }

    /// 1 to 16.
    var fits: [Fit]
    /// 1 to 4.
    var cascades: [Cascade]
    /// The memories of the least-squares fits over all predictions, 1 to 4 of them.
    var stackings: [Int]
    /// Sets of weights, 1 to ``SampleContexts/most``.
    var weightSets: Int
    /// Rate of the weights' steps in units of 10^-5, 1 to 10^4.
    var mixingRate = 200
    /// Intervals narrower than this share of the scale, in hundredths, are halved without asking anybody; 0 to 100.
    var directWidth = 50

    /// Units of the hidden layer of the network, a multiple of 8 up to 64; 0 for no network.
    var hiddenUnits = 0

    /// Predictions that are stacked.
    var inputCount: Int { fits.count + cascades.reduce(0) { $0 + $1.filters.count } }
    /// All predictions: those, and the stacked ones.
    var predictorCount: Int { inputCount + stackings.count }
    /// Distributions: one for each prediction, and more around the best.
    var distributionCount: Int { predictorCount + Self.widths }
    /// Distributions around the best prediction, with average errors of as many rates.
    static let widths = 8
}
