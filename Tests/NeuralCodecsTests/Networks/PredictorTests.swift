import NeuralCodecs
import Testing

/// The predictor by itself: what neither the container nor the file tool can see.
@Suite struct PredictorTests {
    /// A little text with repeats, so that windows are replayed and rows of one-hot inputs come and go.
    private static let text = Array(
        String(repeating: "It was the best of times, it was the worst of times; ", count: 12).utf8.enumerated().map {
            $0.offset % 97 == 96 ? UInt8(ascii: "0") + UInt8($0.offset % 10) : $0.element
        })

    private func encode(
        _ bytes: [UInt8], _ parameters: ModelParameters, threads: Int = 1, kernels: KernelBuild = .fastest
    ) -> [UInt8] {
        let predictor = BytePredictor(parameters: parameters, threads: threads, kernels: kernels)
        predictor.addSymbols(Set(bytes).sorted())
        var encoder = RangeEncoder()
        bytes.withUnsafeBytes { predictor.encode($0, with: &encoder) }
        return encoder.finish()
    }

    private func decode(
        _ payload: [UInt8], like bytes: [UInt8], _ parameters: ModelParameters, kernels: KernelBuild = .fastest
    ) throws -> [UInt8] {
        let predictor = BytePredictor(parameters: parameters, kernels: kernels)
        predictor.addSymbols(Set(bytes).sorted())
        var result = [UInt8](repeating: 0, count: bytes.count)
        try payload.withUnsafeBytes { payload in
            var decoder = RangeDecoder(payload)
            try result.withUnsafeMutableBytes { try predictor.decode(into: $0, with: &decoder) }
        }
        return result
    }

    /// The promise that makes streams portable: builds of the kernels differ in speed only.
    @Test(.enabled(if: KernelBuild.avx2.isAvailable), arguments: [1, 4, 5, 9])
    func bothBuildsOfTheKernelsGiveTheSameStream(level: Int) throws {
        let parameters = try #require(ModelParameters.level(level))
        // The portable build is tens of times slower on this processor.
        let bytes = Array(Self.text.prefix(level < 9 ? 500 : 160))
        let payload = encode(bytes, parameters, kernels: .avx2)
        #expect(encode(bytes, parameters, kernels: .portable) == payload)
        #expect(try decode(payload, like: bytes, parameters, kernels: .portable) == bytes)
    }

    @Test(arguments: [1, 5, 8, 9]) func threadsDoNotShowInTheStream(level: Int) throws {
        let parameters = try #require(ModelParameters.level(level))
        let payload = encode(Self.text, parameters)
        for threads in [2, 3, 5] {
            #expect(encode(Self.text, parameters, threads: threads) == payload, "\(threads) threads")
        }
        #expect(try decode(payload, like: Self.text, parameters) == Self.text)
    }

    @Test(arguments: 1...9) func memoryStaysWithinItsBound(level: Int) throws {
        let parameters = try #require(ModelParameters.level(level))
        let predictor = BytePredictor(parameters: parameters)
        let bound = parameters.memoryByteCount
        #expect(predictor.allocatedByteCount <= bound)
        #expect(predictor.allocatedByteCount >= bound * 9 / 10, "the bound says nothing if it is far off")
        if level < 9 { #expect(bound <= 44 << 20, "with the program and its buffers it must stay below 64 MiB") }
        #expect(bound <= ModelParameters.memoryLimit)
    }

    @Test(arguments: 1...9) func parametersSurviveTheirEncoding(level: Int) throws {
        let parameters = try #require(ModelParameters.level(level))
        let encoded = parameters.encoded
        #expect(encoded.count <= 64)
        var bytes = (encoded + [7])[...]
        #expect(try ModelParameters(decoding: &bytes) == parameters)
        #expect(Array(bytes) == [7], "they end where they end")
        for length in 0..<encoded.count {
            var part = encoded.prefix(length)
            #expect(throws: ModelParametersError.truncated) { try ModelParameters(decoding: &part) }
        }
    }

    @Test func absurdParametersAreRefusedBeforeAnythingIsAllocated() throws {
        var later = [UInt8(ModelParameters.version + 1)][...]
        #expect(throws: ModelParametersError.unsupportedVersion(found: 3, supported: 2)) {
            try ModelParameters(decoding: &later)
        }
        // Eight layers of 1024 units in four networks, seven replays: every value is allowed, their memory is not.
        let layers = [ModelParameters.Layer](repeating: .lstm(1024), count: 8)
        let huge = ModelParameters(
            networks: Array(repeating: .init(layers: layers, learningRate: 1), count: 4), horizon: 128, lags: 8,
            replays: 7, replayCapacity: 65536)
        var bytes = huge.encoded[...]
        #expect(
            throws: ModelParametersError.tooLarge(byteCount: huge.memoryByteCount, limit: ModelParameters.memoryLimit)
        ) {
            try ModelParameters(decoding: &bytes)
        }
    }

    /// What makes the coder a model of text: it learns.
    @Test func repetitionBecomesCheap() throws {
        let parameters = try #require(ModelParameters.level(1))
        let once = Array("The quick brown fox jumps over the lazy dog. ".utf8)
        let many = Array(repeating: once, count: 100).flatMap { $0 }
        #expect(encode(many, parameters).count < 8 * encode(once, parameters).count)
    }
}
