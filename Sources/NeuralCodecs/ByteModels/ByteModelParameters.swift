internal import NeuralKernels

/// What a ``ByteModel`` is made of.
struct ByteModelParameters: Sendable, Hashable {
    /// The contexts that histories are kept for, in ascending order of their numbers.
    var contexts: [ByteContext]
    /// What selects rows of weights, in ascending order of their numbers.
    var selectors: [WeightSelector]
    /// Which contexts have direct probabilities besides.
    var direct: DirectContexts
    /// How many secondary estimations correct the mix, 0 to ``ByteEstimations/largestCount``.
    var estimations: Int
    /// How predictions are mixed.
    var mixing = Mixing.twoSets
    /// Whether what a context saw once is kept in four bytes, and not in buckets: ``SingleHistories``.
    var keepsSingles = false
    /// Binary logarithm of the number of buckets of histories.
    var tableBits: Int
    /// Binary logarithm of the number of bytes that the other tables are made for; also the length of the history.
    var sizeBits: Int

    static let tableBitsRange = 10...24
    static let sizeBitsRange = 10...26

    /// The bytes that direct probabilities look at.
    enum DirectContexts: UInt8, Sendable, CaseIterable {
        /// The last byte, the last two.
        case bytes
        /// The last 6 and the last 11 bases of a genome.
        case bases
    }

    /// How the sets of weights and the layer above them are made.
    enum Mixing: UInt8, Sendable, CaseIterable {
        /// Two sets mix the results of the sets of weights; rates by the number of inputs.
        case twoSets
        /// Four do, and all weights move slowly: for hundreds of inputs.
        case fourSets
    }

    /// Whether anything looks at ``WordState``.
    var usesWords: Bool { contexts.contains { $0.isOfWords } || selectors.contains { $0.isOfWords } }

    /// An upper bound of the memory of a model, in bytes.
    var memoryByteCount: Int {
        let inputs = (contexts.count * ByteModel<NeuralKernels.Kernels>.inputsPerContext + 24 + 7) / 8 * 8
        let rows = selectors.reduce(0) { $0 + $1.rowCount }
        let finalRows = BitMixer<NeuralKernels.Kernels>.finalRowCounts(mixing).reduce(0, +)
        var tables = HashedHistories.bucketByteCount << tableBits
        if keepsSingles {
            tables += SingleHistories.byteCount(tableBits: tableBits)
            tables += contexts.count * (2 * HashedHistories.bucketByteCount + 16)
        }
        let mixer = 4 * rows * (inputs + 1) + 4 * finalRows * ((selectors.count + 7) / 8 * 8)
        let states = TextState.byteCount(sizeBits: sizeBits) + (usesWords ? WordState.byteCount(sizeBits: sizeBits) : 0)
        return tables + mixer + states
            + 4 * ByteEstimations.pointCount(self)
            + 4 * DirectProbabilities.count(sizeBits: sizeBits)
            + 1 << sizeBits + MatchPredictions.byteCount(sizeBits: sizeBits)
            + contexts.count * 1400 + 300_000
    }
}
