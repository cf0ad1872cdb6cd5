/// Weights as a model file has them: whole numbers in units of a power of two.
struct QuantisedWeights: Sendable, Hashable {
    /// One block.
    struct Block: Sendable, Hashable {
        /// By how much each weight differs from the one that a coder without training begins with, in units of
        /// ``unit``; row by row.
        var changes: [Int]
        /// The second moment of each row: −log2, rounded to whole numbers, ``zeroMoment`` for none.
        var moments: [Int]
    }

    /// The unit is 2 to the power of minus this.
    static let unitBits = 0...16
    /// The most by which a weight may differ from its beginning; what training finds is below 10.
    static let largestChange: Float = 64
    static let zeroMoment = 63

    /// See ``unitBits``.
    var unitExponent: Int
    var blocks: [Block]

    var unit: Float { Float(sign: .plus, exponent: -unitExponent, significand: 1) }

    /// The nearest that there is to `weights`; changes beyond ``largestChange``, infinite ones too, become that, and what is no
    /// number none.
    init(_ weights: TrainedWeights, unitExponent: Int) {
        self.unitExponent = unitExponent
        blocks = []
        let unit = unit
        blocks = zip(weights.changes, weights.moments).map { changes, moments in
            Block(
                changes: changes.map { change in
                    guard !change.isNaN else { return 0 }
                    return Int((max(-Self.largestChange, min(change, Self.largestChange)) / unit).rounded())
                },
                moments: moments.map { moment in
                    guard moment > 0x1p-62 else { return Self.zeroMoment }
                    return max(0, -Int(moment.exponent))
                })
        }
    }

    init(unitExponent: Int, blocks: [Block]) {
        self.unitExponent = unitExponent
        self.blocks = blocks
    }

    /// What a coder begins with.
    func weights(alphabet: [UInt8], rate: Float) -> TrainedWeights {
        let unit = unit
        return TrainedWeights(
            alphabet: alphabet, changes: blocks.map { $0.changes.map { Float($0) * unit } },
            moments: blocks.map { block in
                block.moments.map {
                    $0 == Self.zeroMoment ? 0 : Float(sign: .plus, exponent: -$0, significand: 1)
                }
            }, rate: rate)
    }
}
