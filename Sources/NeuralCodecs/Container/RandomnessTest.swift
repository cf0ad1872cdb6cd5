/// Tells bytes that no model will compress (encrypted, compressed, noise) without modelling them.
///
/// Pearson's chi-squared statistic of single bytes, and of pairs of bytes 1, 2, 3, 4 and 8 apart, must each lie within
/// five standard deviations of what uniform random bytes give. Repeats show in it as well, since they make counts rise
/// together: one byte in thirty repeated from elsewhere in the segment is enough. An error on the careful side costs
/// time, not bytes: what passes as not random is modelled and then stored if that is smaller.
enum RandomnessTest {
    /// Fewer bytes are modelled without asking: that takes little time, and the test has little power there.
    static let minimumByteCount = 1 << 15

    static func looksRandom(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= minimumByteCount else { return false }
        var counts = [Int32](repeating: 0, count: 256)
        for byte in bytes { counts[Int(byte)] += 1 }
        guard isUniform(counts, sampleCount: bytes.count) else { return false }

        counts = [Int32](repeating: 0, count: 1 << 16)
        for distance in [1, 2, 3, 4, 8] {
            for index in counts.indices { counts[index] = 0 }
            for index in distance..<bytes.count {
                counts[Int(bytes[index - distance]) << 8 | Int(bytes[index])] += 1
            }
            guard isUniform(counts, sampleCount: bytes.count - distance) else { return false }
        }
        return true
    }

    /// For a uniform multinomial of k cells the statistic has mean k − 1 and variance 2 (k − 1) (n − 1) / n.
    private static func isUniform(_ counts: [Int32], sampleCount: Int) -> Bool {
        let sumOfSquares = counts.reduce(0) { $0 + Int($1) * Int($1) }
        let cells = Double(counts.count)
        let samples = Double(sampleCount)
        let statistic = Double(sumOfSquares) * cells / samples - samples
        let deviation = (2 * (cells - 1) * (samples - 1) / samples).squareRoot()
        return abs(statistic - (cells - 1)) <= 5 * deviation
    }
}
