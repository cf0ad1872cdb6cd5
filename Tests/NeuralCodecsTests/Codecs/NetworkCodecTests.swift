import CodecInterface
import NeuralCodecs
import Testing

@Suite struct NetworkCodecTests {
    private func compress(_ raw: [UInt8], with codec: any Codec) throws -> [UInt8] {
        var stream = [UInt8](repeating: 0, count: codec.maximumCompressedByteCount(for: raw.count))
        let count = try raw.withUnsafeBytes { raw in
            try stream.withUnsafeMutableBytes { try codec.compress(raw, into: $0) }
        }
        return Array(stream[..<count])
    }

    private func decompress(_ stream: [UInt8], capacity: Int, with codec: any Codec) throws -> [UInt8] {
        var raw = [UInt8](repeating: 0, count: capacity)
        let count = try stream.withUnsafeBytes { stream in
            try raw.withUnsafeMutableBytes { try codec.decompress(stream, into: $0) }
        }
        return Array(raw[..<count])
    }

    @Test func saysWhatItIs() {
        let information = LSTMCodec.information
        #expect(information.name == "lstm" && information.family == .neural && information.library == "ncbench")
        #expect(information.parameters == ["1", "2", "3", "4", "5", "6", "7", "8", "9"])
        #expect(information.defaultParameters == "5")
        #expect(information.version == "1.1")
    }

    @Test func everyFamilyHasACodec() throws {
        #expect(networkCodecs.map { $0.information.name } == NetworkFamily.allCases.map(\.rawValue))
        for codec in networkCodecs.dropFirst() {
            #expect(codec.information.parameters == ["1", "3", "5", "7"])
            #expect(codec.information.family == .neural && codec.information.version == "1.2")
            #expect(throws: CodecError.self) { try codec.init(parameters: "2", threads: 1) }
        }
    }

    private struct Setting: Sendable, CustomTestStringConvertible {
        let codec: any Codec.Type
        let level: String
        var testDescription: String { "\(codec.information.name),\(level)" }

        static let all = networkCodecs.flatMap { codec in
            codec.information.parameters.map { Setting(codec: codec, level: $0) }
        }
    }

    @Test(arguments: Setting.all)
    private func everyLevelComesBack(setting: Setting) throws {
        let (type, level) = (setting.codec, setting.level)
        let codec = try type.init(parameters: level, threads: 1)
        for raw in [[], [0x41], sampleText(1500), Array(0...255)] {
            let stream = try compress(raw, with: codec)
            #expect(try decompress(stream, capacity: raw.count, with: codec) == raw)
            #expect(try compress(raw, with: type.init(parameters: level, threads: 3)) == stream)
            // Any level's codec of any family decodes any level's stream of any other.
            #expect(try decompress(stream, capacity: raw.count, with: LSTMCodec(parameters: "1", threads: 2)) == raw)
        }
    }

    @Test(arguments: ["0", "10", "05", "-1", "x", ""])
    func otherLevelsAreRefused(parameters: String) {
        #expect(
            throws: CodecError.parametersOutOfRange(codec: "lstm", given: parameters, range: "1-9")
        ) { try LSTMCodec(parameters: parameters, threads: 1) }
    }

    @Test func errorsAreCodecErrors() throws {
        let codec = try LSTMCodec(parameters: "1", threads: 1)
        let raw = sampleText(500)
        let stream = try compress(raw, with: codec)
        #expect(throws: CodecError.outputTooLarge(codec: "lstm", capacity: 499)) {
            try decompress(stream, capacity: 499, with: codec)
        }
        let cutOff = CodecError.corrupted(
            codec: "lstm", reason: "the stream ends here, the rest of a segment is missing", offset: stream.count - 10)
        #expect(throws: cutOff) { try decompress(Array(stream.dropLast(10)), capacity: 500, with: codec) }
        #expect(throws: CodecError.unsupportedVersion(codec: "lstm", found: 3, supported: 2)) {
            try decompress(CraftedStream(version: 3).bytes, capacity: 500, with: codec)
        }
        #expect(throws: CodecError.self) { try decompress([], capacity: 500, with: codec) }
        #expect(throws: CodecError.self) { try decompress(Array("plain text".utf8), capacity: 500, with: codec) }
    }
}
