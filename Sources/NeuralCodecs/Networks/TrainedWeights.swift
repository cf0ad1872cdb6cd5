/// What networks have learnt beforehand, for a coder to begin with.
package struct TrainedWeights: Sendable, Hashable {
    /// The byte values that have a symbol from the beginning, in the order of the symbols.
    package var alphabet: [UInt8]
    /// By how much each weight of each block of the networks differs from the one that a coder without training begins with;
    /// blocks in their order, row by row.
    package var changes: [[Float]]
    /// The second moment of each row of each block, the mean over its weights.
    package var moments: [[Float]]
    /// The learning rate of a coder that begins with them, in parts of the first rate of one that does not.
    package var rate: Float

    package init(alphabet: [UInt8], changes: [[Float]], moments: [[Float]], rate: Float) {
        self.alphabet = alphabet
        self.changes = changes
        self.moments = moments
        self.rate = rate
    }
}

extension [WeightBlock] {
    /// Adds what was learnt beforehand to the blocks, which have its shape and their initial weights.
    func apply(_ trained: TrainedWeights) {
        for index in indices {
            let weights = zip(self[index].values(of: .weights), trained.changes[index]).map { $0 + $1 }
            self[index].write(weights, to: .weights)
            let length = self[index].length
            let moments = trained.moments[index].flatMap { [Float](repeating: $0, count: length) }
            self[index].write(moments, to: .moments)
        }
    }
}
