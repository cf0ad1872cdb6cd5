import CodecInterface
import NeuralCodecs
import Testing

/// Streams whose coder knew a file beforehand, long and short ones.
@Suite struct LearntCodersTests {
    private static let known = PriorKnowledge(
        name: "KNOWN", bytes: sampleText(1500), sha256: (0..<32).map { 0xC0 ^ UInt8($0) })

    private static let models: [StreamModel] = ["mix,1", "mix,3", "lstm,1", "gru,1"].compactMap { text in
        (try? CodecSpec.list(parsing: text).first).flatMap { $0 }.flatMap { try? StreamModel(spec: $0) }
    }

    private static func encode(
        _ raw: [UInt8], _ model: StreamModel, _ coders: LearntCoders, blockByteCount: Int? = nil, threads: Int = 1
    ) throws -> [UInt8] {
        let encoder = StreamEncoder(
            model: model, blockByteCount: blockByteCount, threads: threads, knowledge: coders)
        let sink = ArraySink()
        let summary = try encoder.encode(from: DribblingSource(raw), to: sink)
        #expect(summary == StreamSummary(rawByteCount: raw.count, compressedByteCount: sink.bytes.count))
        #expect(sink.bytes.count <= encoder.maximumStreamByteCount(for: raw.count))
        return sink.bytes
    }

    private static func decode(_ stream: [UInt8], _ coders: LearntCoders?, threads: Int = 1) throws -> [UInt8] {
        let sink = ArraySink()
        _ = try StreamDecoder(threads: threads, knowledge: coders).decode(from: DribblingSource(stream), to: sink)
        return sink.bytes
    }

    private static func error(_ stream: [UInt8], _ coders: LearntCoders?) -> StreamError? {
        do throws(StreamError) {
            _ = try StreamDecoder(knowledge: coders).decode(from: DribblingSource(stream), to: ArraySink())
            return nil
        } catch {
            return error
        }
    }

    @Test func shortOnesGoRoundAndSayTheirKnowledge() throws {
        for model in Self.models {
            let coders = LearntCoders(Self.known)
            for raw in [
                [], [65], Array(sampleText(6200).suffix(200)), [UInt8](repeating: 3, count: 90), Array(0...255),
            ] {
                let stream = try Self.encode(raw, model, coders)
                #expect(Array(stream[..<10].suffix(4)) == [0xC0, 0xC1, 0xC2, 0xC3] && stream[4] == 2)
                #expect(try Self.decode(stream, coders) == raw)
                #expect(try Self.decode(stream + stream, LearntCoders(Self.known)) == raw + raw)
                #expect(stream.count <= raw.count + 20)
                let listed = try StreamDescription.list(DribblingSource(stream))
                #expect(listed.map(\.rawByteCount) == [raw.count] && listed[0].spec.hasSuffix("@c0c1c2c3"))
                guard
                    case .knowledgeMissing(needed: [0xC0, 0xC1, 0xC2, 0xC3], given: nil, offset: 0)? = Self.error(
                        stream, nil)
                else {
                    Issue.record("\(String(describing: Self.error(stream, nil)))")
                    continue
                }
            }
        }
    }

    /// Equal first bytes of the hash are not enough: the checksum has all of it.
    @Test func aFileWithTheSameBeginningOfItsHashIsRefused() throws {
        let coders = LearntCoders(Self.known)
        let other = LearntCoders(
            PriorKnowledge(
                name: "OTHER", bytes: sampleText(1501), sha256: Array(Self.known.sha256.prefix(31)) + [0]))
        for raw in [Array(sampleText(300)), [UInt8](repeating: 3, count: 90)] {
            let stream = try Self.encode(raw, Self.models[0], coders)
            guard case .damaged? = Self.error(stream, other) else {
                Issue.record("\(String(describing: Self.error(stream, other)))")
                return
            }
        }
    }

    @Test func longOnesAndBlocksGoRoundWithAnyThreads() throws {
        let raw = sampleText(150_000)
        let model = Self.models[0]
        let coders = LearntCoders(Self.known)
        for size in [nil, 40_000, 1000] {
            let stream = try Self.encode(raw, model, coders, blockByteCount: size)
            #expect(try Self.encode(raw, model, LearntCoders(Self.known), blockByteCount: size, threads: 3) == stream)
            #expect(try Self.decode(stream, LearntCoders(Self.known), threads: 3) == raw)
            #expect(stream[4] == 2 && Array(stream[6..<38]) == Self.known.sha256)
            guard case .knowledgeMissing(needed: Self.known.sha256, given: nil, offset: 0)? = Self.error(stream, nil)
            else {
                Issue.record("\(String(describing: Self.error(stream, nil)))")
                return
            }
        }
    }

    @Test func streamsWithoutKnowledgeDecodeWithAnyFileAtHand() throws {
        let raw = sampleText(3000)
        let sink = ArraySink()
        _ = try StreamEncoder(model: Self.models[0]).encode(from: DribblingSource(raw), to: sink)
        #expect(sink.bytes[4] == 1)
        #expect(try Self.decode(sink.bytes, LearntCoders(Self.known)) == raw)
    }

    /// Whatever byte is changed, wherever the stream is cut: an error, never other bytes.
    @Test func damageIsFound() throws {
        let raw = Array(sampleText(1700).suffix(90)) + [200, 201]
        for model in [Self.models[0], Self.models[2]] {
            let coders = LearntCoders(Self.known)
            let stream = try Self.encode(raw, model, coders)
            for place in stream.indices where place < 24 || place % 5 == 0 || place + 5 > stream.count {
                var damaged = stream
                damaged[place] ^= 1 << UInt8(place & 7)
                #expect(Self.error(damaged, coders) != nil, "byte \(place)")
                #expect(Self.error(Array(stream[..<place]), coders) != nil || place == 0, "cut at \(place)")
            }
            // What was decoded in between leaves no trace.
            #expect(try Self.decode(stream, coders) == raw)
        }
    }

    @Test func recoveryPassesOverADamagedShortStream() throws {
        let coders = LearntCoders(Self.known)
        let parts = [120, 130, 140].map { Array(sampleText(6500).suffix($0)) }
        var streams = try parts.map { try Self.encode($0, Self.models[0], coders) }
        streams[1][streams[1].count - 1] ^= 1
        let sink = ArraySink()
        let (_, lost, _) = try StreamRecovery.recover(
            from: DribblingSource(streams.flatMap { $0 }), to: sink, knowledge: coders)
        #expect(sink.bytes == parts[0] + parts[2])
        #expect(lost.map(\.stream) == [2])
    }
}
