/// The families of networks that have a codec of their own.
package enum NetworkFamily: String, Sendable, CaseIterable {
    /// An LSTM under quasi-recurrent layers.
    case lstm
    /// Elman networks.
    case rnn
    /// Gated recurrent units.
    case gru
    /// Attention over a bounded past.
    case transformer

    /// The family that a model's first layer is of.
    package init(of model: ModelParameters) {
        self =
            switch model.networks.first?.layers.first?.cell {
            case .gated, nil: .lstm
            case .elman: .rnn
            case .gru, .minimalGRU: .gru
            case .attention: .transformer
            }
    }

    /// The levels there are, from the fastest to the smallest; those of equal number do equal work in every family.
    package var levels: [Int] {
        switch self {
        case .lstm: Array(1...9)
        case .rnn, .gru, .transformer: [1, 3, 5, 7]
        }
    }

    /// The level to take without being told.
    package var defaultLevel: Int { 5 }
}

extension ModelParameters {
    /// The spec of a codec with these networks, e.g. `lstm,5`; just the codec for networks that are no level's.
    package var spec: String {
        let family = NetworkFamily(of: self)
        let level = family.levels.first { ModelParameters.level($0, of: family) == self }
        return level.map { "\(family.rawValue),\($0)" } ?? family.rawValue
    }
}
