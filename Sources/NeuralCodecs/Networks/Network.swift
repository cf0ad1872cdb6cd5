/// A stack of layers under a softmax, with its own loss and optimiser.
struct Network<K: KernelSet> {
    private let layers: [Layer<K>]
    /// What the layers share with others.
    private let frames: [LayerFrame]
    /// Floats of each layer's state.
    private let stateCounts: [Int]
    var output: OutputLayer<K>
    private let lagTables: [OneHotTable<K>]
    private let parameters: ModelParameters
    private let initialRate: Float
    private let matrixRate: Float
    private let lagRate: Float
    /// Scratch: one-hot rows of a step, a set a window so that windows can be learnt on different threads.
    private let oneHotRows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>

    init(
        _ network: ModelParameters.Network, of parameters: ModelParameters, shape: WindowShape, arena: Arena,
        random: inout RandomSource
    ) {
        self.parameters = parameters
        initialRate = Float(network.learningRate) / 65536
        matrixRate = Float(network.matrixRate) / 100
        lagRate = Float(network.lagRate) / 100
        var layers: [Layer<K>] = []
        var tables: [OneHotTable<K>] = []
        var belowUnits = 0
        for parametersOfLayer in network.layers {
            let layer = Layer<K>(
                parametersOfLayer, belowUnits: belowUnits, shape: shape, arena: arena, random: &random)
            layers.append(layer)
            tables.append(
                OneHotTable(
                    lags: parameters.lags, capacity: layer.frame.inputWidth,
                    scale: 0.6 / Float(layer.frame.units).squareRoot(), arena: arena, random: &random))
            belowUnits = layer.frame.units
        }
        self.layers = layers
        lagTables = tables
        frames = layers.map { $0.frame }
        stateCounts = network.layerSizes(horizon: parameters.horizon).map { $0.stateFloats }
        output = OutputLayer(layers: frames, shape: shape, arena: arena, random: &random)
        oneHotRows = arena.allocate(16 * shape.windows, of: UnsafeMutablePointer<Float>.self)
    }

    /// Floats of one replayable state.
    var stateCount: Int { stateCounts.reduce(0, +) }

    /// Copies the state that a window began in out.
    func saveState(window: Int, to state: UnsafeMutablePointer<Float>) {
        var place = state
        for index in layers.indices {
            layers[index].perform(StateSaving(window: window, state: place))
            place += stateCounts[index]
        }
    }

    /// Makes a saved state the one that a window begins in.
    func restoreState(window: Int, from state: UnsafePointer<Float>) {
        var place = state
        for index in layers.indices {
            layers[index].perform(StateRestoring(window: window, state: place))
            place += stateCounts[index]
        }
    }

    /// Makes the state after `steps` steps of a window the one that it begins in next.
    func carryState(window: Int, after steps: Int) {
        for layer in layers { layer.perform(StateCarrying(window: window, steps: steps)) }
    }

    /// Everything that is learnt, as far as it belongs to symbols of the alphabet.
    var blocks: [WeightBlock] {
        var blocks: [WeightBlock] = []
        for (layer, table) in zip(layers, lagTables) {
            blocks += layer.blocks
            for lag in 0..<parameters.lags {
                blocks.append(table.block(lag: lag, symbols: output.symbolCount, length: layer.frame.inputWidth))
            }
        }
        return blocks + output.blocks
    }

    /// Brings copies of weights up to date after ``blocks`` were written from outside.
    func refreshCopies() {
        for layer in layers { layer.perform(CopyRefreshing()) }
    }

    /// Probabilities of the step at `row`, whose predecessors are known.
    func forward(row: Int, symbols: WindowSymbols) {
        for index in layers.indices {
            addOneHot(layer: index, row: row, symbols: symbols, rows: oneHotRows)
            layers[index].perform(StepForward(row: row, belowHidden: belowHidden(index)))
        }
        output.forward(row: row, lastSymbol: symbols.recent(row: row, lag: 0))
    }

    /// All steps of a window whose symbols are known.
    func forwardWindow(_ window: Int, shape: WindowShape, symbols: WindowSymbols) {
        let rows = oneHotRows + 16 * window
        let first = shape.start(of: window) + 1
        for index in layers.indices {
            for row in first..<first + shape.horizon {
                addOneHot(layer: index, row: row, symbols: symbols, rows: rows)
            }
            layers[index].perform(WindowForward(window: window, belowHidden: belowHidden(index)))
        }
        output.forwardWindow(window) { symbols.recent(row: $0, lag: 0) }
    }

    /// The outputs that a layer reads; nil for the first.
    @inline(__always) private func belowHidden(_ index: Int) -> UnsafePointer<Float>? {
        index > 0 ? UnsafePointer(frames[index - 1].hidden) : nil
    }

    /// Puts what the one-hot inputs say into a layer's inputs.
    @inline(__always) private func addOneHot(
        layer index: Int, row: Int, symbols: WindowSymbols, rows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    ) {
        for lag in 0..<parameters.lags {
            rows[lag] = lagTables[index].row(lag: lag, symbol: symbols.recent(row: row, lag: lag))
        }
        let width = frames[index].inputWidth
        let target = frames[index].inputs + row * width
        target.update(repeating: 0, count: width)
        K.accumulateRows(rows, count: parameters.lags, output: target, length: width)
    }

    /// Gradients of a window.
    ///
    /// - Parameters:
    ///   - weight: factor of the window's loss.
    ///   - steps: how many of its first steps count; nil for all.
    func backwardWindow(_ window: Int, weight: Float, steps: Int? = nil, symbols: WindowSymbols) {
        output.backwardWindow(window, weight: weight, steps: steps ?? parameters.horizon) { symbols.target(row: $0) }
        for index in layers.indices.reversed() {
            layers[index].perform(
                WindowBackward(
                    window: window, belowHiddenGradient: index > 0 ? frames[index - 1].hiddenGradient : nil))
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
            layers[index].perform(
                LayerUpdate(step: step, part: part, belowHidden: belowHidden(index), matrixRate: matrixRate))
            var lagStep = step
            for lag in 0..<parameters.lags {
                lagTables[index].update(
                    lagStep, part: part, lag: lag, presence: presences[lag],
                    gradients: frames[index].inputGradient, length: frames[index].inputWidth)
                lagStep.rate *= lagRate
            }
        }
        output.update(step, part: part, presence: presences[0])
    }
}
