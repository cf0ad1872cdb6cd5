extension ModelParameters {
    /// The model of a compression level, 1 (fastest) to 9 (smallest); nil for other numbers.
    ///
    /// How these were found is in `docs/lstm-model.md`. Streams carry the parameters themselves, so that a level may
    /// change without making old streams unreadable.
    package static func level(_ level: Int) -> ModelParameters? {
        switch level {
        case 1: ModelParameters(networks: [.init(layers: [.lstm(32), .quasi(32)], learningRate: 1311)])
        case 2: ModelParameters(networks: [.init(layers: [.lstm(32), .quasi(48)], learningRate: 1311)])
        case 3: ModelParameters(networks: [.init(layers: [.lstm(48), .quasi(48), .quasi(48)], learningRate: 1311)])
        case 4:
            ModelParameters(
                networks: [.init(layers: [.lstm(48), .quasi(48), .quasi(48), .quasi(48)], learningRate: 1311)])
        case 5:
            ModelParameters(
                networks: [.init(layers: [.lstm(48), .quasi(48), .quasi(48)], learningRate: 1311)], replays: 1,
                replayCapacity: 16384)
        case 6:
            ModelParameters(
                networks: [.init(layers: [.lstm(64), .quasi(64), .quasi(64)], learningRate: 1311)], replays: 1,
                replayCapacity: 16384)
        case 7:
            ModelParameters(
                networks: [.init(layers: [.lstm(72), .quasi(72), .quasi(72), .quasi(72)], learningRate: 1311)],
                replays: 1, replayCapacity: 12288)
        case 8:
            ModelParameters(
                networks: [.init(layers: [.lstm(96), .quasi(96), .quasi(96)], learningRate: 1311)], replays: 2,
                replayWeight: 16384, replayCapacity: 12288)
        case 9:
            ModelParameters(
                networks: [
                    .init(layers: [.lstm(128), .lstm(128)], learningRate: 655),
                    .init(layers: [.lstm(96), .quasi(96), .quasi(96), .quasi(96)], learningRate: 918),
                ], replays: 1, replayCapacity: 16384)
        default: nil
        }
    }
}
