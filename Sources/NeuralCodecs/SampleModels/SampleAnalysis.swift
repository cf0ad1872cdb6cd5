/// What a look at a whole stretch of samples finds.
struct SampleAnalysis {
    /// How many low bits are zero in every sample.
    private(set) var shift = 0
    /// The smallest and the largest sample, without those bits.
    private(set) var lowest = 0
    private(set) var highest = 0
    /// Which samples from `lowest` on occur, where not all do and it pays to say so.
    private(set) var used: UsedValues?

    /// The widest range that is looked at for unused values.
    static let widestMap = 1 << 17

    init(_ layout: SampleLayout, _ bytes: UnsafeRawBufferPointer) {
        let count = bytes.count / layout.bytesPerSample
        guard let base = bytes.baseAddress, count > 0 else { return }
        var bits = 0
        lowest = .max
        highest = .min
        for index in 0..<count {
            let sample = layout.sample(at: base + index * layout.bytesPerSample)
            bits |= sample
            lowest = min(lowest, sample)
            highest = max(highest, sample)
        }
        shift = bits == 0 ? 0 : min(bits.trailingZeroBitCount, 31)
        lowest >>= shift
        highest >>= shift
        let range = highest - lowest + 1
        guard range >= 3, range <= Self.widestMap else { return }
        var counts = [Int](repeating: 0, count: range)
        for index in 0..<count {
            counts[(layout.sample(at: base + index * layout.bytesPerSample) >> shift) - lowest] += 1
        }
        let found = UsedValues(counts.map { $0 > 0 })
        // Where which values occur is chance, half of that is saved; where it is a rule, all of it and more.
        if Self.saving(counts) > 2 * 8 * found.encodedFlags.count { used = found }
    }

    /// Whether few values of a range too wide for a map come again and again, as in rectangular waves of 24 bits: the model of
    /// samples, which knows distances, would spread its guesses over all that lies between, and bytes suit them better.
    static func isScattered(_ layout: SampleLayout, _ bytes: UnsafeRawBufferPointer) -> Bool {
        let count = bytes.count / layout.bytesPerSample
        // Of two bytes no range is too wide.
        guard let base = bytes.baseAddress, count > 0, layout.bytesPerSample > 2 else { return false }
        var values: Set<Int> = []
        for index in 0..<count {
            values.insert(layout.sample(at: base + index * layout.bytesPerSample))
            // Of other sounds a glance is enough.
            guard values.count <= largestScatter else { return false }
        }
        guard let lowest = values.min(), let highest = values.max() else { return false }
        let shift = min(values.reduce(0, |).trailingZeroBitCount, 31)
        return (highest >> shift) - (lowest >> shift) >= widestMap && values.count * fewestUses <= count
    }

    /// More values than these are a sound's.
    private static let largestScatter = 512
    /// How often each of scattered values comes at least, on the average.
    private static let fewestUses = 16

    /// About how many bits fewer the samples take when those around them that do not occur are known.
    private static func saving(_ counts: [Int]) -> Int {
        // In 64ths of a bit: the binary logarithm of the inverse share of used values among 32 neighbours.
        let reach = 16
        var window = 0
        for value in 0..<min(reach, counts.count) where counts[value] > 0 { window += 1 }
        var saving = 0
        for value in counts.indices {
            if value + reach < counts.count, counts[value + reach] > 0 { window += 1 }
            if value > reach, counts[value - reach - 1] > 0 { window -= 1 }
            let width = min(value + reach, counts.count - 1) - max(value - reach, 0) + 1
            saving += counts[value] * (logarithm(width) - logarithm(window))
        }
        return saving / 64
    }

    /// The binary logarithm of `value`, 1 to 63, in 64ths, rounded down.
    private static func logarithm(_ value: Int) -> Int {
        // value^64 ≥ 2^result, found bit by bit: squares of a 16-bit fixed-point number in 1 ..< 2.
        guard value > 0 else { return 0 }
        let whole = Int.bitWidth - 1 - value.leadingZeroBitCount
        var mantissa = (value << 16) >> whole
        var result = whole
        for _ in 0..<6 {
            mantissa = (mantissa * mantissa) >> 16
            result <<= 1
            if mantissa >= 2 << 16 {
                result |= 1
                mantissa >>= 1
            }
        }
        return result
    }
}
