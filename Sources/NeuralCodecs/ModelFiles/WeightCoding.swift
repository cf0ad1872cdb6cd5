/// Why a payload holds no weights.
enum WeightCodingError: Error {
    /// A number is larger than any that is written.
    case numberTooLarge
    /// The payload ends too early.
    case usedUp
}

/// Codes the whole numbers of a model file bit by bit, with probabilities that follow what came before: how large the numbers
/// beside and above were says how large the next will be.
struct WeightCoding<Coder: BitCoder> {
    /// Sizes of the neighbours that are told apart.
    private static var contextCount: Int { 12 }
    /// A magnitude from here on is written as this and the number of what is left, in doubling ranges.
    private static var escape: Int { 20 }
    /// Doubling ranges that are written at most.
    private static var largestRange: Int { 24 }
    private static var limit: UInt32 { 255 }

    var coder: Coder
    /// For each context: of each step of the unary magnitude whether there is one more.
    private var magnitudes: [UInt32]
    private var ranges: [UInt32]

    init(_ coder: Coder) {
        self.coder = coder
        let even = AdaptiveProbability.initial(RangeEncoder.bitProbabilityUnits / 2)
        magnitudes = Array(repeating: even, count: Self.contextCount * Self.escape)
        ranges = Array(repeating: even, count: Self.largestRange)
    }

    /// Codes a block's numbers, row by row.
    ///
    /// - Parameters:
    ///   - values: overwritten by a decoder.
    ///   - length: numbers of a row.
    mutating func code(_ values: inout [Int], length: Int) throws(WeightCodingError) {
        for index in values.indices {
            let beside = index % length > 0 ? abs(values[index - 1]) : 0
            let above = index >= length ? abs(values[index - length]) : 0
            let further = index % length > 1 ? abs(values[index - 2]) : beside
            values[index] = try code(values[index], context: Self.context(2 * above + beside + further))
        }
    }

    /// The context after neighbours of so much together: exact when small, by halves of powers of two after that.
    private static func context(_ sum: Int) -> Int {
        if sum < 4 { return sum }
        let exponent = Int.bitWidth - 1 - sum.leadingZeroBitCount
        return min(contextCount - 1, 2 * exponent + (sum >> (exponent - 1) & 1))
    }

    private mutating func code(_ value: Int, context: Int) throws(WeightCodingError) -> Int {
        let wanted = abs(value)
        var magnitude = 0
        while magnitude < Self.escape {
            let isMore = Self.bit(wanted > magnitude ? 1 : 0, &magnitudes[context * Self.escape + magnitude], &coder)
            guard isMore == 1 else { break }
            magnitude += 1
        }
        if magnitude == Self.escape { magnitude += try codeRest(wanted - Self.escape) }
        guard !coder.isExhausted else { throw .usedUp }
        guard magnitude > 0 else { return 0 }
        return evenBit(value < 0 ? 1 : 0) == 1 ? -magnitude : magnitude
    }

    /// Codes a number by the power of two that it plus one lies above, and its lower bits.
    private mutating func codeRest(_ rest: Int) throws(WeightCodingError) -> Int {
        let wanted = max(0, rest) + 1
        let wantedRange = Int.bitWidth - 1 - wanted.leadingZeroBitCount
        var range = 0
        while Self.bit(wantedRange > range ? 1 : 0, &ranges[range], &coder) == 1 {
            range += 1
            guard range < ranges.count else { throw .numberTooLarge }
        }
        var number = 1
        for position in stride(from: range - 1, through: 0, by: -1) {
            number = number << 1 | evenBit(wanted >> position & 1)
        }
        return number - 1
    }

    private static func bit(_ bit: Int, _ state: inout UInt32, _ coder: inout Coder) -> Int {
        // Never certain: one in four thousand is always left to either.
        let probability = min(max(state >> 10, 1 << 10), RangeEncoder.bitProbabilityUnits - 1 << 10)
        let coded = coder.code(bit, probability: probability)
        AdaptiveProbability.update(&state, bit: coded, limit: Self.limit, steps: AdaptiveProbability.steps)
        return coded
    }

    private mutating func evenBit(_ bit: Int) -> Int {
        coder.code(bit, probability: RangeEncoder.bitProbabilityUnits / 2)
    }
}

extension QuantisedWeights {
    /// The blocks as a payload.
    var encoded: [UInt8] {
        var coding = WeightCoding(RangeEncoder())
        for block in blocks {
            var block = block
            // An encoder asks for nothing that could be missing, and numbers are bounded.
            try? coding.code(&block.changes, length: max(1, block.changes.count / max(1, block.moments.count)))
            var steps = Self.differences(block.moments)
            try? coding.code(&steps, length: max(1, steps.count))
        }
        return coding.coder.finish()
    }

    private static func differences(_ values: [Int]) -> [Int] {
        zip(values, [0] + values).map { $0 - $1 }
    }

    /// Reads what ``encoded`` gave.
    ///
    /// - Returns: nil where numbers are out of bounds, or bytes are left.
    init?(decoding payload: ArraySlice<UInt8>, unitExponent: Int, shapes: [WeightShape]) {
        let largest = Int(Self.largestChange) << unitExponent
        var blocks: [Block] = []
        let isWell = payload.withUnsafeBytes { bytes in
            var coding = WeightCoding(RangeDecoder(bytes))
            for shape in shapes {
                var block = Block(
                    changes: Array(repeating: 0, count: shape.count),
                    moments: Array(repeating: 0, count: shape.rowCount))
                do throws(WeightCodingError) {
                    try coding.code(&block.changes, length: max(1, shape.length))
                    try coding.code(&block.moments, length: max(1, shape.rowCount))
                } catch {
                    return false
                }
                var moment = 0
                for row in block.moments.indices {
                    moment += block.moments[row]
                    guard (0...Self.zeroMoment).contains(moment) else { return false }
                    block.moments[row] = moment
                }
                guard block.changes.allSatisfy({ abs($0) <= largest }) else { return false }
                blocks.append(block)
            }
            return !coding.coder.hasUnreadBytes
        }
        guard isWell else { return nil }
        self.init(unitExponent: unitExponent, blocks: blocks)
        // A decoder reads some bytes ahead, and cannot tell whether the last of them were ever written.
        guard encoded.elementsEqual(payload) else { return nil }
    }
}
