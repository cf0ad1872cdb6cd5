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
            ("xz,9\t", 4), ("zlib:6", 0),
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
