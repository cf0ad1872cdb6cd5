internal import CProcessor

/// Probabilities of bits in a few short contexts, found without a check: what comes now comes soon again there, and counts
/// are never lost.
struct DirectProbabilities {
    private let contexts: ByteModelParameters.DirectContexts
    private let probabilities: UnsafeMutablePointer<UInt32>
    private let lowShift: UInt64
    private let highShift: UInt64
    private let highOffset: Int
    private let steps: UnsafePointer<Int32>
    private let highLimit: UInt32
    private var lowHash: UInt64 = 0
    private var highHash: UInt64 = 0
    /// Where the sixteen nodes of the half byte at hand begin: a cache line each.
    private var low = 256
    private var high = 256

    private static func lowBits(_ sizeBits: Int) -> Int { min(sizeBits, 16) }
    private static func highBits(_ sizeBits: Int) -> Int { min(sizeBits + 1, 21) }

    /// How many probabilities there are.
    static func count(sizeBits: Int) -> Int { 256 + 1 << lowBits(sizeBits) + 1 << highBits(sizeBits) }

    init(_ parameters: ByteModelParameters, arena: Arena) {
        contexts = parameters.direct
        let lowBits = Self.lowBits(parameters.sizeBits)
        let highBits = Self.highBits(parameters.sizeBits)
        lowShift = UInt64(64 - lowBits)
        highShift = UInt64(64 - highBits)
        highOffset = 256 + 1 << lowBits
        highLimit = contexts == .bytes ? 127 : 1023
        steps = UnsafePointer(AdaptiveProbability.steps)
        let count = Self.count(sizeBits: parameters.sizeBits)
        probabilities = arena.allocate(count, of: UInt32.self)
        probabilities.update(repeating: AdaptiveProbability.initial(1 << 21), count: count)
    }

    /// Begins a byte: its first half.
    mutating func beginByte(_ text: borrowing TextState) {
        switch contexts {
        case .bytes:
            lowHash = mixed(text.recent & 0xFF, 1)
            highHash = mixed(text.recent & 0xFFFF, 2)
        case .bases:
            lowHash = mixed(text.bases & 0xFFF, 1)
            highHash = mixed(text.bases & 0x3F_FFFF, 2)
        }
        beginHalf(0)
    }

    /// Begins a half byte.
    ///
    /// - Parameter node: the bits of the first half behind a leading 1; 0 for the first half.
    mutating func beginHalf(_ node: Int) {
        let salt = UInt64(truncatingIfNeeded: node) &* 0x9E37_79B9_7F4A_7C15
        low = 256 &+ Int(truncatingIfNeeded: ((lowHash &+ salt) &* 0xD6E8_FEB8_6659_FD93) &>> lowShift) & ~15
        high = highOffset &+ Int(truncatingIfNeeded: ((highHash &+ salt) &* 0xD6E8_FEB8_6659_FD93) &>> highShift) & ~15
        cprocessor_prefetch(probabilities + low)
        cprocessor_prefetch(probabilities + high)
    }

    /// The probabilities of order 0, of the shorter and of the longer context, in units of 2^-16.
    @inline(__always) func probabilities(_ situation: borrowing BitSituation) -> (Int, Int, Int) {
        let half = situation.halfNode
        return (
            AdaptiveProbability.probability(probabilities[situation.node]),
            AdaptiveProbability.probability(probabilities[low &+ half]),
            AdaptiveProbability.probability(probabilities[high &+ half])
        )
    }

    /// Learns what came.
    @inline(__always) func learn(_ bit: Int, _ situation: borrowing BitSituation) {
        let half = situation.halfNode
        AdaptiveProbability.update(probabilities + situation.node, bit: bit, limit: 255, steps: steps)
        AdaptiveProbability.update(probabilities + (low &+ half), bit: bit, limit: 1023, steps: steps)
        AdaptiveProbability.update(probabilities + (high &+ half), bit: bit, limit: highLimit, steps: steps)
    }
}
