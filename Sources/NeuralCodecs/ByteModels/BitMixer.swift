/// Mixes predictions of a bit by several sets of weights, each of which selects a row by a context of its own, and their
/// results by a small second layer (Mahoney, "Adaptive Weighing of Context Models", 2005; PAQ8's layout).
///
/// A row that is used for the first time takes the weights of the first set's row, and learns fast at first.
struct BitMixer<K: KernelSet> {
    /// The rows of the second layer's sets.
    static func finalRowCounts(_ mixing: ByteModelParameters.Mixing) -> [Int] {
        switch mixing {
        case .twoSets: [256, 32]
        case .fourSets: [256, 32, 2048, 4096]
        }
    }

    /// How fast weights move: at most at first, at least later, how soon, and those of the second layer.
    private struct Rates {
        let first: Float
        let lowest: Float
        let decay: Float
        let final: Float

        /// With many inputs each weight has to move less.
        init(_ mixing: ByteModelParameters.Mixing, length: Int) {
            switch mixing {
            case .twoSets:
                (first, lowest) = length > 160 ? (0.012, 0.0015) : (0.02, 0.0025)
                (decay, final) = (0.02, 0.002)
            case .fourSets:
                (first, lowest, final) =
                    length > 400
                    ? (0.006, 0.0007, 0.0015) : length > 256 ? (0.008, 0.001, 0.0015) : (0.012, 0.0015, 0.002)
                decay = 0.01
            }
        }
    }

    /// Errors below this teach nothing worth the time.
    private static var leastError: Float { 0.004 }
    private static var largestUse: UInt32 { 1023 }

    /// The inputs of the bit at hand; those past the last are zero.
    let inputs: UnsafeMutablePointer<Float>
    private let length: Int
    private let setCount: Int
    private let weights: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    private let uses: UnsafeMutablePointer<UnsafeMutablePointer<UInt32>>
    private let rows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    private let useRows: UnsafeMutablePointer<UnsafeMutablePointer<UInt32>>
    private let sums: UnsafeMutablePointer<Float>
    private let steps: UnsafeMutablePointer<Float>
    private let rates: UnsafeMutablePointer<Float>
    private let tables: LogisticTables
    // The second layer: two or four sets over the first layer's results.
    private let finalCount: Int
    private let finalRate: Float
    private let finalShare: Float
    private let outputs: UnsafeMutablePointer<Float>
    private let finalLength: Int
    private let finalWeights: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    private let finalRows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    private let finalSums: UnsafeMutablePointer<Float>
    private let finalSteps: UnsafeMutablePointer<Float>

    /// - Parameters:
    ///   - rowCounts: how many rows each set has; the first set's serve as models for the others'.
    ///   - mixing: how the second layer is made, and how fast weights move.
    ///   - initialWeights: of every row, one for each input.
    init(rowCounts: [Int], mixing: ByteModelParameters.Mixing, initialWeights: [Float], arena: Arena) {
        let finalRowCounts = Self.finalRowCounts(mixing)
        let length = (initialWeights.count + 7) / 8 * 8
        let setCount = rowCounts.count
        let finalLength = (setCount + 7) / 8 * 8
        self.length = length
        self.setCount = setCount
        self.finalLength = finalLength
        inputs = arena.floats(length)
        weights = arena.allocate(setCount, of: UnsafeMutablePointer<Float>.self)
        uses = arena.allocate(setCount, of: UnsafeMutablePointer<UInt32>.self)
        for (set, count) in rowCounts.enumerated() {
            weights[set] = arena.floats(count * length)
            uses[set] = arena.allocate(count, of: UInt32.self)
        }
        rows = arena.allocate(setCount, of: UnsafeMutablePointer<Float>.self)
        useRows = arena.allocate(setCount, of: UnsafeMutablePointer<UInt32>.self)
        sums = arena.floats(setCount)
        steps = arena.floats(setCount)
        rates = arena.floats(Int(Self.largestUse) + 1)
        let speeds = Rates(mixing, length: length)
        for use in 0...Int(Self.largestUse) {
            rates[use] = max(speeds.lowest, speeds.first / (1 + speeds.decay * Float(use)))
        }
        finalRate = speeds.final
        finalCount = finalRowCounts.count
        finalShare = 1 / Float(finalRowCounts.count)
        tables = .shared
        for row in 0..<rowCounts[0] {
            for index in initialWeights.indices { weights[0][row * length + index] = initialWeights[index] }
        }
        outputs = arena.floats(finalLength)
        finalWeights = arena.allocate(finalCount, of: UnsafeMutablePointer<Float>.self)
        for (set, count) in finalRowCounts.enumerated() {
            finalWeights[set] = arena.floats(count * finalLength)
            for row in 0..<count {
                for index in 0..<setCount { finalWeights[set][row * finalLength + index] = 1 / Float(setCount) }
            }
        }
        finalRows = arena.allocate(finalCount, of: UnsafeMutablePointer<Float>.self)
        finalSums = arena.floats(finalCount)
        finalSteps = arena.floats(finalCount)
    }

    /// Chooses the row of a set for the next bit.
    @inline(__always) func select(_ set: Int, row: Int) {
        let place = weights[set] + row &* length
        let use = uses[set] + row
        rows[set] = place
        useRows[set] = use
        if set > 0, use.pointee == 0 { place.update(from: rows[0], count: length) }
    }

    /// Chooses the row of a set of the second layer.
    @inline(__always) func selectFinal(_ set: Int, row: Int) { finalRows[set] = finalWeights[set] + row &* finalLength }

    /// The mix, stretched.
    @inline(__always) func mix() -> Float {
        K.mixBit(rows: rows, count: setCount, inputs: inputs, length: length, sums: sums)
        for set in 0..<setCount { outputs[set] = LogisticTables.clamped(sums[set]) }
        K.mixBit(rows: finalRows, count: finalCount, inputs: outputs, length: finalLength, sums: finalSums)
        var sum = finalSums[0]
        for set in 1..<finalCount { sum += finalSums[set] }
        return sum * finalShare
    }

    /// Learns what came.
    @inline(__always) func learn(_ bit: Int) {
        let (outputs, steps, rates, tables) = (outputs, steps, rates, tables)
        let target = Float(bit)
        let unit = 1 / Float(RangeEncoder.bitProbabilityUnits)
        for set in 0..<setCount {
            let error = target - Float(Int32(bitPattern: tables.squash(outputs[set]))) * unit
            let use = useRows[set].pointee
            useRows[set].pointee = min(use &+ 1, Self.largestUse)
            let step = error * rates[Int(use)]
            steps[set] = abs(error) > Self.leastError ? step : 0
        }
        for set in 0..<finalCount {
            let error = target - Float(Int32(bitPattern: tables.squash(finalSums[set]))) * unit
            finalSteps[set] = error * finalRate
        }
        K.learnBit(rows: finalRows, count: finalCount, inputs: outputs, length: finalLength, steps: finalSteps)
        K.learnBit(rows: rows, count: setCount, inputs: inputs, length: length, steps: steps)
    }
}
