import CodecInterface
import OutsideText
import Testing

/// Files behind `@` in specs.
@Suite struct KnowledgeSpecTests {
    @Test(
        "A file belongs to the setting before it",
        arguments: [
            ("zstd,19@DICT", [CodecSpec(codec: "zstd", parameters: "19", knowledge: "DICT")]),
            ("zstd@DICT", [CodecSpec(codec: "zstd", knowledge: "DICT")]),
            ("mix,5@a/b c,1/xz", [CodecSpec(codec: "mix", parameters: "5", knowledge: "a/b c,1/xz")]),
            (
                "zstd,3,19@\"a/b\",22@\"c\"/xz,6",
                [
                    CodecSpec(codec: "zstd", parameters: "3"),
                    CodecSpec(codec: "zstd", parameters: "19", knowledge: "a/b"),
                    CodecSpec(codec: "zstd", parameters: "22", knowledge: "c"), CodecSpec(codec: "xz", parameters: "6"),
                ]
            ),
            ("mix,5@\"a\\x22\\x0Ab\"", [CodecSpec(codec: "mix", parameters: "5", knowledge: "a\"\nb")]),
            ("mix,1-9@F@G", [CodecSpec(codec: "mix", parameters: "1-9", knowledge: "F@G")]),
        ] as [(String, [CodecSpec])])
    func parsing(text: String, specs: [CodecSpec]) throws {
        #expect(try CodecSpec.list(parsing: text) == specs)
        #expect(try CodecSpec.list(parsing: CodecSpec.list(specs)) == specs)
    }

    @Test(
        "Names of any bytes come back from what is written",
        arguments: [
            Array("DICT".utf8), Array("a b,c/d@e".utf8), Array("\"".utf8), Array("\"x\"".utf8), [0xFF, 0x2F, 0x61],
            [0x0A, 0x61], Array(#"a\x41"#.utf8), Array(#"a\b"#.utf8), Array("cafe\u{301}".utf8),
        ] as [[UInt8]])
    func anyName(bytes: [UInt8]) throws {
        let spec = CodecSpec(codec: "zstd", parameters: "19", knowledge: PathText.text(of: bytes))
        #expect(PathText.isUTF8(spec.description))
        let others = [spec, CodecSpec(codec: "xz"), spec]
        #expect(try CodecSpec.list(parsing: spec.description) == [spec])
        #expect(try CodecSpec.list(parsing: CodecSpec.list(others)) == others)
        let row = "zstd,\(CodecSpec.setting("19", knowledge: spec.knowledge))"
        #expect(row == spec.description)
    }

    @Test(
        "A malformed file names the place",
        arguments: [("zstd,19@", 8), ("zstd@", 5), ("zstd,19@\"a", 8), ("zstd,19@\"\"", 8), ("zstd,19@\"a\"b", 11)])
    func malformed(text: String, offset: Int) {
        let error = #expect(throws: CodecError.self) { try CodecSpec.list(parsing: text) }
        guard case .malformedSpec(_, let place, _)? = error else {
            Issue.record("expected a malformed spec, got \(String(describing: error))")
            return
        }
        #expect(place == offset)
    }

    @Test func kindsAreToldByTheFirstBytes() {
        #expect(PriorKnowledge.Kind(of: [0x37, 0xA4, 0x30, 0xEC, 1] as [UInt8]) == .zstdDictionary)
        #expect(PriorKnowledge.Kind(of: PriorKnowledge.weightsMagic + [0]) == .trainedWeights)
        #expect(PriorKnowledge.Kind(of: Array("37A430EC".utf8)) == .rawData)
        #expect(PriorKnowledge.Kind(of: [] as [UInt8]) == .rawData)
    }
}
