/// A stack of layers under a softmax, with its own loss and optimiser.
struct Network<K: KernelSet> {
    let layers: [Layer<K>]
    var output: OutputLayer<K>
    private let lagTables: [OneHotTable<K>]
    private let parameters: ModelParameters
    private let initialRate: Float
    /// Scratch: one-hot rows of a step, a set a window so that windows can be learnt on different threads.
    private let oneHotRows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>

    init(
        _ network: ModelParameters.Network, of parameters: ModelParameters, shape: WindowShape, arena: Arena,
        random: inout RandomSource
    ) {
        self.parameters = parameters
        initialRate = Float(network.learningRate) / 65536
        var layers: [Layer<K>] = []
        var tables: [OneHotTable<K>] = []
        var belowUnits = 0
        for layer in network.layers {
            layers.append(Layer(layer, belowUnits: belowUnits, shape: shape, arena: arena, random: &random))
            tables.append(
                OneHotTable(
                    lags: parameters.lags, capacity: 3 * layer.units, scale: 0.6 / Float(layer.units).squareRoot(),
                    arena: arena, random: &random))
            belowUnits = layer.units
        }
        self.layers = layers
        lagTables = tables
        output = OutputLayer(layerUnits: layers.map { $0.units }, shape: shape, arena: arena, random: &random)
        oneHotRows = arena.allocate(16 * shape.windows, of: UnsafeMutablePointer<Float>.self)
    }

    /// Floats of one replayable state: cell and output of every layer.
    var stateCount: Int { layers.reduce(0) { $0 + 2 * $1.units } }

    /// Copies the state at `row` out.
    func saveState(row: Int, to state: UnsafeMutablePointer<Float>) {
        var place = state
        for layer in layers {
            place.update(from: layer.cell + row * layer.units, count: layer.units)
            place += layer.units
            place.update(from: layer.hidden + row * layer.units, count: layer.units)
            place += layer.units
        }
    }

    /// Copies a state in, at `row`.
    func restoreState(row: Int, from state: UnsafePointer<Float>) {
        var place = state
        for layer in layers {
            (layer.cell + row * layer.units).update(from: place, count: layer.units)
            place += layer.units
            (layer.hidden + row * layer.units).update(from: place, count: layer.units)
            place += layer.units
        }
    }

    /// Makes the state at `row` of the new window the one the next window begins in.
    func carryState(from row: Int) {
        for layer in layers {
            layer.cell.update(from: layer.cell + row * layer.units, count: layer.units)
            layer.hidden.update(from: layer.hidden + row * layer.units, count: layer.units)
        }
    }

    /// Probabilities of the step at `row`, whose predecessors are known.
    func forward(row: Int, symbols: WindowSymbols) {
        for index in layers.indices {
            for lag in 0..<parameters.lags {
                oneHotRows[lag] = lagTables[index].row(lag: lag, symbol: symbols.recent(row: row, lag: lag))
            }
            layers[index].forward(
                row: row, belowHidden: index > 0 ? UnsafePointer(layers[index - 1].hidden) : nil,
                oneHotRows: oneHotRows, oneHotCount: parameters.lags)
        }
        output.forward(row: row, layers: layers, lastSymbol: symbols.recent(row: row, lag: 0))
    }

    /// All steps of a replayed window.
    func forwardWindow(_ window: Int, shape: WindowShape, symbols: WindowSymbols) {
        let rows = oneHotRows + 16 * window
        let first = shape.start(of: window) + 1
        for index in layers.indices {
            let layer = layers[index]
            for row in first..<first + shape.horizon {
                for lag in 0..<parameters.lags {
                    rows[lag] = lagTables[index].row(lag: lag, symbol: symbols.recent(row: row, lag: lag))
                }
                let target = layer.preactivations + row * layer.gates
                target.update(repeating: 0, count: layer.gates)
                K.accumulateRows(rows, count: parameters.lags, output: target, length: layer.gates)
            }
            layer.forwardWindow(window, belowHidden: index > 0 ? UnsafePointer(layers[index - 1].hidden) : nil)
        }
        output.forwardWindow(window, layers: layers) { symbols.recent(row: $0, lag: 0) }
    }

    /// Gradients of a window.
    func backwardWindow(_ window: Int, weight: Float, symbols: WindowSymbols) {
        output.backwardWindow(window, layers: layers, weight: weight) { symbols.target(row: $0) }
        for index in layers.indices.reversed() {
            layers[index].backwardWindow(
                window, belowHiddenGradient: index > 0 ? layers[index - 1].hiddenGradient : nil)
        }
    }

    /// One optimiser step with the gradients of all windows, of one part of the parameters.
    ///
    /// - Parameters:
    ///   - presences: by lag, which symbols stood there.
    ///   - part: which part, so that threads can share the work.
    func update(_ step: OptimiserStep, presences: [SymbolPresence], part: UpdatePart) {
        var step = step
        step.rate *= initialRate
        for index in layers.indices {
            let layer = layers[index]
            layer.update(
                step, part: part, belowHidden: index > 0 ? UnsafePointer(layers[index - 1].hidden) : nil,
                matrixRate: 0.5)
            var lagStep = step
            for lag in 0..<parameters.lags {
                lagTables[index].update(
                    lagStep, part: part, lag: lag, presence: presences[lag], gradients: layer.gradient,
                    length: layer.gates)
                lagStep.rate *= 0.7
            }
        }
        output.update(step, part: part, layers: layers, presence: presences[0])
    }
}
