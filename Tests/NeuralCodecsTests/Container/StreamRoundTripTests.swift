import CodecSamples
import NeuralCodecs
import Testing

@Suite struct StreamRoundTripTests {
    static let inputs: [String: [UInt8]] = {
        var generator = SplitMix64(seed: 5)
        return [
            "empty": [],
            "one byte": [0x41],
            "two bytes": [0xFF, 0x00],
            "one value": [UInt8](repeating: 0, count: 10_000),
            "every value": Array(0...255),
            "short text": Array("No man is an island.\n".utf8),
            "text": sampleText(9000),
            "exactly one segment": sampleText(4096),
            "exactly two segments": sampleText(8192),
            "a segment and a byte": sampleText(4097),
            "random": generator.bytes(10_000),
            "random, large enough to look so": generator.bytes(70_000),
            "text, random, zeros, text": sampleText(9000) + generator.bytes(9000)
                + [UInt8](repeating: 0, count: 9000) + sampleText(9000, seed: 2),
        ]
    }()

    @Test(arguments: inputs.keys.sorted())
    func comesBack(name: String) throws {
        let raw = try #require(Self.inputs[name])
        let stream = try compress(raw)
        #expect(try decompress(stream) == raw)
        #expect(try decompress(stream, threads: 3) == raw)
        #expect(stream.count <= raw.count + raw.count / 1000 + 64 + raw.count / 4096 * 24)
    }

    @Test(arguments: inputs.keys.sorted(), [1, 1000, 4096, 10_000])
    func blocksComeBack(name: String, blockByteCount: Int) throws {
        let raw = try #require(Self.inputs[name]?.prefix(blockByteCount == 1 ? 300 : .max)).map { $0 }
        let stream = try compress(raw, blockByteCount: blockByteCount)
        #expect(try compress(raw, blockByteCount: blockByteCount, threads: 3) == stream)
        #expect(try decompress(stream) == raw)
        #expect(try decompress(stream, threads: 3) == raw)
        #expect(try decompress(stream, threads: 16) == raw)
    }

    @Test func theSameBytesEveryTime() throws {
        let raw = sampleText(20_000)
        #expect(try compress(raw) == compress(raw))
        #expect(try compress(raw, threads: 2) == compress(raw))
    }

    @Test func streamsOneAfterTheOther() throws {
        let first = sampleText(5000)
        let second = sampleText(3000, seed: 2)
        let stream = try compress(first) + compress([]) + compress(second, blockByteCount: 1000)
        #expect(try decompress(stream) == first + second)
        #expect(try decompress(stream, threads: 2) == first + second)
    }

    /// At most 0.1 % and 64 bytes more, whatever the input and however small, at the encoder's own segment length.
    @Test(arguments: [1, 10, 100, 1000, 30_000, 100_000, 600_000])
    func randomBytesHardlyGrow(count: Int) throws {
        var generator = SplitMix64(seed: UInt64(count))
        let raw = generator.bytes(count)
        let stream = try compress(raw, segmentByteCount: StreamFormat.segmentByteCount)
        #expect(stream.count <= count + count / 1000 + 64)
        #expect(try decompress(stream) == raw)
    }

    @Test func framingIsSmall() throws {
        #expect(try compress([]).count <= 20)
        // One value is one record.
        #expect(try compress([UInt8](repeating: 7, count: 200_000), segmentByteCount: 1 << 18).count <= 45)
        // Header, one segment's header and the end of a stream of text.
        let text = sampleText(10_000)
        let stream = try compress(text, segmentByteCount: 1 << 18)
        let payload = try #require(payloadByteCount(of: stream))
        #expect(stream.count - payload <= 90)
    }

    /// Bytes that the model has seen but the stream stores must not confuse what follows.
    @Test func theModelStartsAnewBehindStoredBytes() throws {
        var generator = SplitMix64(seed: 17)
        // Not uniform, so that it does not look random, but without any gain from modelling a little of it.
        let incompressible = generator.bytes(4096 * 3)
        let raw = incompressible + sampleText(8192) + incompressible + sampleText(8192, seed: 3)
        let stream = try compress(raw)
        #expect(try decompress(stream) == raw)
        let description = try #require(StreamDescription.list(DribblingSource(stream)).first)
        #expect(description.blockCount >= 2 && description.storedSegmentCount >= 3)
        #expect(description.codedSegmentCount >= 4)
    }

    @Test func twentyMegabytesOfZerosAreQuick() throws {
        let stream = try compress([UInt8](repeating: 0, count: 20_000_000), segmentByteCount: 1 << 18)
        #expect(stream.count < 2000)
        let sink = ArraySink()
        _ = try StreamDecoder().decode(from: DribblingSource(stream), to: sink)
        #expect(sink.bytes.count == 20_000_000 && sink.bytes.allSatisfy { $0 == 0 })
    }

    private func payloadByteCount(of stream: [UInt8]) -> Int? {
        // The segment's header: tag, marker, start, raw length in two bytes, payload length in two bytes.
        guard let tag = (0..<stream.count).first(where: { Array(stream[$0...].prefix(4)) == [0xAC, 0x42, 0x4C, 0x4B] })
        else { return nil }
        return Int(stream[tag + 7] & 0x7F) | Int(stream[tag + 8]) << 7
    }
}
