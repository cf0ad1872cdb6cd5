import CodecSamples
import NeuralCodecs
import Testing

@Suite struct StreamRecoveryTests {
    static let raw = sampleText(1000)
    static let blockByteCount = 250

    private func recover(_ stream: [UInt8]) throws -> (bytes: [UInt8], lost: [LostRange], damagedEnds: [Int]) {
        let sink = ArraySink()
        let result = try StreamRecovery.recover(from: DribblingSource(stream), to: sink)
        #expect(result.summary.rawByteCount == sink.bytes.count)
        #expect(result.summary.compressedByteCount == stream.count)
        return (sink.bytes, result.lostRanges, result.damagedEnds)
    }

    /// What of `raw` should be there, given what is reported lost.
    private func remains(of raw: [UInt8], without lost: [LostRange]) -> [UInt8] {
        raw.indices.filter { index in
            !lost.contains { $0.start <= index && index < $0.end ?? .max }
        }.map { raw[$0] }
    }

    @Test func nothingIsLostOfAWholeStream() throws {
        for stream in [try compress(Self.raw, blockByteCount: 250), try compress([]), try compress(Self.raw)] {
            let result = try recover(stream + stream)
            #expect(try result.bytes == decompress(stream + stream))
            #expect(result.lost.isEmpty)
        }
    }

    /// Any changed byte costs at most one block, whether it lies in a header or a payload, and the report is exact.
    @Test func aChangedByteCostsOneBlock() throws {
        let stream = try compress(Self.raw, blockByteCount: Self.blockByteCount, segmentByteCount: 100)
        let header = 12 + (ModelParameters.level(1)?.encoded.count ?? 0) + 1
        for position in header..<stream.count {
            var damaged = stream
            damaged[position] ^= 0x24
            let (bytes, lost, ends) = try recover(damaged)
            #expect(ends == (position >= stream.count - endByteCount ? [1] : []), "byte \(position)")
            #expect(bytes == remains(of: Self.raw, without: lost), "byte \(position)")
            #expect(bytes.count >= Self.raw.count - Self.blockByteCount, "byte \(position)")
            #expect(lost.count <= 1)
            #expect(lost.count == 1 || bytes == Self.raw)
        }
    }

    @Test func missingAndAddedBytesCostOneBlock() throws {
        let stream = try compress(Self.raw, blockByteCount: Self.blockByteCount, segmentByteCount: 100)
        let header = 12 + (ModelParameters.level(1)?.encoded.count ?? 0) + 1
        for position in stride(from: header, to: stream.count - 20, by: 5) {
            let shorter = try recover(Array(stream[..<position] + stream[(position + 7)...]))
            #expect(shorter.bytes == remains(of: Self.raw, without: shorter.lost), "byte \(position)")
            #expect(shorter.bytes.count >= Self.raw.count - 2 * Self.blockByteCount, "byte \(position)")
            let longer = try recover(Array(stream[..<position] + [1, 2, 3, 4, 5] + stream[position...]))
            #expect(longer.bytes == remains(of: Self.raw, without: longer.lost), "byte \(position)")
            #expect(longer.bytes.count >= Self.raw.count - Self.blockByteCount, "byte \(position)")
        }
    }

    @Test func theEndIsLostWhenCutOff() throws {
        let stream = try compress(Self.raw, blockByteCount: Self.blockByteCount)
        for length in stride(from: 0, through: stream.count - endByteCount, by: 1) {
            let (bytes, lost, _) = try recover(Array(stream[..<length]))
            #expect(Self.raw.starts(with: bytes))
            #expect(lost.count == 1 && lost.first?.start == bytes.count && lost.first?.end == nil)
        }
    }

    /// A tag, the length (1000, two bytes) and a checksum.
    private let endByteCount = 7

    /// However it is damaged, all that comes before it is there.
    @Test func aDamagedEndRecordLosesNothing() throws {
        for (raw, endByteCount) in [(Self.raw, 7), ([], 6), ([UInt8](repeating: 9, count: 90), 6)] {
            let stream = try compress(raw, blockByteCount: Self.blockByteCount)
            let body = stream.dropLast(endByteCount)
            var ends = stream.indices.suffix(endByteCount).flatMap { place in
                [UInt8](arrayLiteral: 0x01, 0x24, 0x80, 0xFF).map { mask in
                    var damaged = stream
                    damaged[place] ^= mask
                    return Array(damaged.suffix(endByteCount))
                }
            }
            ends.append([UInt8](repeating: 0, count: endByteCount))
            ends.append(Array("garbage".utf8.prefix(endByteCount)))
            for end in ends {
                #expect(throws: StreamError.self) { try decompress(body + end) }
                for behind in [[], stream] {
                    let (bytes, lost, damagedEnds) = try recover(body + end + behind)
                    #expect(bytes == raw + (behind.isEmpty ? [] : raw), "\(end)")
                    #expect(lost.isEmpty && damagedEnds == [1], "\(end): \(lost)")
                }
            }
            // Cut off.
            for count in 1..<endByteCount {
                let (bytes, lost, damagedEnds) = try recover(Array(stream.dropLast(count)))
                #expect(bytes == raw && lost.isEmpty && damagedEnds == [1], "\(count) bytes less")
            }
        }
    }

    @Test func missingBlocksAreReported() throws {
        let stream = try compress(Self.raw, blockByteCount: 250)
        let starts = (0..<stream.count - 4).filter { Array(stream[$0 + 1..<$0 + 4]) == [0x42, 0x4C, 0x4B] }
        try #require(starts.count == 4)
        let (bytes, lost, _) = try recover(Array(stream[..<starts[1]] + stream[starts[3]...]))
        #expect(bytes == Array(Self.raw[..<250]) + Self.raw[750...])
        #expect(lost.map(\.start) == [250] && lost.map(\.end) == [750])
    }

    @Test func theNextStreamIsFound() throws {
        let stream = try compress(Self.raw)
        var damaged = stream
        damaged[8] ^= 1
        let (bytes, lost, _) = try recover(Array("noise".utf8) + stream + damaged + stream)
        #expect(bytes == Self.raw + Self.raw)
        #expect(lost.map(\.stream) == [1, 3])
    }

    @Test func noiseGivesNothing() throws {
        var generator = SplitMix64(seed: 77)
        let (bytes, lost, _) = try recover(generator.bytes(300_000))
        #expect(bytes.isEmpty && lost.count == 1)
        let empty = try recover([])
        #expect(empty.bytes.isEmpty && empty.lost.count == 1)
    }

    /// Offsets up to 2^63 in headers with right checksums.
    @Test func absurdOffsets() throws {
        var stream = CraftedStream()
        stream.stored([1], blockStart: 0)
        stream.stored([2], blockStart: UInt64(Int.max))
        stream.stored([3], blockStart: UInt64(Int.max) - 1)
        stream.stored([4], blockStart: 5)
        stream.end(total: UInt64(Int.max))
        let (bytes, lost, _) = try recover(stream.bytes)
        #expect(bytes == [1, 3])
        #expect(lost.map(\.start) == [1])
    }
}
