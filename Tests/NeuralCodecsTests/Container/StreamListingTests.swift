import CodecSamples
import NeuralCodecs
import Testing

@Suite struct StreamListingTests {
    @Test func describesEveryStream() throws {
        var generator = SplitMix64(seed: 6)
        let text = try compress(sampleText(10_000), level: 3)
        let blocks = try compress(
            generator.bytes(40_000) + [UInt8](repeating: 1, count: 40_000), blockByteCount: 40_000,
            segmentByteCount: 40_000)
        let empty = try compress([])
        let listed = try StreamDescription.list(DribblingSource(text + blocks + empty))
        #expect(listed.map(\.offset) == [0, text.count, text.count + blocks.count])
        #expect(listed.map(\.compressedByteCount) == [text.count, blocks.count, empty.count])
        #expect(listed.map(\.rawByteCount) == [10_000, 80_000, 0])
        #expect(listed.map(\.spec) == ["lstm,3", "lstm,1", "lstm"])
        #expect(listed.map(\.blockByteCount) == [nil, 40_000, nil])
        #expect(listed.map(\.blockCount) == [1, 2, 0])
        #expect(listed.map(\.codedSegmentCount) == [3, 0, 0])
        #expect(listed.map(\.storedSegmentCount) == [0, 1, 0])
        #expect(listed.map(\.repeatedSegmentCount) == [0, 1, 0])
    }

    @Test func refusesWhatIsNoStream() throws {
        let stream = try compress(sampleText(10_000))
        #expect(throws: StreamError.notAStream(offset: 0)) { try StreamDescription.list(DribblingSource([1, 2])) }
        for length in stride(from: 0, to: stream.count, by: 7) {
            #expect(throws: StreamError.self) { try StreamDescription.list(DribblingSource(Array(stream[..<length]))) }
        }
    }
}
