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

    /// An upper bound of the memory of a model, in bytes.
    var memoryByteCount: Int {
        let inputs = (contexts.count * ByteModel<NeuralKernels.Kernels>.inputsPerContext + 24 + 7) / 8 * 8
        let rows = selectors.reduce(0) { $0 + $1.rowCount }
        return HashedHistories.bucketByteCount << tableBits
            + 4 * rows * (inputs + 1) + 4 * (256 + 64) * 32
            + 4 * ByteEstimations.pointCount(sizeBits: sizeBits, count: estimations)
            + 4 * DirectProbabilities.count(sizeBits: sizeBits)
            + 1 << sizeBits + MatchPredictions.byteCount(sizeBits: sizeBits) + TextState.byteCount(sizeBits: sizeBits)
            + contexts.count * 1400 + 300_000
    }
}
