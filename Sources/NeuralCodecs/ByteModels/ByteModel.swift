/// Predicts bytes bit by bit from what many contexts have seen, and learns from each.
///
/// ```
/// histories of contexts ─┐
/// matches ───────────────┼─▶ sets of weights ─▶ second layer ─▶ secondary estimations ─▶ probability of the bit
/// direct probabilities ──┤      ▲ rows chosen by selectors
/// a network's say ───────┘
/// ```
///
/// Counts, states and probabilities are integers; the mix is in single precision, whose every operation is defined to the
/// bit. `docs/mix-model.md` tells where the design comes from and what each part gives.
struct ByteModel<K: KernelSet> {
    static var inputsPerContext: Int { ContextHistories.inputsPerContext }

    /// How many predictions of a bit are mixed.
    static func inputCount(_ parameters: ByteModelParameters, hasNetwork: Bool) -> Int {
        inputsPerContext * parameters.contexts.count + MatchPredictions.inputCount + directInputs
            + (hasNetwork ? networkInputs : 0)
    }

    private static var directInputs: Int { 6 }
    private static var networkInputs: Int { 3 }

    private let histories: ContextHistories
    private let history: UnsafeMutablePointer<UInt8>
    private let historyMask: Int
    private var text: TextState
    private var words: WordState
    private let usesWords: Bool
    private var table: TableState
    private var matches: MatchPredictions
    private var direct: DirectProbabilities
    private let selectors: UnsafeMutablePointer<WeightSelector>
    private let selectorCount: Int
    private let mixer: BitMixer<K>
    private let estimations: ByteEstimations
    private let tables: LogisticTables
    private let hasFourFinalSets: Bool
    private let matchPlace: Int
    private let directPlace: Int
    private let networkPlace: Int

    /// - Parameters:
    ///   - parameters: what the model is made of.
    ///   - hasNetwork: whether a network's distributions come with the bytes.
    ///   - arena: has to live as long as the model.
    init(_ parameters: ByteModelParameters, hasNetwork: Bool, arena: Arena) {
        histories = ContextHistories(parameters, arena: arena)
        historyMask = 1 << parameters.sizeBits - 1
        history = arena.allocate(1 << parameters.sizeBits, of: UInt8.self)
        text = TextState(history: history, historyMask: historyMask, sizeBits: parameters.sizeBits, arena: arena)
        // Where nobody looks at words, their tables are as small as they get.
        usesWords = parameters.usesWords
        words = WordState(sizeBits: usesWords ? parameters.sizeBits : nil, arena: arena)
        table = TableState(history: history, historyMask: historyMask)
        matches = MatchPredictions(parameters, history: history, arena: arena)
        direct = DirectProbabilities(parameters, arena: arena)
        selectorCount = parameters.selectors.count
        selectors = arena.allocate(selectorCount, of: WeightSelector.self)
        for (index, selector) in parameters.selectors.enumerated() { selectors[index] = selector }
        matchPlace = Self.inputsPerContext * parameters.contexts.count
        directPlace = matchPlace + MatchPredictions.inputCount
        networkPlace = directPlace + Self.directInputs
        var initialWeights = [Float](
            repeating: 0, count: Self.inputCount(parameters, hasNetwork: hasNetwork))
        for context in parameters.contexts.indices {
            initialWeights[Self.inputsPerContext * context] = 1 / Float(parameters.contexts.count + 2)
        }
        if hasNetwork { initialWeights[networkPlace] = 0.3 }
        mixer = BitMixer(
            rowCounts: parameters.selectors.map { $0.rowCount }, mixing: parameters.mixing,
            initialWeights: initialWeights, arena: arena)
        hasFourFinalSets = parameters.mixing == .fourSets
        mixer.inputs[directPlace + 5] = 0.3
        estimations = ByteEstimations(parameters, arena: arena)
        tables = .shared
        beginByte()
    }

    /// Codes a byte.
    ///
    /// - Parameters:
    ///   - byte: the byte, which a decoder does not look at.
    ///   - network: what a network says of it; nil without one.
    /// - Returns: the byte in the payload.
    @inline(__always)
    mutating func code<Coder: BitCoder>(_ byte: UInt8, network: NodeSums?, with coder: inout Coder) -> UInt8 {
        var situation = BitSituation()
        while situation.index < 8 {
            if situation.index == 3 { histories.foreseeHalf(situation.node) }
            if situation.index == 4 {
                histories.beginHalf(situation.node)
                direct.beginHalf(situation.node)
            }
            let known = Int(byte &>> (7 &- UInt8(truncatingIfNeeded: situation.index))) & 1
            let bit = codeBit(known, &situation, network: network, with: &coder)
            situation.node = situation.node << 1 | bit
            situation.index &+= 1
        }
        let coded = UInt8(truncatingIfNeeded: situation.node)
        history[text.position & historyMask] = coded
        advance(coded)
        // What is far away in memory is asked for first, and looked at last.
        histories.askByte(text, words: words, table: table)
        direct.beginByte(text)
        histories.endByte(coded)
        matches.advance(text)
        matches.begin()
        histories.beginByte(text, words: words, table: table, match: matches.expected)
        return coded
    }

    /// Begins bytes that lie in a table, or in none.
    mutating func begin(_ shape: TableShape) {
        table.begin(shape, position: text.position)
        histories.askByte(text, words: words, table: table)
        histories.beginByte(text, words: words, table: table, match: matches.expected)
    }

    @inline(__always) private mutating func advance(_ byte: UInt8) {
        let before = text.recent
        text.advance(byte)
        if usesWords { words.advance(byte, before: before, column: text.column) }
        table.advance(byte)
    }

    private mutating func beginByte(learns: Bool = true) {
        matches.begin()
        direct.beginByte(text)
        histories.askByte(text, words: words, table: table)
        histories.beginByte(text, words: words, table: table, match: matches.expected, learns: learns)
    }

    @inline(__always)
    private mutating func codeBit<Coder: BitCoder>(
        _ known: Int, _ situation: inout BitSituation, network: NodeSums?, with coder: inout Coder
    ) -> Int {
        let bit = coder.code(known, probability: probability(&situation, network: network))
        mixer.learn(bit)
        estimations.learn(bit)
        histories.learn(bit, situation)
        matches.learn(bit)
        direct.learn(bit, situation)
        return bit
    }

    /// The probability of a 1 in units of 2^-22, and all that the models say of it.
    @inline(__always)
    private mutating func probability(_ situation: inout BitSituation, network: NodeSums?) -> UInt32 {
        let inputs = mixer.inputs
        matches.predict(&situation, into: inputs + matchPlace)
        estimations.select(situation, text)
        histories.predict(&situation, into: inputs)
        let (p0, p1, p2) = direct.probabilities(situation)
        let place = inputs + directPlace
        place[0] = tables.stretch(p0)
        place[1] = tables.stretch(p1)
        place[2] = tables.stretch(p2)
        place[3] = Float(p1 &- 32768) * (4 / 65536)
        place[4] = Float(p2 &- 32768) * (4 / 65536)
        if let network {
            let probability = network.probability(node: situation.node)
            let x = tables.stretch(probability)
            place[6] = x
            place[7] = Float(probability &- 32768) * (4 / 65536)
            place[8] = x * network.topProbability
        }
        for set in 0..<selectorCount { mixer.select(set, row: selectors[set].row(situation, text, words, table)) }
        mixer.selectFinal(0, row: situation.node)
        mixer.selectFinal(1, row: situation.matchState)
        if hasFourFinalSets {
            mixer.selectFinal(2, row: Int(truncatingIfNeeded: text.classes & 0xFF) << 3 | situation.index)
            mixer.selectFinal(3, row: min(text.wordLength, 15) << 8 | situation.node)
        }
        return estimations.refine(mixer.mix())
    }
}

/// Bytes that the model itself expects: they are seen, not learnt.
extension ByteModel {
    /// Finds how likely each byte is to come next.
    ///
    /// - Parameter network: what a network says of it; nil without one.
    mutating func distribute(over tree: inout ByteTree, network: NodeSums?) {
        for node in 1..<16 { split(node, of: &tree, network: network) }
        for first in 16..<32 {
            if tree.isWorthAsking(first) {
                histories.lookUpHalf(first)
                direct.beginHalf(first)
            }
            for bits in 0..<4 {
                for node in first << bits..<(first + 1) << bits { split(node, of: &tree, network: network) }
            }
        }
    }

    private mutating func split(_ node: Int, of tree: inout ByteTree, network: NodeSums?) {
        guard tree.isOpen(node) else { return tree.spread(node) }
        var situation = BitSituation()
        situation.node = node
        situation.index = node.bitWidth - 1 - node.leadingZeroBitCount
        tree.split(node, one: Double(probability(&situation, network: network)) * 0x1p-22)
    }

    /// Moves on by such a byte.
    mutating func continueWithoutLearning(_ byte: UInt8) {
        history[text.position & historyMask] = byte
        advance(byte)
        matches.advance(text, learns: false)
        beginByte(learns: false)
    }

    /// Makes ready to learn again.
    mutating func resumeLearning() { beginByte() }
}
