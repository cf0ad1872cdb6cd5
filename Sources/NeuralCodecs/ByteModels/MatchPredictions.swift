/// What two matches, one found by many bytes and one by few, say of the bits of the next byte.
struct MatchPredictions {
    /// How many inputs they give.
    static var inputCount: Int { 4 }
    private static var contextCount: Int { 512 }
    private static func placeBits(_ sizeBits: Int) -> Int { min(sizeBits, 19) }

    /// Bytes of memory.
    static func byteCount(sizeBits: Int) -> Int { 8 << placeBits(sizeBits) + 8 * contextCount }

    private var long: MatchModel
    private var short: MatchModel
    private let maps: UnsafeMutablePointer<UInt32>
    private let tables: LogisticTables
    private let steps: UnsafePointer<Int32>
    private let followsBases: Bool
    // Of the byte at hand: where each match's probability lies, -1 without a match.
    private var longPlace = -1
    private var shortPlace = -1
    private var longBit = 0
    private var shortBit = 0
    private var level = 0

    init(_ parameters: ByteModelParameters, history: UnsafeMutablePointer<UInt8>, arena: Arena) {
        let historyMask = 1 << parameters.sizeBits - 1
        followsBases = parameters.direct == .bases
        let placeBits = Self.placeBits(parameters.sizeBits)
        long = MatchModel(
            minimumLength: 20, history: history, historyMask: historyMask, placeBits: placeBits, arena: arena)
        short = MatchModel(
            minimumLength: followsBases ? 12 : 6, history: history, historyMask: historyMask, placeBits: placeBits,
            arena: arena)
        maps = arena.allocate(2 * Self.contextCount, of: UInt32.self)
        maps.update(repeating: AdaptiveProbability.initial(3_000_000), count: 2 * Self.contextCount)
        tables = .shared
        steps = UnsafePointer(AdaptiveProbability.steps)
    }

    /// The byte that the more trusted match expects, with a leading 1; 0 for none.
    var expected: Int { long.expected != 0 ? long.expected : short.expected }

    /// Moves on by a byte, which is in the history.
    ///
    /// - Parameter learns: whether what comes may match what is here.
    mutating func advance(_ text: borrowing TextState, learns: Bool = true) {
        let position = text.position
        if followsBases {
            long.advance(position: position, hash: mixed(text.bases & 0xFFFF_FFFF_FFFF, 5), learns: learns)
            short.advance(position: position, hash: mixed(text.bases & 0xFF_FFFF, 6), learns: learns)
        } else {
            long.advance(position: position, hash: mixed(text.recent, text.older), learns: learns)
            short.advance(position: position, hash: mixed(text.recent & 0xFFFF_FFFF_FFFF, 6), learns: learns)
        }
    }

    /// Begins a byte.
    mutating func begin() {
        longPlace = long.expected == 0 ? -1 : Self.context(long)
        shortPlace = short.expected == 0 ? -1 : Self.contextCount &+ Self.context(short)
        let length = long.expected != 0 ? long.length : short.length
        level = length < 16 ? 1 &+ length / 2 : length < 32 ? 9 : length < 64 ? 10 : length < 400 ? 11 : 12
    }

    /// Writes the inputs of the bit at hand, and says what the more trusted match expects.
    @inline(__always)
    mutating func predict(_ situation: inout BitSituation, into inputs: UnsafeMutablePointer<Float>) {
        longBit = input(long, place: longPlace, situation, into: inputs)
        shortBit = input(short, place: shortPlace, situation, into: inputs + 2)
        situation.matchBit = long.expected != 0 ? longBit : shortBit
        situation.expectedByte = expected & 0xFF
        situation.matchLevel = level
    }

    @inline(__always)
    private func input(
        _ match: borrowing MatchModel, place: Int, _ situation: borrowing BitSituation,
        into inputs: UnsafeMutablePointer<Float>
    ) -> Int {
        guard place >= 0, match.expected &>> (8 &- situation.index) == situation.node else {
            inputs[0] = 0
            inputs[1] = 0
            return -1
        }
        let bit = match.expected &>> (7 &- situation.index) & 1
        let probability = AdaptiveProbability.probability(maps[place])
        let x = tables.stretch(probability)
        let p = Float(probability &- 32768) * (4 / 65536)
        inputs[0] = bit == 1 ? x : -x
        inputs[1] = bit == 1 ? p : -p
        return bit
    }

    /// Learns what came.
    @inline(__always) func learn(_ bit: Int) {
        if longBit >= 0 {
            AdaptiveProbability.update(maps + longPlace, bit: longBit == bit ? 1 : 0, limit: 1023, steps: steps)
        }
        if shortBit >= 0 {
            AdaptiveProbability.update(maps + shortPlace, bit: shortBit == bit ? 1 : 0, limit: 1023, steps: steps)
        }
    }

    /// What a match is like: how long, how many of its last predictions missed, and which of the last two.
    private static func context(_ match: borrowing MatchModel) -> Int {
        let length = match.length
        let level =
            switch length {
            case ..<16: length
            case ..<32: 16 + (length - 16) / 4
            case ..<64: 20 + (length - 32) / 8
            default: min(24 + (length - 64) / 64, 31)
            }
        return (level << 2 | min((match.misses & 0xFFFF).nonzeroBitCount, 3)) << 2 | Int(match.misses & 3)
    }
}
