/// The heads of an attention layer: what every step pays to the steps before it, and the keys and values that are kept.
///
/// Positions count from the oldest kept step: `context` of them lie before a window, then come its own. A position that has
/// not been coded yet, at the beginning, has a key and a value of zeros.
struct AttentionHeads<K: KernelSet> {
    private let shape: WindowShape
    private let units: Int
    private let heads: Int
    private let context: Int

    /// For each window and head, keys and values, a row a position and a row a component.
    private let keys: UnsafeMutablePointer<Float>
    private let keysTransposed: UnsafeMutablePointer<Float>
    private let values: UnsafeMutablePointer<Float>
    private let valuesTransposed: UnsafeMutablePointer<Float>
    /// For each window, head and step, what is paid to each position, and of the loss by the scores.
    private let attention: UnsafeMutablePointer<Float>
    private let scoreGradient: UnsafeMutablePointer<Float>
    /// Scratch, a part a window.
    private let scores: UnsafeMutablePointer<Float>
    private let transposed: UnsafeMutablePointer<Float>

    /// Components of a head.
    private var width: Int { units / heads }
    private var positions: Int { context + shape.horizon }

    /// Floats between the heads' biases by distance: one for each, and room for a vector read past the last.
    static func biasStride(positions: Int) -> Int { positions + 8 }

    init(units: Int, heads: Int, context: Int, shape: WindowShape, arena: Arena) {
        self.shape = shape
        self.units = units
        self.heads = heads
        self.context = context
        let positions = context + shape.horizon
        let kept = shape.windows * units * positions
        keys = arena.floats(kept)
        keysTransposed = arena.floats(kept)
        values = arena.floats(kept)
        valuesTransposed = arena.floats(kept)
        let pairs = shape.windows * heads * shape.horizon * positions
        attention = arena.floats(pairs)
        scoreGradient = arena.floats(pairs)
        scores = arena.floats(shape.windows * positions)
        transposed = arena.floats(shape.windows * shape.horizon * shape.horizon)
    }

    /// Floats for each window.
    static func windowFloats(units: Int, heads: Int, context: Int, horizon: Int) -> Int {
        let positions = context + horizon
        return 4 * units * positions + 2 * heads * horizon * positions + positions + horizon * horizon
    }

    private func place(window: Int, head: Int) -> Int { (window * heads + head) * width * positions }
    private func pairs(window: Int, head: Int) -> Int { (window * heads + head) * shape.horizon * positions }

    /// Where a step's key of a head is to be written, `width` floats, before ``forward(row:head:query:value:bias:found:)``.
    func key(row: Int, head: Int) -> UnsafeMutablePointer<Float> {
        let window = row / (shape.horizon + 1)
        return keys + place(window: window, head: head) + (context + row - shape.start(of: window) - 1) * width
    }

    /// One step of a head, whose key is written.
    ///
    /// - Parameters:
    ///   - query, value: of the step, `width` floats.
    ///   - bias: of the head, by distance, that of the step itself last.
    ///   - found: `width` floats, written.
    func forward(
        row: Int, head: Int, query: UnsafePointer<Float>, value: UnsafePointer<Float>, bias: UnsafePointer<Float>,
        found: UnsafeMutablePointer<Float>
    ) {
        let window = row / (shape.horizon + 1)
        let step = row - shape.start(of: window) - 1
        let position = context + step
        let place = place(window: window, head: head)
        let key = keys + place + position * width
        let valueRow = values + place + position * width
        valueRow.update(from: value, count: width)
        for component in 0..<width {
            keysTransposed[place + component * positions + position] = key[component]
            valuesTransposed[place + component * positions + position] = value[component]
        }
        let count = position + 1
        let padded = (count + 7) / 8 * 8
        let scores = scores + window * positions
        scores.update(from: bias + (positions - count), count: padded)
        K.accumulateProduct(
            weights: keysTransposed + place, stride: positions, input: query, output: scores, columns: width,
            rows: padded)
        let weights = attention + pairs(window: window, head: head) + step * positions
        K.softmax(logits: scores, count: count, probabilities: weights)
        found.update(repeating: 0, count: width)
        K.accumulateProduct(
            weights: values + place, input: weights, output: found, columns: count, rows: width)
    }

    /// A window of a head backwards. Rows of queries and of what was found are `units` apart, rows of the gradients by
    /// queries, keys and values `3 · units`.
    ///
    /// - Parameters:
    ///   - queries, foundGradient: of the head in the window's first step.
    ///   - projectedGradient: of the head's queries in the first step, written; keys and values `units` and `2 · units` on.
    ///   - biasGradient: of the head, added to.
    func backward(
        window: Int, head: Int, queries: UnsafePointer<Float>, foundGradient: UnsafePointer<Float>,
        projectedGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>
    ) {
        let horizon = shape.horizon
        let place = place(window: window, head: head)
        let attention = attention + pairs(window: window, head: head)
        let scoreGradient = scoreGradient + pairs(window: window, head: head)
        for step in 0..<horizon {
            let count = context + step + 1
            let padded = (count + 7) / 8 * 8
            let row = scoreGradient + step * positions
            row.update(repeating: 0, count: padded)
            K.accumulateProduct(
                weights: valuesTransposed + place, stride: positions, input: foundGradient + step * units, output: row,
                columns: width, rows: padded)
            K.softmaxBackward(probabilities: attention + step * positions, gradient: row, length: padded)
            let queryGradient = projectedGradient + step * 3 * units
            queryGradient.update(repeating: 0, count: width)
            K.accumulateProduct(
                weights: keys + place, input: row, output: queryGradient, columns: count, rows: width)
            K.add(row, to: biasGradient + (positions - count), length: padded)
        }
        // Keys and values of the window itself; those before it are as they are.
        accumulateAcross(
            scoreGradient + context, times: queries, into: projectedGradient + units, window: window)
        accumulateAcross(
            attention + context, times: foundGradient, into: projectedGradient + 2 * units, window: window)
    }

    /// For each position of the window, the sum over its steps of what the step has to do with the position, times the
    /// step's vector.
    private func accumulateAcross(
        _ pairs: UnsafePointer<Float>, times vectors: UnsafePointer<Float>, into sums: UnsafeMutablePointer<Float>,
        window: Int
    ) {
        let horizon = shape.horizon
        let byPosition = transposed + window * horizon * horizon
        K.transpose(
            pairs, inputStride: positions, output: byPosition, outputStride: horizon, rows: horizon, columns: horizon)
        for position in 0..<horizon {
            let sum = sums + position * 3 * units
            sum.update(repeating: 0, count: width)
            K.accumulateProduct(
                weights: vectors, stride: units, input: byPosition + position * horizon, output: sum, columns: horizon,
                rows: width)
        }
    }
}

// What is kept from window to window.
extension AttentionHeads {
    /// Floats of what a window begins with.
    static func stateFloats(units: Int, context: Int) -> Int { 2 * units * context }

    /// Copies what a window began with out.
    func saveState(window: Int, to state: UnsafeMutablePointer<Float>) {
        var target = state
        for head in 0..<heads {
            for kept in [keys, values] {
                target.update(from: kept + place(window: window, head: head), count: context * width)
                target += context * width
            }
        }
    }

    /// Makes a saved state what a window begins with.
    func restoreState(window: Int, from state: UnsafePointer<Float>) {
        var source = state
        for head in 0..<heads {
            let place = place(window: window, head: head)
            for (kept, transposed) in [(keys, keysTransposed), (values, valuesTransposed)] {
                (kept + place).update(from: source, count: context * width)
                K.transpose(
                    source, inputStride: width, output: transposed + place, outputStride: positions, rows: context,
                    columns: width)
                source += context * width
            }
        }
    }

    /// Keeps what a window begins with next, after so many of its steps.
    func carryState(window: Int, after steps: Int) {
        for head in 0..<heads {
            let place = place(window: window, head: head)
            for (kept, transposed) in [(keys, keysTransposed), (values, valuesTransposed)] {
                (kept + place).update(from: kept + place + steps * width, count: context * width)
                for component in 0..<width {
                    let components = transposed + place + component * positions
                    components.update(from: components + steps, count: context)
                }
            }
        }
    }
}
