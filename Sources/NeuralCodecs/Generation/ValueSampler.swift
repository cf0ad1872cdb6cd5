/// Draws pixels and samples: a ``Sampler`` that chooses whole values, whose bits the model is then given.
struct ValueSampler: BitCoder {
    var sampler: Sampler

    static var isEncoder: Bool { false }
    static var choosesValues: Bool { true }
    var isExhausted: Bool { false }

    mutating func code(_ bit: Int, probability: UInt32) -> Int { bit }
    mutating func choose(from distribution: ValueDistribution) -> Int { sampler.choose(from: distribution) }
}
