import CodecInterface
import NeuralCodecs
import Testing

/// Streams of coders that begin with trained weights.
@Suite struct TrainedStreamTests {
    private static let file: ModelFile = {
        let parameters = ModelParameters.level(1) ?? SmallTraining.alone
        let sequences = SmallTraining.sequences(SmallTraining.records(150, seed: 1))
        return SmallTraining.file(SmallTraining.trained(parameters, on: sequences, epochs: 2), parameters)
    }()
    private static let knowledge = knowledge(file.encoded)

    private static func knowledge(_ bytes: [UInt8]) -> PriorKnowledge {
        PriorKnowledge(name: "M.ncw", bytes: bytes, sha256: (0..<32).map { UInt8($0) ^ UInt8(bytes.count & 0xFF) })
    }

    private func compress(_ codec: some Codec, _ raw: [UInt8]) throws -> [UInt8] {
        var stream = [UInt8](repeating: 0, count: codec.maximumCompressedByteCount(for: raw.count))
        let count = try raw.withUnsafeBytes { raw in
            try stream.withUnsafeMutableBytes { try codec.compress(raw, into: $0) }
        }
        return Array(stream.prefix(count))
    }

    private func decompress(_ codec: some Codec, _ stream: [UInt8], _ byteCount: Int) throws -> [UInt8] {
        var raw = [UInt8](repeating: 0, count: byteCount)
        let count = try stream.withUnsafeBytes { stream in
            try raw.withUnsafeMutableBytes { try codec.decompress(stream, into: $0) }
        }
        return Array(raw.prefix(count))
    }

    @Test func recordsComeBackAndAreSmaller() throws {
        let codec = try LSTMCodec(parameters: "1", threads: 1, knowledge: Self.knowledge)
        let plain = try LSTMCodec(parameters: "1", threads: 1)
        #expect(codec.information.modelByteCount == Self.knowledge.bytes.count)
        var sizes = (trained: 0, plain: 0)
        for record in SmallTraining.records(20, seed: 7) {
            let stream = try compress(codec, record)
            #expect(try decompress(codec, stream, record.count) == record)
            // From a state that was kept as from a fresh one.
            let again = try LSTMCodec(parameters: "1", threads: 1, knowledge: Self.knowledge)
            #expect(try compress(again, record) == stream)
            sizes.trained += stream.count
            sizes.plain += try compress(plain, record).count
        }
        #expect(sizes.trained * 2 < sizes.plain, "\(sizes)")
        for raw in [[], [7], Array("Äpfel \u{1F600}\0".utf8), [UInt8](repeating: 9, count: 70_000)] as [[UInt8]] {
            #expect(try decompress(codec, compress(codec, raw), raw.count) == raw)
        }
    }

    @Test func blocksBeginWithTheWeights() throws {
        let coders = try LearntCoders(reading: Self.knowledge, codec: "lstm")
        let raw = Array(SmallTraining.records(60, seed: 8).joined())
        let encoder = StreamEncoder(
            model: .networks(Self.file.parameters), blockByteCount: 1000, threads: 2, knowledge: coders)
        let stream = ArraySink()
        _ = try raw.withUnsafeBytes { try encoder.encode(from: BufferSource($0), to: stream) }
        let back = ArraySink()
        let decoder = StreamDecoder(threads: 2, knowledge: try LearntCoders(reading: Self.knowledge, codec: "lstm"))
        _ = try stream.bytes.withUnsafeBytes { try decoder.decode(from: BufferSource($0), to: back) }
        #expect(back.bytes == raw)
        #expect(stream.bytes.count < raw.count / 3)
    }

    @Test func otherNetworksAreRefusedByName() {
        func refusal(_ make: () throws -> any Codec) -> String {
            let error = #expect(throws: CodecError.self) { _ = try make() }
            return error?.description ?? ""
        }
        let file = Self.knowledge
        #expect(
            refusal { try LSTMCodec(parameters: "3", threads: 1, knowledge: file) }
                .contains("'M.ncw': the file has weights of lstm,1, and the codec is lstm,3"))
        #expect(refusal { try GRUCodec(parameters: "1", threads: 1, knowledge: file) }.contains("the codec is gru,1"))
        let cut = Self.knowledge(Array(file.bytes.dropLast(9)))
        #expect(refusal { try LSTMCodec(parameters: "1", threads: 1, knowledge: cut) }.contains("truncated"))
        var changed = file.bytes
        changed[changed.count / 2] ^= 4
        #expect(
            refusal { try LSTMCodec(parameters: "1", threads: 1, knowledge: Self.knowledge(changed)) }
                .contains("checksum"))
    }

    @Test func streamsWantTheirFile() throws {
        let record = SmallTraining.records(1, seed: 7)[0]
        let stream = try compress(LSTMCodec(parameters: "1", threads: 1, knowledge: Self.knowledge), record)
        let error = #expect(throws: CodecError.self) {
            try decompress(LSTMCodec(parameters: "1", threads: 1), stream, record.count)
        }
        #expect(error?.description.contains("SHA-256") == true)
    }

    /// A stream that names the file and has networks that the file is not of.
    @Test func aStreamThatLiesIsDamaged() throws {
        // Long enough not to be stored.
        let record = Array(SmallTraining.records(60, seed: 7).joined())
        let liar = LearntCoders(Self.knowledge)
        for level in [1, 3] {
            let model = StreamModel.networks(try #require(ModelParameters.level(level)))
            let stream = ArraySink()
            let encoder = StreamEncoder(model: model, knowledge: liar)
            _ = try record.withUnsafeBytes { try encoder.encode(from: BufferSource($0), to: stream) }
            let decoder = StreamDecoder(knowledge: try LearntCoders(reading: Self.knowledge, codec: "lstm"))
            #expect(throws: StreamError.self) {
                try stream.bytes.withUnsafeBytes { _ = try decoder.decode(from: BufferSource($0), to: ArraySink()) }
            }
        }
    }
}
