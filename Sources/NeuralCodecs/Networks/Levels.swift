extension ModelParameters {
    /// The model of a compression level, 1 (fastest) to 9 (smallest); nil for other numbers.
    ///
    /// How these were found is in `docs/lstm-model.md`. Streams carry the parameters themselves, so that a level may
    /// change without making old streams unreadable.
    package static func level(_ level: Int) -> ModelParameters? {
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
