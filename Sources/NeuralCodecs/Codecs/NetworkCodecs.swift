package import CodecInterface

/// What tells the codecs of networks alone from each other.
package protocol NetworkCodecDescription: Sendable {
    /// The family, whose name is the codec's.
    static var family: NetworkFamily { get }
    /// One line for `ncbench codecs`.
    static var summary: String { get }
    /// The levels, for people.
    static var parameterRange: String { get }
}

/// Gated recurrent networks, an LSTM among them.
package enum LSTMDescription: NetworkCodecDescription {
    package static let family = NetworkFamily.lstm
    package static let summary = "LSTM that learns while it codes, with a range coder"
    package static let parameterRange = "1-9"
}

/// Elman networks.
package enum RNNDescription: NetworkCodecDescription {
    package static let family = NetworkFamily.rnn
    package static let summary = "Elman network that learns while it codes, with a range coder"
    package static let parameterRange = "1, 3, 5, 7"
}

/// Gated recurrent units.
package enum GRUDescription: NetworkCodecDescription {
    package static let family = NetworkFamily.gru
    package static let summary = "GRU that learns while it codes, with a range coder"
    package static let parameterRange = "1, 3, 5, 7"
}

/// Transformers: causal attention over a bounded past.
package enum TransformerDescription: NetworkCodecDescription {
    package static let family = NetworkFamily.transformer
    package static let summary = "Transformer that learns while it codes, with a range coder"
    package static let parameterRange = "1, 3, 5, 7"
}

package typealias LSTMCodec = NetworkCodec<LSTMDescription>
package typealias RNNCodec = NetworkCodec<RNNDescription>
package typealias GRUCodec = NetworkCodec<GRUDescription>
package typealias TransformerCodec = NetworkCodec<TransformerDescription>

/// The codecs of networks alone, one a family.
package let networkCodecs: [any Codec.Type] = [
    LSTMCodec.self, RNNCodec.self, GRUCodec.self, TransformerCodec.self,
]
