extension MixParameters {
    /// The parameters of a compression level, 1 (fastest) to 9 (smallest), for large inputs of a kind; nil for other numbers.
    ///
    /// How these were found is in `docs/mix-model.md`. Streams carry the parameters themselves, so that a level may change
    /// without making old streams unreadable.
    static func level(_ level: Int, kind: ByteKind = .bytes) -> MixParameters? {
        (Size.second[level] ?? Size.first[level]).map { parameters($0, level: level, kind: kind) }
    }

    /// The parameters that levels had at first, which presets 0 to 26 stand for.
    static func firstLevel(_ level: Int, kind: ByteKind) -> MixParameters? {
        Size.first[level].map { parameters($0, level: level, kind: kind) }
    }

    /// The levels that have other parameters than at first, in ascending order.
    static let tunedAgain: [Int] = Size.second.keys.sorted()

    private static func parameters(_ size: Size, level: Int, kind: ByteKind) -> MixParameters {
        let contexts =
            switch kind {
            case .bytes: byteContexts.prefix(size.contexts) + wordContexts.prefix(size.wordContexts)
            case .binary: binaryContexts.prefix(size.contexts)
            case .genome: genomeContexts.prefix(size.genomeContexts)
            }
        return MixParameters(
            bytes: ByteModelParameters(
                contexts: contexts.sorted { $0.rawValue < $1.rawValue },
                selectors: selectors(size, kind: kind).sorted { $0.rawValue < $1.rawValue },
                direct: kind == .genome ? .bases : .bytes, estimations: size.estimations,
                mixing: kind == .bytes && size.wordContexts > 0 ? .fourSets : .twoSets, keepsSingles: size.keepsSingles,
                tableBits: size.tableBits, sizeBits: size.sizeBits),
            networks: size.networks, mediaLevel: level)
    }

    /// Those of a level; where words say nothing, the place in a table's row stands for them.
    private static func selectors(_ size: Size, kind: ByteKind) -> [WeightSelector] {
        switch kind {
        case .bytes where size.wordContexts > 0:
            // Those of words say what the length of the word and the column say, and more.
            size.selectors.filter { $0 != .wordLength && $0 != .column } + [.nodeLength, .nodeCapitals, .nodeVowels]
        case .bytes: size.selectors
        case .binary: size.selectors.map { $0 == .word ? .fieldColumn : $0 }
        case .genome: size.selectors
        }
    }

    /// Contexts of bytes of any kind, from the most to the least useful: a level takes the first of them.
    private static let byteContexts: [ByteContext] = [
        .order2, .order3, .order4, .order6, .word, .order1, .wordPair, .columnClasses, .groups8, .wordTriple,
        .aboveAgreement, .followers2, .classes8, .indent, .wordSkip, .matchExpected, .groups4, .highNibbles,
        .order5, .followers1, .aboveColumn, .bracket, .masked, .sparse34, .groupsLength, .word2gap, .sparse2,
        .lineWord, .aboveTwo, .indirect1, .wordColumn, .wordGap, .groupsWord, .order7, .order8, .sparse23, .indirect2,
        .indirect3,
    ]

    /// Contexts of words for inputs of any kind but the next two, from the most to the least useful.
    private static let wordContexts: [ByteContext] = [
        .afterThree, .familiarity, .flowing4, .folded3, .foreseenByPair, .foreseenLength, .plainSecondByte,
        .afterFour, .folded5, .letters5, .plainPair, .plainSkip, .plainEnding, .plainInitial, .sentencePlace,
        .punctuation, .vowels8, .shapes8, .foreseenByTriple, .wordAbove, .lineLengths, .plainGap, .sparse13,
        .sparse24, .capitals, .quoteWord, .shapesWord, .highBits, .afterTwo, .foreseenNext, .flowing3, .plainTwo,
        .aboveTwoShapes, .gapLast, .quote, .folded4, .letters4, .foreseenBySkip, .sparse14, .columnGroupWord,
        .sparse134, .afterTwoWord, .flowing5, .sparse345, .punctuationWord, .plainLengthGap, .letters6,
        .flowingColumn, .aboveTwoLastTwo, .sentenceWord, .linePlainWord, .folded6, .foldedEnding, .lettersWord,
        .foreseen, .sentencePlaceWord, .foreseenLast, .flowing6, .plainLast, .previousLineWord,
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

        var wordContexts = 0
        var keepsSingles = false

        /// Levels tuned again, under new numbers of presets.
        static let second: [Int: Size] = [
            7: Size(
                contexts: 34, genomeContexts: 13, selectors: every,
                estimations: 6, tableBits: 22, sizeBits: 24,
                networks: ModelParameters(networks: [stack(56, depth: 3, rate: 1180)]), wordContexts: 8,
                keepsSingles: true),
            8: Size(
                contexts: 38, genomeContexts: 14, selectors: every,
                estimations: 6, tableBits: 22, sizeBits: 24,
                networks: ModelParameters(
                    networks: [stack(56, depth: 3, rate: 1180), stack(64, depth: 2, rate: 1180)], replays: 1,
                    replayCapacity: 6144), wordContexts: 28, keepsSingles: true),
            9: Size(
                contexts: 38, genomeContexts: 15, selectors: every,
                estimations: 6, tableBits: 23, sizeBits: 24,
                networks: ModelParameters.level(9), wordContexts: 60, keepsSingles: true),
        ]

        static let first: [Int: Size] = [
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
