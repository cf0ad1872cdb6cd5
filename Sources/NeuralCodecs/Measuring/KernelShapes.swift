internal import NeuralKernels
internal import NeuralKernelsAVX2

typealias PortableKernels = NeuralKernels.Kernels
typealias VectorKernels = NeuralKernelsAVX2.Kernels

/// A kernel with its operands at hand.
struct KernelCall {
    let name: String
    /// Fused multiply-adds of one call; nil where the kernel is made of other things.
    let multiplyAdds: Int?
    let body: () -> Void
}

/// The kernels in the shapes that a layer of the model's widest network gives them.
struct KernelShapes<K: KernelSet> {
    /// In the order in which a byte meets them.
    let calls: [KernelCall]

    init(of parameters: ModelParameters, symbolCount: Int) {
        let units = parameters.networks.flatMap(\.layers).map(\.units).max() ?? 8
        let gates = 3 * units
        let width = (symbolCount + 7) / 8 * 8
        let horizon = parameters.horizon
        let rows = (1 + parameters.replays) * (horizon + 1)
        let arena = Arena()
        var random = RandomSource(seed: 1)
        func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
            let values = arena.floats(count)
            random.fill(values, count: count, scale: 0.3)
            return values
        }
        let weights = floats(units * gates)
        let moments = arena.floats(units * gates)
        let inputs = floats(rows * units)
        let gradients = floats(rows * gates)
        let output = floats(rows * gates)
        let transposed = floats(gates * horizon)
        let inputGradient = arena.floats(units * horizon)
        let vectors = (0..<8).map { _ in floats(gates) }
        let states = (0..<5).map { _ in floats(units) }
        let scales = arena.floats(8)
        let logits = floats(width)
        let probabilities = arena.floats(width)

        calls = [
            KernelCall(name: "matrix × vector, \(gates)×\(units)", multiplyAdds: gates * units) {
                K.accumulateProduct(weights: weights, input: inputs, output: output, columns: units, rows: gates)
                _ = arena
            },
            KernelCall(name: "cell forward, \(units)", multiplyAdds: nil) {
                // Anew each time: the kernel normalises what it is given.
                vectors[0].update(from: gradients, count: gates)
                K.cellForward(
                    preactivations: vectors[0], gain: vectors[1], bias: vectors[2], activations: vectors[3],
                    scales: scales, previousCell: states[0], cell: states[1], cellTangent: states[2], hidden: states[3],
                    units: units)
            },
            KernelCall(name: "softmax, \(symbolCount)", multiplyAdds: nil) {
                K.softmax(logits: logits, count: symbolCount, probabilities: probabilities)
            },
            KernelCall(name: "cell backward, \(units)", multiplyAdds: nil) {
                states[4].update(repeating: 0, count: units)
                K.cellBackward(
                    hiddenGradient: states[0], cellGradient: states[4], normalised: vectors[0], activations: vectors[3],
                    scales: scales, previousCell: states[1], cellTangent: states[2], gain: vectors[1],
                    gradient: vectors[4], gainGradient: vectors[5], biasGradient: vectors[6], units: units)
            },
            KernelCall(
                name: "inputs' gradients, \(horizon) steps of \(gates)×\(units)",
                multiplyAdds: horizon * gates * units
            ) {
                K.transposedProducts(
                    weights: weights, gradient: transposed, output: inputGradient, steps: horizon, columns: units,
                    rows: gates)
            },
            KernelCall(
                name: "gradient and optimiser, \(rows - 1) steps of \(gates)×\(units)",
                multiplyAdds: (rows - 1) * gates * units
            ) {
                K.updateMatrix(
                    weights: weights, moments: moments, inputs: inputs, inputStride: units, gradients: gradients,
                    steps: rows - 1, columns: units, rows: gates, rate: 1e-6, decay: 0.999, correction: 1,
                    epsilon: 1e-8)
            },
            KernelCall(
                name: "replay forward, \(horizon) steps of \(gates)×\(units)", multiplyAdds: horizon * gates * units
            ) {
                K.accumulateProducts(
                    weights: weights, input: inputs, inputStride: units, output: output, steps: horizon, columns: units,
                    rows: gates)
            },
        ]
    }
}
