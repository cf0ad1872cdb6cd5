/// Codes bytes with a model of contexts and, on levels that have them, networks beside it.
final class MixLoop<K: KernelSet> {
    private let arena = Arena()
    private var model: ByteModel<K>
    private let networks: PredictorLoop<K>?
    private var sums: NodeSums
    private let horizon: Int
    private var kept: Memory?

    init(_ parameters: MixParameters, threads: Int) {
        model = ByteModel(parameters.bytes, hasNetwork: parameters.networks != nil, arena: arena)
        networks = parameters.networks.map { PredictorLoop(parameters: $0, threads: threads) }
        horizon = parameters.networks?.horizon ?? 1
        sums = NodeSums(arena: arena)
    }

    var allocatedByteCount: Int { arena.byteCount + (networks?.allocatedByteCount ?? 0) }

    func addSymbols(_ values: [UInt8]) { networks?.addSymbols(values) }

    /// Begins bytes that lie in a table, or in none.
    func begin(_ shape: TableShape) { model.begin(shape) }

    /// All that it has learnt.
    struct Memory {
        fileprivate let networks: PredictorLoop<K>.Memory?
        fileprivate var model: ByteModel<K>
        fileprivate var contents: [[UInt8]]
    }

    /// To go back to what is known now, by ``restore(_:)``.
    func memory() -> Memory { Memory(networks: networks?.memory(), model: model, contents: arena.contents()) }

    func restore(_ memory: Memory) {
        model = memory.model
        arena.restore(memory.contents)
        if let known = memory.networks { networks?.restore(known) }
    }

    func keepState() { kept = memory() }

    func restoreState() { if let kept { restore(kept) } }

    func encode(_ bytes: UnsafeRawBufferPointer, with encoder: inout RangeEncoder) {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        // A copy on the stack: what the class holds cannot be kept in registers.
        var model = model
        defer { self.model = model }
        guard let networks, networks.hasSymbols else {
            for byte in bytes {
                _ = model.code(byte, network: nil, with: &encoder)
                encoder.countSymbol()
            }
            return
        }
        networks.withTeam {
            var place = 0
            while place + horizon <= bytes.count {
                networks.beginKnownWindow(base + place)
                for row in 1...horizon {
                    sums.set(networks.distribution(row: row), alphabet: networks.alphabet)
                    _ = model.code(base[place + row - 1], network: sums, with: &encoder)
                    encoder.countSymbol()
                    networks.noteKnown(row: row)
                }
                networks.endKnownWindow()
                place += horizon
            }
            for byte in bytes[place...] {
                sums.set(networks.nextDistribution(), alphabet: networks.alphabet)
                _ = model.code(byte, network: sums, with: &encoder)
                encoder.countSymbol()
                networks.learn(byte: byte)
            }
            networks.closeWindow()
        }
    }

    /// Goes on with bytes of `choose`'s, from which nothing is learnt.
    ///
    /// - Parameters:
    ///   - values: the byte values that may come, all of them declared.
    ///   - choose: gets how many they are and the probability of each by its number, and returns one's number.
    func generate(
        into bytes: UnsafeMutableRawBufferPointer, of values: [UInt8], choose: (Int, (Int) -> Double) -> Int
    ) {
        var model = model
        defer {
            model.resumeLearning()
            self.model = model
        }
        var tree = ByteTree(values: values)
        func next(_ network: NodeSums?) -> UInt8 {
            model.distribute(over: &tree, network: network)
            let byte = tree.values[choose(values.count, tree.probability)]
            model.continueWithoutLearning(byte)
            return byte
        }
        guard let networks, networks.hasSymbols else {
            for index in bytes.indices { bytes[index] = next(nil) }
            return
        }
        networks.withTeam { () throws(Never) in
            for index in bytes.indices {
                sums.set(networks.nextDistribution(), alphabet: networks.alphabet)
                bytes[index] = next(sums)
                networks.continueWithoutLearning(networks.alphabet.symbol(of: bytes[index]))
            }
            networks.closeWindow()
        }
    }

    func decode<Decoder: BitCoder>(into bytes: UnsafeMutableRawBufferPointer, with decoder: inout Decoder)
        throws(RangeDecoderError)
    {
        var model = model
        defer { self.model = model }
        guard let networks, networks.hasSymbols else {
            for index in bytes.indices {
                bytes[index] = model.code(0, network: nil, with: &decoder)
                if decoder.isExhausted { throw .payloadUsedUp }
            }
            return
        }
        try networks.withTeam { () throws(RangeDecoderError) in
            for index in bytes.indices {
                sums.set(networks.nextDistribution(), alphabet: networks.alphabet)
                let byte = model.code(0, network: sums, with: &decoder)
                bytes[index] = byte
                if decoder.isExhausted { throw .payloadUsedUp }
                networks.learn(byte: byte)
            }
            networks.closeWindow()
        }
    }
}
