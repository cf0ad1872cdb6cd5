/// What a ``ValueCoder`` is made of.
struct ValueCoderShape: Sendable {
    /// Values are `0 ..< valueCount`; 2 to 2^24. Up to 2^16 where there are histograms.
    var valueCount: Int
    /// What one step from a value to the next is in the units of the distributions' means and scales.
    var unit: Float
    /// The number of logistic distributions.
    var distributions: Int
    /// The number of histograms that take part in each value.
    var histograms = 0
    /// What is added to a histogram's counts on both sides of a decision, for its plain and its weighted log-odds: little
    /// where values repeat exactly, more where a value seen once says little.
    var histogramFloor: Float = 0.01
    var weightedHistogramFloor: Float = 0.01
    /// The number of contexts that counters are kept for.
    var counters = 0
    /// The binary logarithm of the number of counters of each context.
    var counterBits = 16
    /// Whether a network's mixture of eight logistic distributions takes part.
    var hasMixture = false
    /// The network's share of the first weights; the distributions have the rest.
    var mixtureShare: Float = 0.8
    /// For each set of weights, how many contexts choose between its rows.
    var contextCounts: [Int] = [1]
    /// Steps of the weights: `rate · (1 + boost / (1 + n / period))` at the n-th decision.
    var rate: Float = 0.001
    var boost: Float = 8
    var period: Float = 2000
    var finalRate: Float = 0.0005
    /// Intervals narrower than this share of the scale are halved without asking anybody; 0 for none.
    var directWidth: Float = 0

    /// How many log-odds are mixed, padded to a multiple of eight.
    var inputCount: Int { bias + 8 }
    /// Where the inputs of histograms, counters, the mixture and the bias begin.
    var histogramInputs: Int { (distributions + 7) / 8 * 8 }
    var counterInputs: Int { histogramInputs + 2 * ((histograms + 7) / 8 * 8) }
    var bias: Int { counterInputs + (counters + 7) / 8 * 8 }
}
