import CodecInterface
import CodecSamples
import NeuralCodecs
import Testing

/// What each stretch of an input costs within the stream of the whole.
@Suite struct StreamCostsTests {
    private static let inputs: [String: [UInt8]] = [
        "text": Array(String(repeating: "the cat sat on a mat. ", count: 300).utf8),
        "one byte": [65],
        "one value": [UInt8](repeating: 7, count: 5000),
        "random, then text": {
            var generator = SplitMix64(seed: 5)
            return (0..<9000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
                + Array(String(repeating: "over and over ", count: 500).utf8)
        }(),
    ]

    @Test(arguments: inputs.keys.sorted(), [nil, 1 << 12])
    func costsAddUpToTheStream(name: String, segmentByteCount: Int?) throws {
        let raw = try #require(Self.inputs[name])
        let parameters = try #require(ModelParameters.level(1))
        let encoder =
            segmentByteCount.map { StreamEncoder(parameters: parameters, segmentByteCount: $0) }
            ?? StreamEncoder(parameters: parameters)
        let stream =
            try segmentByteCount.map { try compress(raw, segmentByteCount: $0) }
            ?? compress(raw, segmentByteCount: 1 << 20)
        let positions = Array(Set([1, 100, 256, 1000, 4096, 4097, 8192, raw.count].filter { $0 <= raw.count })).sorted()
        let bits = raw.withUnsafeBytes { encoder.compressedBits(of: $0, at: positions) }
        #expect(bits.count == positions.count)
        #expect(bits.last == 8 * Double(stream.count))
        #expect(zip(bits, bits.dropFirst()).allSatisfy(<=), "\(bits)")
        #expect(bits.allSatisfy { $0 > 0 })
    }

    /// The coder cannot know more after a stretch than it wrote: a beginning by itself costs about as much.
    @Test func aStretchCostsWhatABeginningDoes() throws {
        let raw = try #require(Self.inputs["text"])
        let codec = try LSTMCodec(parameters: "1", threads: 1)
        let bits = raw.withUnsafeBytes { codec.compressedBits(of: $0, at: [1000, raw.count]) }
        let beginning = try compress(Array(raw[..<1000]), segmentByteCount: 1 << 20)
        #expect(abs(bits[0] / 8 - Double(beginning.count)) < 40)
    }
}
