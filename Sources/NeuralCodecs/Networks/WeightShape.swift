internal import NeuralKernels

/// The size of a block of weights.
struct WeightShape: Sendable, Hashable {
    /// Inputs that have weights; 1 for vectors.
    let rowCount: Int
    /// Weights of a row.
    let length: Int

    /// Number of weights.
    var count: Int { rowCount * length }
}

extension ModelParameters {
    /// The blocks of everything that is learnt of an alphabet of so many symbols, in their order.
    func weightShapes(symbols: Int) -> [WeightShape] {
        withInitialBlocks(symbols: symbols) { blocks in
            blocks.map { WeightShape(rowCount: $0.rowCount, length: $0.length) }
        }
    }

    /// The weights that a coder without training begins with.
    func initialWeights(symbols: Int) -> [[Float]] {
        withInitialBlocks(symbols: symbols) { blocks in blocks.map { $0.values(of: .weights) } }
    }

    private func withInitialBlocks<Result>(symbols: Int, _ body: ([WeightBlock]) -> Result) -> Result {
        var parameters = self
        // Old windows are nothing that is learnt, and take room.
        parameters.replays = 0
        parameters.replayCapacity = 0
        let loop = PredictorLoop<NeuralKernels.Kernels>(parameters: parameters, threads: 1)
        loop.addSymbols((0..<symbols).map { UInt8($0) })
        return withExtendedLifetime(loop) { body(loop.blocks) }
    }
}
