/// Which values of a range occur at all. Where many do not, the models code a value's rank among those that do.
struct UsedValues: Sendable, Equatable {
    /// For each value whether it is used.
    private(set) var flags: [Bool]
    /// The used values, rising.
    private(set) var values: [Int]

    init(_ flags: [Bool]) {
        self.flags = flags
        values = flags.indices.filter { flags[$0] }
    }

    /// Every value below `count`.
    init(all count: Int) { self.init(Array(repeating: true, count: count)) }

    /// Whether no value below the largest is missing.
    var isDense: Bool { values.count == flags.count }

    /// Whether ranks are worth their map: at least a fifth of the range is unused.
    var isWorthRanks: Bool { values.count * 5 <= flags.count * 4 }

    /// The flags, each coded with the probability it had after the same eight flags before it.
    var encodedFlags: [UInt8] {
        var encoder = RangeEncoder()
        var history = FlagHistory()
        for flag in flags { _ = history.code(flag ? 1 : 0, with: &encoder) }
        return encoder.finish()
    }

    /// Reads `count` flags back; of damaged bytes it makes some flags.
    init(decoding bytes: ArraySlice<UInt8>, count: Int) {
        var flags: [Bool] = []
        flags.reserveCapacity(count)
        bytes.withUnsafeBytes { payload in
            var decoder = RangeDecoder(payload)
            var history = FlagHistory()
            for _ in 0..<count { flags.append(history.code(0, with: &decoder) != 0) }
        }
        self.init(flags)
    }

    /// Probabilities of a flag after each pattern of eight.
    private struct FlagHistory {
        private var probabilities = [UInt32](repeating: 1 << 15, count: 256)
        private var pattern = 0

        mutating func code<Coder: BitCoder>(_ flag: Int, with coder: inout Coder) -> Int {
            let probability = probabilities[pattern]
            let coded = coder.code(flag, probability: probability << 6)
            // 2^16 units; stays inside 32 ... 65,504 because of the shift.
            if coded != 0 {
                probabilities[pattern] += (65_536 - probability) >> 5
            } else {
                probabilities[pattern] -= probability >> 5
            }
            pattern = (pattern << 1 | coded) & 255
            return coded
        }
    }
}
