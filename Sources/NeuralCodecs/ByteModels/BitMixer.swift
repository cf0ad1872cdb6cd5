/// Mixes predictions of a bit by several sets of weights, each of which selects a row by a context of its own, and their
/// results by a small second layer (Mahoney, "Adaptive Weighing of Context Models", 2005; PAQ8's layout).
///
/// A row that is used for the first time takes the weights of the first set's row, and learns fast at first.
struct BitMixer<K: KernelSet> {
    private static var finalRate: Float { 0.002 }
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
    // The second layer: two sets over the first layer's results.
    private let outputs: UnsafeMutablePointer<Float>
    private let finalLength: Int
    private let finalWeights: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    private let finalRows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    private let finalSums: UnsafeMutablePointer<Float>
    private let finalSteps: UnsafeMutablePointer<Float>

    /// - Parameters:
    ///   - rowCounts: how many rows each set has; the first set's serve as models for the others'.
    ///   - finalRowCounts: the rows of the second layer's two sets.
    ///   - initialWeights: of every row, one for each input.
    init(rowCounts: [Int], finalRowCounts: [Int], initialWeights: [Float], arena: Arena) {
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
        // With many inputs each weight has to move less.
        let (lowest, first): (Float, Float) = length > 160 ? (0.0015, 0.012) : (0.0025, 0.02)
        for use in 0...Int(Self.largestUse) {
            rates[use] = max(lowest, first / (1 + 0.02 * Float(use)))
        }
        tables = .shared
        for row in 0..<rowCounts[0] {
            for index in initialWeights.indices { weights[0][row * length + index] = initialWeights[index] }
        }
        outputs = arena.floats(finalLength)
        finalWeights = arena.allocate(2, of: UnsafeMutablePointer<Float>.self)
        for (set, count) in finalRowCounts.enumerated() {
            finalWeights[set] = arena.floats(count * finalLength)
            for row in 0..<count {
                for index in 0..<setCount { finalWeights[set][row * finalLength + index] = 1 / Float(setCount) }
            }
        }
        finalRows = arena.allocate(2, of: UnsafeMutablePointer<Float>.self)
        finalSums = arena.floats(2)
        finalSteps = arena.floats(2)
    }

    /// Chooses the row of a set for the next bit.
    @inline(__always) func select(_ set: Int, row: Int) {
        let place = weights[set] + row &* length
        let use = uses[set] + row
        rows[set] = place
        useRows[set] = use
        if set > 0, use.pointee == 0 { place.update(from: rows[0], count: length) }
    }

    /// The mix, stretched.
    @inline(__always) func mix(finalRow0: Int, finalRow1: Int) -> Float {
        K.mixBit(rows: rows, count: setCount, inputs: inputs, length: length, sums: sums)
        for set in 0..<setCount { outputs[set] = LogisticTables.clamped(sums[set]) }
        finalRows[0] = finalWeights[0] + finalRow0 &* finalLength
        finalRows[1] = finalWeights[1] + finalRow1 &* finalLength
        K.mixBit(rows: finalRows, count: 2, inputs: outputs, length: finalLength, sums: finalSums)
        return (finalSums[0] + finalSums[1]) * 0.5
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
        for set in 0..<2 {
            let error = target - Float(Int32(bitPattern: tables.squash(finalSums[set]))) * unit
            finalSteps[set] = error * Self.finalRate
        }
        K.learnBit(rows: finalRows, count: 2, inputs: outputs, length: finalLength, steps: finalSteps)
        K.learnBit(rows: rows, count: setCount, inputs: inputs, length: length, steps: steps)
    }
}
