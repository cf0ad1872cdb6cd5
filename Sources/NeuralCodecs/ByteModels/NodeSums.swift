/// A distribution over bytes as probabilities of bits: the sums of a binary tree over 256 leaves, always added in the same
/// order.
struct NodeSums {
    /// Sums by node: 1 is the root, 256 to 511 are the bytes.
    private let sums: UnsafeMutablePointer<Float>
    /// The likeliest byte, and how likely it is.
    private(set) var top = 0
    private(set) var topProbability: Float = 0

    init(arena: Arena) { sums = arena.floats(512) }

    /// Takes a distribution.
    ///
    /// - Parameters:
    ///   - probabilities: of all symbols of the alphabet.
    ///   - alphabet: which bytes they stand for.
    mutating func set(_ probabilities: UnsafePointer<Float>, alphabet: borrowing Alphabet) {
        (sums + 256).update(repeating: 0, count: 256)
        topProbability = 0
        for symbol in 0..<alphabet.count {
            let probability = probabilities[symbol]
            let byte = Int(alphabet.value(of: symbol))
            sums[256 &+ byte] = probability
            if probability > topProbability {
                topProbability = probability
                top = byte
            }
        }
        for node in stride(from: 255, through: 1, by: -1) { sums[node] = sums[2 &* node] + sums[2 &* node &+ 1] }
    }

    /// The probability that the bit at `node` is 1, in units of 2^-16; a half where the node has none.
    @inline(__always) func probability(node: Int) -> Int {
        let one = sums[2 &* node &+ 1]
        let all = sums[node]
        // Weights that overflowed give no numbers; no comparison holds for those.
        guard all > 1e-30, one <= all else { return 32768 }
        return min(max(Int(one / all * 65536), 0), 65535)
    }
}
