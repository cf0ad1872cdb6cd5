internal import CProcessor

/// The secondary estimations of a ``ByteModel``: the mix, corrected in several contexts and averaged with itself.
struct ByteEstimations {
    static let largestCount = 6
    /// The mix's own share of the average.
    private static var mixShare: Float { 0.25 }

    private let count: Int
    private let estimations: UnsafeMutablePointer<SecondaryEstimation>
    private let tables: LogisticTables
    private let hashShift: UInt64

    /// Under four sets of the second layer fewer do as well: 64,821 and 64,826 B of three texts with 16 and 14.
    private static func contextBits(_ parameters: ByteModelParameters) -> Int {
        min(max(parameters.sizeBits, 10), parameters.mixing == .fourSets ? 14 : 16)
    }

    /// Points of all estimations of a model.
    static func pointCount(_ parameters: ByteModelParameters) -> Int {
        parameters.estimations << contextBits(parameters) * SecondaryEstimation.pointCount
    }

    init(_ parameters: ByteModelParameters, arena: Arena) {
        count = parameters.estimations
        let bits = Self.contextBits(parameters)
        hashShift = UInt64(64 - bits)
        tables = .shared
        estimations = arena.allocate(max(count, 1), of: SecondaryEstimation.self)
        for index in 0..<count {
            (estimations + index).initialize(
                to: SecondaryEstimation(contextCount: 1 << bits, countLimit: 1023, arena: arena))
        }
    }

    /// Chooses the contexts of the bit at hand, whose points are far away in memory, ahead of ``refine(_:)``.
    @inline(__always) func select(_ situation: borrowing BitSituation, _ text: borrowing TextState) {
        for index in 0..<count { estimations[index].select(context(index, situation, text)) }
    }

    /// The corrected probability of a 1, in units of 2^-22, 1 to 2^22 - 1.
    @inline(__always) func refine(_ mix: Float) -> UInt32 {
        let base = tables.squash(mix)
        guard count > 0 else { return base }
        var sum: Float = 0
        for index in 0..<count {
            sum += estimations[index].refine(mix)
        }
        let refined = Self.mixShare * Float(base) + (1 - Self.mixShare) / Float(count) * sum
        // Below 2^22, as every estimation is.
        return min(max(UInt32(bitPattern: cprocessor_truncated(refined)), 1), RangeEncoder.bitProbabilityUnits - 1)
    }

    /// Learns what came.
    @inline(__always) func learn(_ bit: Int) {
        for index in 0..<count { estimations[index].learn(bit) }
    }

    @inline(__always)
    private func context(_ index: Int, _ situation: borrowing BitSituation, _ text: borrowing TextState) -> Int {
        let node = UInt64(truncatingIfNeeded: situation.node)
        let value: UInt64 =
            switch index {
            case 0: text.classes & 0xFF | (situation.matchBit < 0 ? 0 : 256)
            case 1: text.recent & 0xFFFF
            case 2: situation.matchBit < 0 ? 0 : UInt64(truncatingIfNeeded: situation.expectedByte | 256)
            case 3: text.word
            case 4: text.recent & 0xFF_FFFF
            default: text.groups & 0xFF_FFFF
            }
        return Int(truncatingIfNeeded: mixed(value, node << 3 | UInt64(truncatingIfNeeded: index)) &>> hashShift)
    }
}
