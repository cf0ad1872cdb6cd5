/// Either end of a payload of bits, so that a model is written once for both directions.
///
/// A model hands in the bit where it knows it, and goes on with the one it gets back:
///
///     let bit = coder.code(bit, probability: p)
///
/// An encoder writes the bit and returns it; a decoder ignores what it is given and returns what was written. What a model
/// does must depend on returned bits alone.
package protocol BitCoder {
    /// Whether the bits handed in are looked at.
    static var isEncoder: Bool { get }

    /// Codes one bit.
    ///
    /// - Parameters:
    ///   - bit: 0 or 1; anything in a decoder.
    ///   - probability: that the bit is 1, in units of 2^-22; 1 to 2^22 - 1.
    /// - Returns: the bit in the payload.
    mutating func code(_ bit: Int, probability: UInt32) -> Int

    /// Whether more bits were asked for than the payload can hold: those since are made up.
    var isExhausted: Bool { get }

    /// Whether numbers that a model codes by many decisions are chosen whole, by ``choose(from:)``, and not learnt from. Not in an
    /// encoder or a decoder, whose payload has the answer to each decision.
    static var choosesValues: Bool { get }

    /// Chooses a number that the model then codes as if it had been handed in: ``code(_:probability:)`` is given its bits.
    mutating func choose(from distribution: ValueDistribution) -> Int
}

extension BitCoder {
    package static var choosesValues: Bool { false }

    package mutating func choose(from distribution: ValueDistribution) -> Int { distribution.quantile(0.5) }
}

extension RangeEncoder: BitCoder {
    package static var isEncoder: Bool { true }

    @inline(__always)
    package mutating func code(_ bit: Int, probability: UInt32) -> Int {
        encode(bit: bit, probability: probability)
        return bit
    }

    package var isExhausted: Bool { false }
}

extension RangeDecoder: BitCoder {
    package static var isEncoder: Bool { false }

    @inline(__always)
    package mutating func code(_: Int, probability: UInt32) -> Int {
        self.bit(probability: probability)
    }
}
