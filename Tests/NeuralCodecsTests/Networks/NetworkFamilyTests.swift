import CodecInterface
import NeuralCodecs
import Testing

/// A level of a family, as an argument of a test.
struct FamilyLevel: Sendable, CustomTestStringConvertible {
    let family: NetworkFamily
    let level: Int

    var testDescription: String { "\(family.rawValue),\(level)" }

    var parameters: ModelParameters {
        get throws { try #require(ModelParameters.level(level, of: family)) }
    }

    /// The levels of all families; those of `lstm` have tests of their own besides.
    static let all = NetworkFamily.allCases.flatMap { family in
        family.levels.map { FamilyLevel(family: family, level: $0) }
    }
    static let others = all.filter { $0.family != .lstm }
}

/// What holds for the networks of every family.
@Suite struct NetworkFamilyTests {
    private typealias Layer = ModelParameters.Layer

    private static func network(_ layers: [Layer]) -> ModelParameters.Network {
        ModelParameters.Network(layers: layers, learningRate: 1000)
    }

    /// One network for each kind of layer, above and below others.
    private static let networks: [ModelParameters.Network] = [
        network([.lstm(16), .quasi(24)]),
        network([Layer(cell: .elman, isRecurrent: true, units: 16), Layer(cell: .elman, isRecurrent: false, units: 24)]
        ),
        network([Layer(cell: .gru, isRecurrent: true, units: 16), Layer(cell: .gru, isRecurrent: true, units: 24)]),
        network([
            Layer(cell: .minimalGRU, isRecurrent: true, units: 16),
            Layer(cell: .minimalGRU, isRecurrent: false, units: 24), .quasi(8),
        ]),
        network([
            Layer(cell: .attention(.init(heads: 2, span: 16, context: 24, inner: 40)), isRecurrent: false, units: 32),
            Layer(cell: .attention(.init(heads: 1, span: 24, context: 0, inner: 8)), isRecurrent: false, units: 32),
            Layer(cell: .attention(.init(heads: 1, span: 8, context: 8, inner: 16)), isRecurrent: false, units: 24),
        ]),
    ]

    /// Encoder and decoder agree on any gradient; that it is the right one shows only here.
    @Test(arguments: networks, KernelBuild.allCases.filter(\.isAvailable))
    func gradientsAreThoseOfDifferences(network: ModelParameters.Network, kernels: KernelBuild) {
        let error = GradientProbe(network).largestError(samples: 20, kernels: kernels)
        #expect(error < 0.02, "\(network.layers)")
    }

    /// Families are compared at equal work: that of the level of `lstm` with the same number, to a tenth.
    @Test(arguments: FamilyLevel.others) func levelsDoTheWorkOfThoseOfLSTM(level: FamilyLevel) throws {
        let work = ModelCost(of: try level.parameters, symbolCount: 75).total
        let other = ModelCost(of: try #require(ModelParameters.level(level.level)), symbolCount: 75).total
        #expect(abs(Double(work) / Double(other) - 1) <= 0.1, "\(work) against \(other)")
    }

    @Test(arguments: FamilyLevel.others) func memoryStaysWithinItsBound(level: FamilyLevel) throws {
        let parameters = try level.parameters
        let allocated = BytePredictor(parameters: parameters).allocatedByteCount
        #expect(allocated <= parameters.memoryByteCount && allocated >= parameters.memoryByteCount * 9 / 10)
        #expect(parameters.memoryByteCount <= 44 << 20)
    }

    @Test(arguments: FamilyLevel.all) func parametersSurviveTheirEncoding(level: FamilyLevel) throws {
        let parameters = try level.parameters
        #expect(parameters.isValid && parameters.encoded.count <= StreamFormat.maximumParametersByteCount)
        #expect(parameters.version == (level.family == .lstm ? 1 : 2))
        #expect(Int(parameters.encoded[0]) == parameters.version)
        for length in 0..<parameters.encoded.count {
            var part = parameters.encoded.prefix(length)
            #expect(throws: ModelParametersError.truncated) { try ModelParameters(decoding: &part) }
        }
    }

    @Test func layersThatCannotBeAreRefused() throws {
        func decoded(_ layer: Layer) throws -> ModelParameters {
            let parameters = ModelParameters(networks: [Self.network([layer])])
            var bytes = parameters.encoded[...]
            return try ModelParameters(decoding: &bytes)
        }
        #expect(throws: ModelParametersError.outOfRange(field: "layer", value: 4)) {
            try decoded(Layer(cell: .gru, isRecurrent: false, units: 16))
        }
        // Heads of four components, then a layer with attention that reads its own outputs.
        #expect(throws: ModelParametersError.outOfRange(field: "layer", value: 4)) {
            try decoded(
                Layer(cell: .attention(.init(heads: 4, span: 16, context: 8, inner: 8)), isRecurrent: false, units: 16))
        }
        #expect(throws: ModelParametersError.outOfRange(field: "layer", value: 5)) {
            try decoded(
                Layer(cell: .attention(.init(heads: 1, span: 8, context: 8, inner: 8)), isRecurrent: true, units: 16))
        }
        #expect(throws: ModelParametersError.outOfRange(field: "context", value: 129)) {
            try decoded(
                Layer(
                    cell: .attention(.init(heads: 1, span: 8, context: 1032, inner: 8)), isRecurrent: false, units: 16))
        }
        var unknown = ModelParameters(
            networks: [Self.network([Layer(cell: .elman, isRecurrent: true, units: 8)])]
        ).encoded[...]
        unknown[unknown.endIndex - 2] = 9
        #expect(throws: ModelParametersError.outOfRange(field: "cell", value: 9)) {
            try ModelParameters(decoding: &unknown)
        }
    }

    /// A model joined of several families, within a network and beside it, with replay and a window that is cut off.
    @Test func familiesMayBeMixed() throws {
        let parameters = ModelParameters(
            networks: Self.networks[1...3] + [Self.network([.lstm(8)] + Self.networks[4].layers)], replays: 2,
            replayCapacity: 16)
        let text = sampleText(700)
        var payloads: [[UInt8]] = []
        for threads in [1, 3] {
            let predictor = BytePredictor(parameters: parameters, threads: threads)
            predictor.addSymbols(Set(text).sorted())
            var encoder = RangeEncoder()
            for piece in [text[..<333], text[333...]] {
                Array(piece).withUnsafeBytes { predictor.encode($0, with: &encoder) }
            }
            payloads.append(encoder.finish())
        }
        #expect(payloads[0] == payloads[1])
        let predictor = BytePredictor(parameters: parameters, threads: 2)
        predictor.addSymbols(Set(text).sorted())
        var raw = [UInt8](repeating: 0, count: text.count)
        try payloads[0].withUnsafeBytes { payload in
            var decoder = RangeDecoder(payload)
            try raw.withUnsafeMutableBytes { raw in
                for piece in [0..<333, 333..<text.count] {
                    try predictor.decode(into: UnsafeMutableRawBufferPointer(rebasing: raw[piece]), with: &decoder)
                }
            }
        }
        #expect(raw == text)
    }
}
