import CodecInterface
import SystemCodecs
import Testing
import ncbench

/// Codecs that know a file before they code.
@Suite struct InformedCodecTests {
    private static func knowledge(_ bytes: [UInt8], name: String = "FILE") -> PriorKnowledge {
        PriorKnowledge(name: name, bytes: bytes, sha256: (0..<32).map { UInt8($0) ^ UInt8(bytes.count & 0xFF) })
    }

    private static let lines = (0..<400).map {
        "2026-11-26T12:\($0 % 60):07 host-\($0 % 7) sshd[\(1000 + $0)]: Accepted publickey for user\($0 % 13) port \(40000 + 37 * $0)\n"
    }
    private static var file: [UInt8] { Array(lines.prefix(300).joined().utf8) }

    private static let informed = codecRegistry.compactMap { $0 as? any InformedCodec.Type }

    private static func pass(_ codec: any Codec, _ raw: [UInt8]) throws -> (stream: [UInt8], back: [UInt8]) {
        var stream = [UInt8](repeating: 0, count: codec.maximumCompressedByteCount(for: raw.count))
        let count = try raw.withUnsafeBytes { raw in
            try stream.withUnsafeMutableBytes { try codec.compress(raw, into: $0) }
        }
        stream.removeLast(stream.count - count)
        return (stream, try decoded(codec, stream, byteCount: raw.count))
    }

    private static func decoded(_ codec: any Codec, _ stream: [UInt8], byteCount: Int) throws -> [UInt8] {
        var back = [UInt8](repeating: 0xAA, count: byteCount)
        let count = try stream.withUnsafeBytes { stream in
            try back.withUnsafeMutableBytes { try codec.decompress(stream, into: $0) }
        }
        return Array(back.prefix(count))
    }

    /// The weakest level of each.
    private static func codec(_ type: any InformedCodec.Type, _ known: PriorKnowledge?) throws -> any Codec {
        let level = type.information.parameters.first { !$0.hasPrefix("-") } ?? ""
        return try known.map { try type.informed(parameters: level, threads: 1, knowledge: $0) }
            ?? type.init(parameters: level, threads: 1)
    }

    @Test func theyKeepTheLawAndSaveBytes() throws {
        for type in Self.informed {
            let knowing = try Self.codec(type, Self.knowledge(Self.file))
            let plain = try Self.codec(type, nil)
            let name = type.information.name
            #expect(knowing.information.modelByteCount == Self.file.count, "\(name)")
            for raw in [Array(Self.lines[350].utf8), [], [7], Array("Änderung: \u{1F600}\0\u{7F}".utf8)] as [[UInt8]] {
                let (stream, back) = try Self.pass(knowing, raw)
                #expect(back == raw, "\(name)")
                #expect(try Self.pass(knowing, raw).stream == stream, "\(name): the same from a kept state")
                #expect(try Self.pass(Self.codec(type, Self.knowledge(Self.file)), raw).stream == stream, "\(name)")
            }
            let record = Array(Self.lines[350].utf8)
            let (small, large) = (
                try Self.pass(knowing, record).stream.count, try Self.pass(plain, record).stream.count
            )
            #expect(small < large * 3 / 4, "\(name): \(small) and \(large) bytes")
        }
    }

    @Test func aDecoderWithoutTheFileOrWithAnotherSaysSo() throws {
        let record = Array(Self.lines[350].utf8)
        for type in Self.informed where type.information.library == "ncbench" {
            let stream = try Self.pass(Self.codec(type, Self.knowledge(Self.file)), record).stream
            for other in [nil, Self.knowledge(Self.file + [10], name: "other")] {
                let error = #expect(throws: CodecError.self) {
                    try Self.decoded(Self.codec(type, other), stream, byteCount: record.count)
                }
                guard case .knowledgeRefused(_, let file, let reason)? = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
                #expect(file == other?.name ?? "" && reason.contains("SHA-256"))
            }
        }
    }

    @Test func whatCannotBeUsedIsRefusedByName() throws {
        let dictionary = Self.knowledge([0x37, 0xA4, 0x30, 0xEC] + [UInt8](repeating: 9, count: 300), name: "DICT")
        let weights = Self.knowledge(PriorKnowledge.weightsMagic + [1, 2, 3], name: "M.ncw")
        let registry = CodecRegistry()
        func refusal(_ codec: String, _ knowledge: PriorKnowledge) -> String {
            let error = #expect(throws: CodecError.self) {
                try registry.makeCodec(for: CodecSpec(codec: codec, knowledge: "x"), threads: 1, knowledge: knowledge)
            }
            return error?.description ?? ""
        }
        #expect(refusal("mix", dictionary).contains("'DICT': the file is a zstd dictionary"))
        #expect(refusal("mix", weights).contains("'M.ncw': the file is trained weights, and the codec takes raw data"))
        #expect(refusal("zlib", Self.knowledge([1, 2])).contains("knows nothing beforehand"))
        #expect(refusal("mix", Self.knowledge([])).contains("empty"))
        let lstm = try #require(Self.informed.first { $0.information.name == "lstm" })
        let large = [UInt8](repeating: 1, count: lstm.maximumKnowledgeByteCount + 1)
        #expect(refusal("lstm", Self.knowledge(large)).contains("at most"))
        if Self.informed.contains(where: { $0.information.name == "zstd" }) {
            #expect(refusal("zstd", weights).contains("trained weights"))
            #expect(refusal("zstd", dictionary).contains("damaged"))
        }
    }
}
