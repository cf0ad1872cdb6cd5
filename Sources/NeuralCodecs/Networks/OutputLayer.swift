/// The softmax over the alphabet: every layer's output and the last byte, straight to the logits.
///
/// The alphabet grows as byte values appear; rows are `width` long, the alphabet's size rounded up to eight.
struct OutputLayer<K: KernelSet> {
    /// Symbols that have a logit.
    private(set) var symbolCount = 0
    /// Length of a row in floats.
    private(set) var width = 8

    /// The layers that are read.
    private let layers: [LayerFrame]
    private let shape: WindowShape
    /// Gives new symbols their weights.
    private var random: RandomSource
    private let weights: [UnsafeMutablePointer<Float>]
    private let moments: [UnsafeMutablePointer<Float>]
    private let bias: Parameter<K>
    private let biasGradient: UnsafeMutablePointer<Float>
    private let lastByte: OneHotTable<K>

    let logits: UnsafeMutablePointer<Float>
    let probabilities: UnsafeMutablePointer<Float>
    /// Of the loss by the logits, weighted by the window.
    let gradient: UnsafeMutablePointer<Float>
    private let gradientTransposed: UnsafeMutablePointer<Float>
    private let hiddenGradientTransposed: UnsafeMutablePointer<Float>

    init(layers: [LayerFrame], shape: WindowShape, arena: Arena, random: inout RandomSource) {
        self.layers = layers
        self.shape = shape
        weights = layers.map { arena.floats($0.units * 256) }
        moments = layers.map { arena.floats($0.units * 256) }
        bias = Parameter(length: 256, value: 0, arena: arena)
        biasGradient = arena.floats(256)
        lastByte = OneHotTable(lags: 1, capacity: 256, scale: 0, arena: arena, random: &random)
        self.random = RandomSource(seed: random.next())
        logits = arena.floats(shape.rows * 256)
        probabilities = arena.floats(shape.rows * 256)
        gradient = arena.floats(shape.rows * 256)
        gradientTransposed = arena.floats(shape.windows * 256 * shape.horizon)
        hiddenGradientTransposed = arena.floats(shape.windows * Self.largestUnits(layers) * shape.horizon)
    }

    private static func largestUnits(_ layers: [LayerFrame]) -> Int { layers.map { $0.units }.max() ?? 8 }

    /// Makes room for `count` more symbols.
    ///
    /// Called between windows only: the per-step arrays do not survive.
    mutating func addSymbols(_ count: Int) {
        let newCount = symbolCount + count
        let newWidth = (newCount + 7) / 8 * 8
        for index in layers.indices {
            let units = layers[index].units
            Self.widen(weights[index], rows: units, from: width, to: newWidth)
            Self.widen(moments[index], rows: units, from: width, to: newWidth)
            let scale = 0.6 / Float(units).squareRoot()
            for unit in 0..<units {
                random.fill(weights[index] + (unit * newWidth + symbolCount), count: count, scale: scale)
            }
        }
        width = newWidth
        symbolCount = newCount
        gradient.update(repeating: 0, count: shape.rows * 256)
    }

    /// Spreads rows apart in place, the last first, with zeros in the new room.
    private static func widen(_ values: UnsafeMutablePointer<Float>, rows: Int, from old: Int, to new: Int) {
        guard new > old else { return }
        for row in stride(from: rows - 1, through: 0, by: -1) {
            for column in stride(from: new - 1, through: 0, by: -1) {
                values[row * new + column] = column < old ? values[row * old + column] : 0
            }
        }
    }

    /// Logits and probabilities of one step.
    func forward(row: Int, lastSymbol: Int) {
        let output = logits + row * width
        output.update(from: bias.weights, count: width)
        var table = lastByte.row(lag: 0, symbol: lastSymbol)
        K.accumulateRows(&table, count: 1, output: output, length: width)
        for index in layers.indices {
            let units = layers[index].units
            K.accumulateProduct(
                weights: weights[index], input: layers[index].hidden + row * units, output: output, columns: units,
                rows: width)
        }
        K.softmax(logits: output, count: symbolCount, probabilities: probabilities + row * width)
    }

    /// Logits and probabilities of a whole window.
    func forwardWindow(_ window: Int, lastSymbol: (Int) -> Int) {
        let first = shape.start(of: window) + 1
        for row in first..<first + shape.horizon {
            let output = logits + row * width
            output.update(from: bias.weights, count: width)
            var table = lastByte.row(lag: 0, symbol: lastSymbol(row))
            K.accumulateRows(&table, count: 1, output: output, length: width)
        }
        for index in layers.indices {
            let units = layers[index].units
            K.accumulateProducts(
                weights: weights[index], input: layers[index].hidden + first * units, inputStride: units,
                output: logits + first * width, steps: shape.horizon, columns: units, rows: width)
        }
        for row in first..<first + shape.horizon {
            K.softmax(logits: logits + row * width, count: symbolCount, probabilities: probabilities + row * width)
        }
    }

    /// The loss's gradient in a window, and from it every layer's `hiddenGradient`.
    ///
    /// - Parameters:
    ///   - weight: factor of the window's loss.
    ///   - steps: how many of its first steps count; what comes after them has no gradient.
    func backwardWindow(_ window: Int, weight: Float, steps: Int, target: (Int) -> Int) {
        let horizon = shape.horizon
        let start = shape.start(of: window)
        let first = start + 1
        (gradient + start * width).update(repeating: 0, count: width)
        for row in first..<first + steps {
            let values = gradient + row * width
            K.scale(probabilities + row * width, by: weight, into: values, length: width)
            values[target(row)] -= weight
        }
        (gradient + (first + steps) * width).update(repeating: 0, count: (horizon - steps) * width)
        let transposed = gradientTransposed + window * 256 * horizon
        K.transpose(
            gradient + first * width, inputStride: width, output: transposed, outputStride: horizon, rows: horizon,
            columns: width)
        for index in layers.indices {
            let units = layers[index].units
            let hiddenTransposed = hiddenGradientTransposed + window * Self.largestUnits(layers) * horizon
            K.transposedProducts(
                weights: weights[index], gradient: transposed, output: hiddenTransposed, steps: horizon,
                columns: units, rows: width)
            K.transpose(
                hiddenTransposed, inputStride: horizon, output: layers[index].hiddenGradient + first * units,
                outputStride: units, rows: units, columns: horizon)
        }
    }

    /// Everything that is learnt of the alphabet's symbols.
    var blocks: [WeightBlock] {
        var blocks = layers.indices.map { index in
            WeightBlock(
                weights: weights[index], moments: moments[index], rowCount: layers[index].units, length: symbolCount,
                stride: width)
        }
        var bias = bias.block
        bias.length = symbolCount
        blocks += [bias, lastByte.block(lag: 0, symbols: symbolCount, length: symbolCount)]
        return blocks
    }

    /// One optimiser step of a part of the weights.
    func update(_ step: OptimiserStep, part: UpdatePart, presence: SymbolPresence) {
        for index in layers.indices {
            let units = layers[index].units
            let range = part.columns(of: units)
            K.updateMatrix(
                weights: weights[index] + range.lowerBound * width, moments: moments[index] + range.lowerBound * width,
                inputs: layers[index].hidden + units + range.lowerBound, inputStride: units,
                gradients: gradient + width, steps: shape.rows(ofWindows: step.windows) - 1, columns: range.count,
                rows: width,
                rate: step.rate, decay: OptimiserStep.decay, correction: step.correction,
                epsilon: OptimiserStep.epsilon)
        }
        lastByte.update(step, part: part, lag: 0, presence: presence, gradients: gradient, length: width)
        if part.isFirst {
            K.sumSteps(
                gradient, steps: shape.rows(ofWindows: step.windows), length: width, output: biasGradient)
            bias.update(step, gradient: biasGradient)
        }
    }
}
