/// Compares what layers say of their gradients with differences of what they compute: the part of the law of
/// ``NetworkLayer`` that no stream would show, since an encoder and a decoder with the same wrong gradient agree.
package struct GradientProbe {
    private static let horizon = 16

    private let network: ModelParameters.Network
    private let seed: UInt64

    /// - Parameter seed: of weights, inputs and the direction of the loss.
    package init(_ network: ModelParameters.Network, seed: UInt64 = 1) {
        self.network = network
        self.seed = seed
    }

    /// The largest difference between a gradient by a layer's inputs and the quotient of differences, in parts of the
    /// largest gradient of that layer.
    ///
    /// - Parameter samples: how many inputs of each layer are changed.
    package func largestError(samples: Int, kernels: KernelBuild = .fastest) -> Double {
        switch kernels {
        case .portable: largestError(PortableKernels.self, samples)
        case .avx2: largestError(VectorKernels.self, samples)
        }
    }

    private func largestError<K: KernelSet>(_: K.Type, _ samples: Int) -> Double {
        let arena = Arena()
        // Layers hold pointers into the arena, which count no references to it.
        return withExtendedLifetime(arena) { largestError(K.self, samples, arena: arena) }
    }

    private func largestError<K: KernelSet>(_: K.Type, _ samples: Int, arena: Arena) -> Double {
        var random = RandomSource(seed: seed)
        // The second window, so that one that is mistaken for the first shows.
        let shape = WindowShape(windows: 2, horizon: Self.horizon)
        var layers: [Layer<K>] = []
        for layer in network.layers {
            let belowUnits = layers.last?.frame.units ?? 0
            layers.append(Layer(layer, belowUnits: belowUnits, shape: shape, arena: arena, random: &random))
        }
        let stack = LayerStack(layers: layers, shape: shape, arena: arena, random: &random)
        stack.beginWithHistory(sizes: network.layerSizes(horizon: Self.horizon), arena: arena)
        stack.backward()
        let gradients = layers.map { layer in
            let count = Self.horizon * layer.frame.inputWidth
            let start = layer.frame.inputGradient + stack.first * layer.frame.inputWidth
            return Array(UnsafeBufferPointer(start: start, count: count))
        }

        var largest = 0.0
        for index in layers.indices {
            let scale = gradients[index].reduce(0) { max($0, abs(Double($1))) }
            guard scale > 0 else { return .infinity }
            for _ in 0..<samples {
                let place = random.next(below: gradients[index].count)
                let quotient = stack.quotient(layer: index, place: place)
                largest = max(largest, abs(Double(gradients[index][place]) - quotient) / scale)
            }
        }
        return largest
    }
}

/// Layers over one window, with fixed inputs and a loss that is linear in the uppermost outputs.
private struct LayerStack<K: KernelSet> {
    /// The change of an input that differences are taken over.
    private static var change: Float { 1.0 / 128 }

    let layers: [Layer<K>]
    private let shape: WindowShape
    /// For each layer what its inputs are; layers overwrite theirs.
    private let inputs: [UnsafeMutablePointer<Float>]
    private let direction: UnsafeMutablePointer<Float>

    /// The row of the window's first step.
    var first: Int { shape.start(of: 1) + 1 }

    init(layers: [Layer<K>], shape: WindowShape, arena: Arena, random: inout RandomSource) {
        self.layers = layers
        self.shape = shape
        inputs = layers.map { layer in
            let values = arena.floats(shape.horizon * layer.frame.inputWidth)
            random.fill(values, count: shape.horizon * layer.frame.inputWidth, scale: 1)
            return values
        }
        let count = shape.horizon * (layers.last?.frame.units ?? 0)
        direction = arena.floats(count)
        random.fill(direction, count: count, scale: 1)
    }

    /// Puts what a window leaves behind in front of the one that is looked at.
    func beginWithHistory(sizes: [LayerSize], arena: Arena) {
        forward(window: 0)
        for (layer, size) in zip(layers, sizes) {
            layer.perform(StateCarrying(window: 0, steps: shape.horizon))
            let state = arena.floats(size.stateFloats)
            layer.perform(StateSaving(window: 0, state: state))
            layer.perform(StateRestoring(window: 1, state: state))
        }
    }

    private func forward(window: Int) {
        for (index, layer) in layers.enumerated() {
            let frame = layer.frame
            let row = shape.start(of: window) + 1
            (frame.inputs + row * frame.inputWidth).update(from: inputs[index], count: shape.horizon * frame.inputWidth)
            let belowHidden = index > 0 ? UnsafePointer(layers[index - 1].frame.hidden) : nil
            layer.perform(WindowForward(window: window, belowHidden: belowHidden))
        }
    }

    /// Fills all gradients.
    func backward() {
        forward(window: 1)
        for (index, layer) in layers.enumerated() {
            let place = layer.frame.hiddenGradient + first * layer.frame.units
            let count = shape.horizon * layer.frame.units
            if index == layers.count - 1 {
                place.update(from: direction, count: count)
            } else {
                place.update(repeating: 0, count: count)
            }
        }
        for index in layers.indices.reversed() {
            let belowGradient = index > 0 ? layers[index - 1].frame.hiddenGradient : nil
            layers[index].perform(WindowBackward(window: 1, belowHiddenGradient: belowGradient))
        }
    }

    /// The quotient of differences of the loss by an input.
    func quotient(layer: Int, place: Int) -> Double {
        let value = inputs[layer][place]
        inputs[layer][place] = value + Self.change
        let above = loss()
        inputs[layer][place] = value - Self.change
        let below = loss()
        inputs[layer][place] = value
        return (above - below) / Double(2 * Self.change)
    }

    private func loss() -> Double {
        forward(window: 1)
        guard let frame = layers.last?.frame else { return 0 }
        let hidden = frame.hidden + first * frame.units
        return (0..<shape.horizon * frame.units).reduce(0) { $0 + Double(direction[$1]) * Double(hidden[$1]) }
    }
}
