extension ModelParameters {
    /// The model of a compression level, 1 (fastest) to 9 (smallest); nil for other numbers.
    ///
    /// How these were found is in `docs/lstm-model.md`. Streams carry the parameters themselves, so that a level may
    /// change without making old streams unreadable.
    ///
    /// - Parameter family: the family of networks; levels of equal number do equal work in every one.
    package static func level(_ level: Int, of family: NetworkFamily = .lstm) -> ModelParameters? {
        switch family {
        case .lstm: lstmLevel(level)
        case .rnn: rnnLevel(level)
        case .gru: gruLevel(level)
        case .transformer: transformerLevel(level)
        }
    }

    private static func lstmLevel(_ level: Int) -> ModelParameters? {
        switch level {
        case 1: ModelParameters(networks: [stack(32, depth: 2, rate: 1311)])
        case 2: ModelParameters(networks: [stack(32, depth: 3, rate: 1311)])
        case 3: ModelParameters(networks: [stack(40, depth: 3, rate: 1311)])
        case 4: ModelParameters(networks: [stack(40, depth: 3, rate: 1311)], replays: 1, replayCapacity: 8192)
        case 5:
            ModelParameters(
                networks: [stack(32, depth: 3, rate: 1311), stack(40, depth: 2, rate: 1311)], replays: 1,
                replayCapacity: 8192)
        case 6:
            ModelParameters(
                networks: [stack(40, depth: 3, rate: 1311), stack(48, depth: 2, rate: 1311)], replays: 1,
                replayCapacity: 8192)
        case 7:
            ModelParameters(
                networks: [stack(56, depth: 3, rate: 1180), stack(64, depth: 2, rate: 1180)], replays: 1,
                replayCapacity: 6144)
        case 8:
            ModelParameters(
                networks: [stack(64, depth: 3, rate: 1180), stack(80, depth: 2, rate: 1180)], replays: 1,
                replayCapacity: 6144)
        case 9:
            ModelParameters(
                networks: [
                    stack(80, depth: 3, rate: 1000), stack(96, depth: 2, rate: 1000), stack(64, depth: 4, rate: 1000),
                ], replays: 3, replayWeight: 10923, replayCapacity: 16384)
        default: nil
        }
    }

    /// An LSTM layer with quasi-recurrent layers of the same width above it.
    private static func stack(_ units: Int, depth: Int, rate: Int) -> Network {
        Network(layers: [.lstm(units)] + Array(repeating: .quasi(units), count: depth - 1), learningRate: rate)
    }
}

// The levels of the other families, at the work of `lstm`; how they were found is in `docs/predictors.md`.
extension ModelParameters {
    private static func rnnLevel(_ level: Int) -> ModelParameters? {
        switch level {
        case 1: ModelParameters(networks: [elman(48, above: [40], rate: 786)])
        case 3: ModelParameters(networks: [elman(64, above: [56, 48], rate: 655)])
        case 5:
            ModelParameters(
                networks: [elman(48, above: [48, 40], rate: 655), elman(56, above: [48], rate: 655)], replays: 1,
                replayCapacity: 8192)
        case 7:
            ModelParameters(
                networks: [elman(88, above: [80, 72], rate: 524), elman(96, above: [88], rate: 524)], replays: 1,
                replayCapacity: 6144)
        default: nil
        }
    }

    private static func gruLevel(_ level: Int) -> ModelParameters? {
        switch level {
        case 1: ModelParameters(networks: [gru(32, above: [40], rate: 1049)])
        case 3: ModelParameters(networks: [gru(48, above: [40, 40], rate: 786)])
        case 5:
            ModelParameters(
                networks: [gru(32, above: [40, 40], rate: 918), gru(40, above: [40], rate: 918)], replays: 1,
                replayCapacity: 8192)
        case 7:
            ModelParameters(
                networks: [gru(56, above: [64, 64], rate: 721), gru(72, above: [72], rate: 721)], replays: 1,
                replayCapacity: 6144)
        default: nil
        }
    }

    private static func transformerLevel(_ level: Int) -> ModelParameters? {
        switch level {
        case 1: transformers([[attention(32, inner: 72)]], rate: 1049)
        case 3: transformers([[attention(48, inner: 80), narrowAttention(32, inner: 32)]], rate: 786)
        case 5:
            transformers(
                [
                    [attention(32, past: 8, inner: 64), narrowAttention(32, inner: 48)],
                    [attention(40, past: 8, inner: 80)],
                ], rate: 918, replays: 1, replayCapacity: 8192)
        case 7:
            transformers(
                [
                    [attention(64, past: 8, inner: 104), narrowAttention(40, inner: 48)],
                    [attention(72, past: 8, inner: 120)],
                ], rate: 983, replays: 1, replayCapacity: 8192)
        default: nil
        }
    }

    /// Attention wants windows half as long, after which it learns, and looks at six bytes where the others look at four.
    private static func transformers(
        _ networks: [[Layer]], rate: Int, replays: Int = 0, replayCapacity: Int = 0
    ) -> ModelParameters {
        ModelParameters(
            networks: networks.map { Network(layers: $0, learningRate: rate, matrixRate: 25) }, horizon: 16, lags: 6,
            replays: replays, replayCapacity: replayCapacity)
    }

    /// A layer with two heads over the `past` bytes before a window, half as many where windows are kept for replay.
    private static func attention(_ units: Int, past: Int = 16, inner: Int) -> Layer {
        let shape = Layer.Attention(heads: 2, span: 16, context: past, inner: inner)
        return Layer(cell: .attention(shape), isRecurrent: false, units: units)
    }

    /// A layer above another, with one head over the eight bytes before a window.
    private static func narrowAttention(_ units: Int, inner: Int) -> Layer {
        let shape = Layer.Attention(heads: 1, span: 8, context: 8, inner: inner)
        return Layer(cell: .attention(shape), isRecurrent: false, units: units)
    }

    /// An Elman layer, whose recurrent matrix wants small steps, with layers above it that do not read their own outputs.
    private static func elman(_ units: Int, above: [Int], rate: Int) -> Network {
        Network(
            layers: [Layer(cell: .elman, isRecurrent: true, units: units)]
                + above.map { Layer(cell: .elman, isRecurrent: false, units: $0) },
            learningRate: rate, matrixRate: 15, lagRate: 85)
    }

    /// A layer of full GRUs with minimal ones above it, which do not read their own outputs.
    private static func gru(_ units: Int, above: [Int], rate: Int) -> Network {
        Network(
            layers: [Layer(cell: .gru, isRecurrent: true, units: units)]
                + above.map { Layer(cell: .minimalGRU, isRecurrent: false, units: $0) },
            learningRate: rate, matrixRate: 25)
    }
}
