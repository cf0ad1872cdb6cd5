import CodecInterface
import Testing

@Suite("Codec specs")
struct CodecSpecTests {
    @Test("One codec per '/', one spec per ','")
    func lists() throws {
        #expect(
            try CodecSpec.list(parsing: "zlib,1,6,9/xz,6/lstm")
                == [
                    CodecSpec(codec: "zlib", parameters: "1"), CodecSpec(codec: "zlib", parameters: "6"),
                    CodecSpec(codec: "zlib", parameters: "9"), CodecSpec(codec: "xz", parameters: "6"),
                    CodecSpec(codec: "lstm"),
                ])
        #expect(try CodecSpec.list(parsing: "xz,9e") == [CodecSpec(codec: "xz", parameters: "9e")])
        #expect(try CodecSpec.list(parsing: "lstm-mix") == [CodecSpec(codec: "lstm-mix")])
    }

    @Test("Negative levels are parameters like any other")
    func negativeLevels() throws {
        #expect(
            try CodecSpec.list(parsing: "zstd,-5,-1,19")
                == ["-5", "-1", "19"].map { CodecSpec(codec: "zstd", parameters: $0) })
    }

    @Test("A command line is one spec, whatever it holds")
    func commands() throws {
        let text = "cmd:zpaq add {out} {in} -m5::zpaq x {out}/a,b -to {in}"
        let specs = try CodecSpec.list(parsing: text)
        #expect(specs == [CodecSpec(codec: "cmd", parameters: String(text.dropFirst(4)))])
        #expect(specs.map(\.description) == [text])
        #expect(try CodecSpec.list(parsing: "cmd:").map(\.parameters) == [""])
    }

    @Test("Two command lines are one only where every byte is")
    func exactness() throws {
        let specs = try ["cmd:caf\u{E9}::cat", "cmd:cafe\u{301}::cat"].flatMap { try CodecSpec.list(parsing: $0) }
        #expect(Set(specs).count == 2 && specs[0] != specs[1])
        #expect(
            try CodecSpec.list(parsing: "cmd:\u{301}::cat").map { Array("\($0)".utf8) } == [
                Array("cmd:\u{301}::cat".utf8)
            ])
    }

    @Test(
        "A range is every level between its ends",
        arguments: [
            ("1-3", ["1", "2", "3"]), ("0e-2e", ["0e", "1e", "2e"]), ("-2--1", ["-2", "-1"]),
            ("-1-1", ["-1", "0", "1"]),
            ("3-3", ["3"]), ("3-1", nil), ("1-4", nil), ("0-1", ["0", "1"]), ("1-2e", nil), ("f-h", nil), ("-", nil),
            ("1-", nil),
            ("-1", nil), ("", nil),
        ] as [(String, [String]?)])
    func ranges(text: String, levels: [String]?) {
        let known = ["-2", "-1", "0", "1", "2", "3", "0e", "1e", "2e", "f", "h"]
        #expect(CodecInformation.parameters(inRange: text, of: known) == levels)
    }

    @Test(
        "A spec reads back as it was written",
        arguments: ["store", "xz,9e", "zstd,-5", "lstm-mix,3", "zlib,6"])
    func description(text: String) throws {
        #expect(try CodecSpec.list(parsing: text).map(\.description) == [text])
    }

    @Test(
        "A malformed list names the place",
        arguments: [
            ("", 0), ("/", 0), ("xz/", 3), ("/xz", 0), ("xz//zlib", 3), (",6", 0), ("zlib,", 5), ("zlib,1,,9", 7),
            ("zlib,1,/xz", 7), ("x z", 0), ("zlib 6", 0), ("zlib, 6", 5), ("zlib,1 ,6", 6), ("xz,6/žlib", 5),
            ("xz,9\t", 4), ("zlib:6", 0), ("zlib/cmd:cat::cat", 5),
        ])
    func malformed(text: String, offset: Int) {
        let error = #expect(throws: CodecError.self) { try CodecSpec.list(parsing: text) }
        guard case .malformedSpec(let shown, let place, let reason)? = error else {
            Issue.record("expected a malformed spec, got \(String(describing: error))")
            return
        }
        #expect(shown == text)
        #expect(place == offset)
        #expect(!reason.isEmpty)
    }
}
