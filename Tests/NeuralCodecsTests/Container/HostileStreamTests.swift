import CodecSamples
import NeuralCodecs
import Testing

/// Streams that are cut, changed or made up must end in an error that says where, and never in wrong bytes.
@Suite struct HostileStreamTests {
    static let raw = sampleText(150)

    @Test(arguments: [1, 3])
    func truncatedAtEveryByte(threads: Int) throws {
        let raw = sampleText(600)
        let stream = try compress(raw, blockByteCount: 200, segmentByteCount: 100)
        for length in 0..<stream.count {
            let (released, error) = decompressDamaged(Array(stream[..<length]), threads: threads)
            guard case .truncated(let offset, _) = error else {
                Issue.record("cut to \(length) bytes: \(error.map { "\($0)" } ?? "no error")")
                continue
            }
            #expect(offset == length)
            #expect(raw.starts(with: released))
        }
        #expect(try decompress(stream, threads: threads) == raw)
    }

    /// A changed bit is an error with an offset, or (in bits of the payload that decoding does not need) has no effect.
    @Test func everyBitFlipped() throws {
        let stream = try compress(Self.raw, segmentByteCount: 100)
        var withoutEffect = 0
        for bit in 0..<stream.count * 8 {
            var damaged = stream
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            let (released, error) = decompressDamaged(damaged)
            #expect(Self.raw.starts(with: released), "bit \(bit)")
            guard let error else {
                #expect(released == Self.raw)
                withoutEffect += 1
                continue
            }
            switch error {
            case .truncated(let offset, _), .notAStream(let offset), .damaged(let offset, _),
                .unsupportedVersion(_, _, _, let offset):
                #expect(offset <= stream.count && offset <= bit / 8 + 128)
            default:
                Issue.record("bit \(bit): \(error)")
            }
        }
        #expect(withoutEffect < 16)
    }

    @Test func randomBytes() throws {
        var generator = SplitMix64(seed: 21)
        for length in 0..<300 {
            let (released, error) = decompressDamaged(generator.bytes(length))
            #expect(released.isEmpty && error != nil)
        }
        // With an intact header the random bytes get further.
        let header = try compress(sampleText(200)).prefix(while: { $0 != 0xAC })
        for length in 0..<300 {
            let (released, error) = decompressDamaged(header + generator.bytes(length))
            #expect(released.isEmpty && error != nil)
        }
    }

    @Test func bytesAfterTheEnd() throws {
        let stream = try compress(Self.raw)
        for garbage: [UInt8] in [[0], [0x0A], [0x89], Array("hello".utf8)] {
            let (released, error) = decompressDamaged(stream + garbage)
            #expect(released == Self.raw)
            if garbage == [0x89] {
                #expect(error == .truncated(offset: stream.count + 1, missing: "the stream header"))
            } else {
                #expect(error == .notAStream(offset: stream.count))
            }
        }
    }

    @Test func otherFormatsAreNoStreams() {
        for bytes in ["", "hello, world", "\u{1F}", "7z¼¯"] {
            let error = decompressDamaged(Array(bytes.utf8)).error
            let expected: StreamError =
                bytes.isEmpty ? .truncated(offset: 0, missing: "the stream header") : .notAStream(offset: 0)
            #expect(error == expected)
        }
    }

    @Test func piecesInTheWrongOrder() throws {
        let raw = sampleText(400)
        let stream = try compress(raw, blockByteCount: 100)
        let starts = (0..<stream.count - 4).filter { Array(stream[$0 + 1..<$0 + 4]) == [0x42, 0x4C, 0x4B] }
        try #require(starts.count == 4)
        let header = Array(stream[..<starts[0]])
        let blocks = [starts[0]..<starts[1], starts[1]..<starts[2], starts[2]..<starts[3]].map { Array(stream[$0]) }
        let rest = Array(stream[starts[3]...])
        for threads in [1, 3] {
            let swapped = decompressDamaged(header + blocks[1] + blocks[0] + blocks[2] + rest, threads: threads)
            #expect(swapped.released.isEmpty && swapped.error.isDamage)
            let missing = decompressDamaged(header + blocks[0] + blocks[2] + rest, threads: threads)
            #expect(missing.released == Array(raw[..<100]) && missing.error.isDamage)
            let twice = decompressDamaged(header + blocks[0] + blocks[0] + blocks[1], threads: threads)
            #expect(twice.released == Array(raw[..<100]) && twice.error.isDamage)
        }
    }

    /// Segments of one block that are all stored: only their checksums tell them apart.
    @Test func storedSegmentsInTheWrongOrder() throws {
        var generator = SplitMix64(seed: 4)
        let raw = generator.bytes(400)
        let stream = try compress(raw, segmentByteCount: 100)
        // 12 bytes of header and the parameters; the first segment's header has 14 bytes, the others' 10.
        let first = 12 + (ModelParameters.level(1)?.encoded.count ?? 0)
        let second = first + 14 + 100
        let third = second + 10 + 100
        let fourth = third + 10 + 100
        try #require(stream[second] == 0xA1 && stream[third] == 0xA1 && stream[fourth] == 0xA1)
        let swapped = stream[..<second] + stream[third..<fourth] + stream[second..<third] + stream[fourth...]
        let result = decompressDamaged(Array(swapped))
        #expect(result.released == Array(raw[..<100]) && result.error.isDamage)
        let missing = decompressDamaged(Array(stream[..<second] + stream[third...]))
        #expect(missing.released == Array(raw[..<100]) && missing.error.isDamage)
    }
}

extension StreamError? {
    var isDamage: Bool {
        if case .damaged = self { true } else { false }
    }
}
