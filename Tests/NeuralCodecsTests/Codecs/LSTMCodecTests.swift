import CodecInterface
import NeuralCodecs
import Testing

@Suite struct LSTMCodecTests {
    private func compress(_ raw: [UInt8], with codec: LSTMCodec) throws -> [UInt8] {
        var stream = [UInt8](repeating: 0, count: codec.maximumCompressedByteCount(for: raw.count))
        let count = try raw.withUnsafeBytes { raw in
            try stream.withUnsafeMutableBytes { try codec.compress(raw, into: $0) }
        }
        return Array(stream[..<count])
    }

    private func decompress(_ stream: [UInt8], capacity: Int, with codec: LSTMCodec) throws -> [UInt8] {
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
        #expect(information.version == "1.\(ModelParameters.version)")
    }

    @Test(arguments: LSTMCodec.information.parameters)
    func everyLevelComesBack(level: String) throws {
        let codec = try LSTMCodec(parameters: level, threads: 1)
        for raw in [[], [0x41], sampleText(1500), Array(0...255)] {
            let stream = try compress(raw, with: codec)
            #expect(try decompress(stream, capacity: raw.count, with: codec) == raw)
            #expect(try compress(raw, with: LSTMCodec(parameters: level, threads: 3)) == stream)
            // Any level's codec decodes any level's stream.
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
        #expect(throws: CodecError.unsupportedVersion(codec: "lstm", found: 2, supported: 1)) {
            try decompress(CraftedStream(version: 2).bytes, capacity: 500, with: codec)
        }
        #expect(throws: CodecError.self) { try decompress([], capacity: 500, with: codec) }
        #expect(throws: CodecError.self) { try decompress(Array("plain text".utf8), capacity: 500, with: codec) }
    }
}
