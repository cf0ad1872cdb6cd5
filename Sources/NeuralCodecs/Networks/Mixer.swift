/// Adds the networks' logits, each times a learnt scale, under one softmax.
///
/// With one network it stands aside. The scales learn by plain gradient descent on the loss of the mix.
struct Mixer<K: KernelSet> {
    private static var rate: Float { 0.002 }

    private let count: Int
    private let scales: UnsafeMutablePointer<Float>
    /// Never read: plain gradient descent has none.
    private let moments: UnsafeMutablePointer<Float>
    private let inputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    private let logits: UnsafeMutablePointer<Float>
    private let probabilities: UnsafeMutablePointer<Float>

    init(networkCount: Int, arena: Arena) {
        count = networkCount
        scales = arena.floats(networkCount)
        scales.update(repeating: 1 / Float(networkCount), count: networkCount)
        moments = arena.floats(networkCount)
        inputs = arena.allocate(networkCount, of: UnsafeMutablePointer<Float>.self)
        logits = arena.floats(256)
        probabilities = arena.floats(256)
    }

    /// What is learnt: nothing with one network.
    var blocks: [WeightBlock] {
        count > 1 ? [WeightBlock(weights: scales, moments: moments, rowCount: 1, length: count, stride: count)] : []
    }

    /// The probabilities of the mix at `row`.
    func mix(_ networks: [Network<K>], row: Int) -> UnsafePointer<Float> {
        let width = networks[0].output.width
        guard count > 1 else { return UnsafePointer(networks[0].output.probabilities + row * width) }
        for index in networks.indices { inputs[index] = networks[index].output.logits + row * width }
        K.combine(inputs, scales: scales, count: count, output: logits, length: width)
        K.softmax(logits: logits, count: networks[0].output.symbolCount, probabilities: probabilities)
        return UnsafePointer(probabilities)
    }

    /// What the mix gave a symbol, after ``mix(_:row:)`` of the same row and before ``learn(_:_:row:)``.
    func probability(of symbol: Int, _ networks: [Network<K>], row: Int) -> Float {
        count > 1 ? probabilities[symbol] : networks[0].output.probabilities[row * networks[0].output.width + symbol]
    }

    /// One step of the scales, after ``mix(_:row:)`` of the same row.
    func learn(_ symbol: Int, _ networks: [Network<K>], row: Int) {
        guard count > 1 else { return }
        let width = networks[0].output.width
        probabilities[symbol] -= 1
        for index in networks.indices {
            scales[index] -= Self.rate * K.dotProduct(probabilities, inputs[index], length: width)
        }
    }
}
