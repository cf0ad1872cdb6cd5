/// What chooses the row of weights that a set mixes with. A line here and one in `row(_:)` make a new one.
enum WeightSelector: UInt8, CaseIterable, Sendable {
    /// The bits of the byte so far. Always the first: its rows serve as models for the others'.
    case bitsSoFar
    /// How long the match is, and which bit it expects.
    case match
    case lastByte, secondByte, thirdByte
    case lastClasses
    /// How many contexts have seen one value only, and which way their runs vote.
    case certainty
    case word
    case expectedByte
    /// For six contexts whether they have seen nothing, one value, or both.
    case profile
    case wordLength, column
    case fieldColumn
    // Of words (`WordState`), each with the bits so far: the letters of the word, capitals and quotation marks, vowels.
    case nodeLength, nodeCapitals, nodeVowels

    /// How many rows a set has.
    var rowCount: Int {
        switch self {
        case .bitsSoFar, .lastByte, .secondByte, .thirdByte, .word: 256
        case .match: 256
        case .lastClasses, .wordLength, .column, .fieldColumn: 2048
        case .certainty: 1024
        case .expectedByte: 1024
        case .profile: 729
        case .nodeLength, .nodeVowels: 4096
        case .nodeCapitals: 2048
        }
    }
}

/// What selectors look at, beside the text: what the bit at hand is like.
struct BitSituation {
    /// The bits so far behind a leading 1.
    var node = 1
    /// Which bit of the byte, from 0.
    var index = 0
    /// How many contexts have seen one value only, in sixteenths of all.
    var certainLevel = 0
    /// How many runs expect a 1, less how many expect a 0.
    var runVotes = 0
    /// The state kinds of the first contexts, in base 3.
    var profile = 0
    /// The bit that a match expects; -1 for none.
    var matchBit = -1
    /// How far the match is to be trusted, 0 for none to 15.
    var matchLevel = 0
    /// The byte that it expects.
    var expectedByte = 0

    /// The node within its half of the byte, 1 to 15.
    @inline(__always) var halfNode: Int {
        let bits = index & 3
        return index < 4 ? node : 1 &<< bits | (node & (1 &<< bits &- 1))
    }

    /// ``matchLevel`` with the expected bit.
    var matchState: Int { matchBit < 0 ? 0 : matchLevel << 1 | matchBit }
}

extension WeightSelector {
    /// Whether it looks at ``WordState``.
    var isOfWords: Bool { rawValue >= WeightSelector.nodeLength.rawValue }

    /// The row for a bit, below ``rowCount``.
    @inline(__always) func row(
        _ situation: borrowing BitSituation, _ text: borrowing TextState, _ words: borrowing WordState,
        _ table: borrowing TableState
    ) -> Int {
        switch self {
        case .bitsSoFar: situation.node
        case .match: situation.matchState << 3 | situation.index
        case .lastByte: Int(truncatingIfNeeded: text.recent & 0xFF)
        case .secondByte: Int(truncatingIfNeeded: text.recent >> 8 & 0xFF)
        case .thirdByte: Int(truncatingIfNeeded: text.recent >> 16 & 0xFF)
        case .lastClasses: Int(truncatingIfNeeded: text.classes & 0xFF) << 3 | situation.index
        case .certainty:
            (situation.certainLevel << 3 | situation.index) << 3
                | min(max(situation.runVotes &+ 4, 0), 7)
        case .word: Int(truncatingIfNeeded: text.word >> 56)
        case .expectedByte:
            situation.matchBit < 0 ? 0 : situation.expectedByte | (situation.matchBit == 1 ? 256 : 512)
        case .profile: situation.profile
        case .fieldColumn: min(table.column, 255) << 3 | situation.index
        case .wordLength: (text.wordLength << 4 | Int(truncatingIfNeeded: text.classes & 15)) << 3 | situation.index
        case .column: min(text.column, 255) << 3 | situation.index
        case .nodeLength: Int(truncatingIfNeeded: min(words.length, 15)) << 8 | situation.node
        case .nodeCapitals:
            Int(truncatingIfNeeded: words.isQuoted << 2 | words.capitals & 3) << 8 | situation.node
        case .nodeVowels: Int(truncatingIfNeeded: words.vowels & 15) << 8 | situation.node
        }
    }
}
