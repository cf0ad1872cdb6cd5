/// The rows that one-hot inputs add to a vector: `lags` tables of 256 rows, one for each of the last bytes.
struct OneHotTable<K: KernelSet> {
    let lags: Int
    /// Length of a row; less than `capacity` while the alphabet is small (output layer).
    let capacity: Int
    let weights: UnsafeMutablePointer<Float>
    let moments: UnsafeMutablePointer<Float>

    init(lags: Int, capacity: Int, scale: Float, arena: Arena, random: inout RandomSource) {
        self.lags = lags
        self.capacity = capacity
        weights = arena.floats(lags * 256 * capacity)
        moments = arena.floats(lags * 256 * capacity)
        if scale > 0 { random.fill(weights, count: lags * 256 * capacity, scale: scale) }
    }

    /// The row of a symbol seen `lag` steps ago (0 is the last one).
    @inline(__always) func row(lag: Int, symbol: Int) -> UnsafeMutablePointer<Float> {
        weights + (lag * 256 + symbol) * capacity
    }

    /// The rows of the first symbols at a lag, as far as they are in use.
    func block(lag: Int, symbols: Int, length: Int) -> WeightBlock {
        let offset = lag * 256 * capacity
        return WeightBlock(
            weights: weights + offset, moments: moments + offset, rowCount: symbols, length: length, stride: capacity)
    }

    /// One optimiser step of this part's rows among those present in the windows.
    func update(
        _ step: OptimiserStep, part: UpdatePart, lag: Int, presence: SymbolPresence, gradients: UnsafePointer<Float>,
        length: Int
    ) {
        for group in 0..<presence.groupCount where part.includes(row: group) {
            let offset = (lag * 256 + Int(presence.symbols[group])) * capacity
            let first = Int(presence.starts[group])
            K.updateRow(
                weights: weights + offset, moments: moments + offset, absence: presence.absences[group],
                gradients: gradients, steps: presence.steps + first,
                count: Int(presence.starts[group + 1]) - first, length: length, rate: step.rate,
                decay: OptimiserStep.decay, correction: step.correction, epsilon: OptimiserStep.epsilon)
        }
    }
}

/// Which symbols stood at one lag in the steps being learnt, and in which steps.
struct SymbolPresence {
    private(set) var groupCount = 0
    /// The distinct symbols, in order of first appearance.
    let symbols: UnsafeMutablePointer<Int32>
    /// Where each group begins in `steps`; one more entry ends the last.
    let starts: UnsafeMutablePointer<Int32>
    /// Rows of the per-step arrays, grouped, ascending within a group.
    let steps: UnsafeMutablePointer<Int32>
    /// beta2 to the power of the optimiser steps each symbol was absent.
    let absences: UnsafeMutablePointer<Float>

    private let lastUpdate: UnsafeMutablePointer<Int64>
    private let groupOf: UnsafeMutablePointer<Int32>
    /// beta2^n for n in 0..<1024, and beta2^(1024 n) for n in 0..<64.
    private let powers: UnsafeMutablePointer<Float>
    private let highPowers: UnsafeMutablePointer<Float>

    init(maximumSteps: Int, arena: Arena) {
        symbols = arena.allocate(256, of: Int32.self)
        starts = arena.allocate(257, of: Int32.self)
        steps = arena.allocate(maximumSteps, of: Int32.self)
        absences = arena.allocate(256, of: Float.self)
        lastUpdate = arena.allocate(256, of: Int64.self)
        groupOf = arena.allocate(256, of: Int32.self)
        groupOf.update(repeating: -1, count: 256)
        powers = arena.floats(1024)
        highPowers = arena.floats(64)
        powers[0] = 1
        for n in 1..<1024 { powers[n] = powers[n - 1] * OptimiserStep.decay }
        highPowers[0] = 1
        let block = powers[1023] * OptimiserStep.decay
        for n in 1..<64 { highPowers[n] = highPowers[n - 1] * block }
    }

    /// Groups the rows `rows` by the symbol that `symbolOfRow` gives for each.
    ///
    /// - Parameter stepNumber: number of the optimiser step about to be made, counted from 1.
    mutating func group(rows: some Sequence<Int>, stepNumber: Int64, symbolOfRow: (Int) -> Int) {
        groupCount = 0
        // Count, then place: two passes over at most a few dozen rows.
        for row in rows {
            let symbol = symbolOfRow(row)
            if groupOf[symbol] < 0 {
                groupOf[symbol] = Int32(groupCount)
                symbols[groupCount] = Int32(symbol)
                starts[groupCount] = 0
                groupCount += 1
            }
            starts[Int(groupOf[symbol])] += 1
        }
        var first: Int32 = 0
        for group in 0..<groupCount {
            let count = starts[group]
            starts[group] = first
            first += count
        }
        for row in rows {
            let group = Int(groupOf[symbolOfRow(row)])
            steps[Int(starts[group])] = Int32(row)
            starts[group] += 1
        }
        for group in stride(from: groupCount, to: 0, by: -1) { starts[group] = starts[group - 1] }
        starts[0] = 0
        for group in 0..<groupCount {
            let symbol = Int(symbols[group])
            groupOf[symbol] = -1
            let absent = max(0, stepNumber - lastUpdate[symbol] - 1)
            let high = Int(min(absent >> 10, 63))
            absences[group] = powers[Int(absent & 1023)] * highPowers[high]
            lastUpdate[symbol] = stepNumber
        }
    }
}
