extension MixParameters {
    /// The parameters of a compression level, 1 (fastest) to 9 (smallest), for large inputs of a kind; nil for other numbers.
    ///
    /// How these were found is in `docs/mix-model.md`. Streams carry the parameters themselves, so that a level may change
    /// without making old streams unreadable.
    static func level(_ level: Int, kind: ByteKind = .bytes) -> MixParameters? {
        guard let size = Size.all[level] else { return nil }
        let contexts =
            switch kind {
            case .bytes: Array(byteContexts.prefix(size.contexts))
            case .binary: Array(binaryContexts.prefix(size.contexts))
            case .genome: Array(genomeContexts.prefix(size.genomeContexts))
            }
        return MixParameters(
            bytes: ByteModelParameters(
                contexts: contexts.sorted { $0.rawValue < $1.rawValue },
                selectors: selectors(size, kind: kind).sorted { $0.rawValue < $1.rawValue },
                direct: kind == .genome ? .bases : .bytes, estimations: size.estimations, tableBits: size.tableBits,
                sizeBits: size.sizeBits),
            networks: size.networks, mediaLevel: level)
    }

    /// Those of a level; where words say nothing, the place in a table's row stands for them.
    private static func selectors(_ size: Size, kind: ByteKind) -> [WeightSelector] {
        kind == .binary ? size.selectors.map { $0 == .word ? .fieldColumn : $0 } : size.selectors
    }

    /// Contexts of bytes of any kind, from the most to the least useful: a level takes the first of them.
    private static let byteContexts: [ByteContext] = [
        .order2, .order3, .order4, .order6, .word, .order1, .wordPair, .columnClasses, .groups8, .wordTriple,
        .aboveAgreement, .followers2, .classes8, .indent, .wordSkip, .matchExpected, .groups4, .highNibbles,
        .order5, .followers1, .aboveColumn, .bracket, .masked, .sparse34, .groupsLength, .word2gap, .sparse2,
        .lineWord, .aboveTwo, .indirect1, .wordColumn, .wordGap, .groupsWord, .order7, .order8, .sparse23, .indirect2,
        .indirect3,
    ]

    /// Contexts of programs, databases and tables of numbers.
    private static let binaryContexts: [ByteContext] = [
        .order2, .order3, .order4, .fieldsAbove, .fieldsLeft, .followers2, .order1, .fieldAboveHere, .order6,
        .fieldColumn, .columnClasses, .word, .fieldBehindLast, .lineGuess, .planeGuess, .highNibbles, .matchExpected,
        .fieldCross, .indirect1, .fieldsBehind, .sparse34, .classes8, .fieldAboveLast, .groups8, .wordPair, .sparse2,
        .fieldLeftLast, .followers1, .bracket, .groups4, .sparse23, .indirect2, .fieldCorner, .aboveAgreement,
        .masked, .indent, .indirect3, .order5,
    ]

    private static let genomeContexts: [ByteContext] = [
        .order2, .bases12, .bases16, .bases11, .bases24, .columnClasses, .bases14, .bases18, .bases20, .bases9,
        .bases6, .bases32, .matchExpected, .order3, .order4,
    ]

    private struct Size {
        var contexts: Int
        var genomeContexts: Int
        var selectors: [WeightSelector]
        var estimations: Int
        var tableBits: Int
        var sizeBits: Int
        var networks: ModelParameters?

        static let all: [Int: Size] = [
            1: Size(
                contexts: 6, genomeContexts: 7, selectors: few + [.lastByte], estimations: 1,
                tableBits: 19, sizeBits: 21),
            2: Size(
                contexts: 8, genomeContexts: 8, selectors: some, estimations: 1, tableBits: 20,
                sizeBits: 22),
            3: Size(
                contexts: 12, genomeContexts: 9, selectors: some, estimations: 2, tableBits: 20,
                sizeBits: 22),
            4: Size(
                contexts: 16, genomeContexts: 10, selectors: most, estimations: 4, tableBits: 21,
                sizeBits: 23),
            5: Size(
                contexts: 18, genomeContexts: 11, selectors: most, estimations: 5,
                tableBits: 21, sizeBits: 23,
                networks: ModelParameters(networks: [stack(32, depth: 2, rate: 1311)])),
            6: Size(
                contexts: 22, genomeContexts: 12, selectors: most, estimations: 6,
                tableBits: 22, sizeBits: 23,
                networks: ModelParameters(networks: [stack(40, depth: 3, rate: 1311)])),
            7: Size(
                contexts: 30, genomeContexts: 13, selectors: every,
                estimations: 6, tableBits: 22, sizeBits: 24,
                networks: ModelParameters(networks: [stack(56, depth: 3, rate: 1180)])),
            8: Size(
                contexts: 38, genomeContexts: 14, selectors: every,
                estimations: 6, tableBits: 22, sizeBits: 24,
                networks: ModelParameters(
                    networks: [stack(56, depth: 3, rate: 1180), stack(64, depth: 2, rate: 1180)], replays: 1,
                    replayCapacity: 6144)),
            9: Size(
                contexts: 38, genomeContexts: 15, selectors: every,
                estimations: 6, tableBits: 23, sizeBits: 24,
                networks: ModelParameters.level(9)),
        ]

        private static let few: [WeightSelector] = [.bitsSoFar, .match, .certainty]
        private static let some: [WeightSelector] = few + [.lastByte, .profile, .lastClasses]
        private static let most: [WeightSelector] = some + [.secondByte, .word, .expectedByte]

        private static let every: [WeightSelector] = most + [.thirdByte, .wordLength, .column]

        private static func stack(_ units: Int, depth: Int, rate: Int) -> ModelParameters.Network {
            ModelParameters.Network(
                layers: [.lstm(units)] + Array(repeating: .quasi(units), count: depth - 1), learningRate: rate)
        }
    }
}
