/// Weights that come from outside.
extension PredictorLoop {
    /// Everything that is learnt, as far as it belongs to declared symbols.
    var blocks: [WeightBlock] { networks.flatMap { $0.blocks } + mixer.blocks }

    /// Begins with what was learnt beforehand; before anything is declared or coded.
    ///
    /// - Parameter trained: of networks of the same parameters.
    func begin(with trained: TrainedWeights) {
        addSymbols(trained.alphabet)
        blocks.apply(trained)
        for network in networks { network.refreshCopies() }
        schedule = LearningRateSchedule(rate: trained.rate)
    }
}
