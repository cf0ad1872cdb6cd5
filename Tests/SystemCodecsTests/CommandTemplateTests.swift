import CodecInterface
import CodecSamples
import SystemCodecs
import Testing

@Suite("Command lines as codecs: reading them")
struct CommandTemplateTests {
    /// The words of the compressing command, told by a program that prints them one a line.
    private func words(_ command: String) throws -> [String] {
        let codec = try CommandLineCodec(parameters: "printf '%s\\n' \(command)::cat", threads: 3)
        return String(decoding: try codec.compressed([1]), as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).dropLast().map(String.init)
    }

    @Test(
        "Words are split like a shell's, and nothing is expanded",
        arguments: [
            ("a b  c", ["a", "b", "c"]), ("'a b' c", ["a b", "c"]), ("\"a b\" c", ["a b", "c"]),
            ("a\\ b", ["a b"]), ("a'b c'd", ["ab cd"]), ("'' x", ["", "x"]), ("'a\\b'", ["a\\b"]),
            ("\"a\\\"b\\\\c\\d\"", ["a\"b\\c\\d"]), ("'\"' \"'\"", ["\"", "'"]), ("\t a \t", ["a"]),
            ("$HOME *.swift `id` 'a|b' '>c' ~ #d", ["$HOME", "*.swift", "`id`", "a|b", ">c", "~", "#d"]),
            ("{threads} x{threads}y {thread} {} {other}", ["3", "x3y", "{thread}", "{}", "{other}"]),
        ])
    func splitting(command: String, expected: [String]) throws {
        #expect(try words(command) == expected)
    }

    @Test(
        "What cannot be read names the place",
        arguments: [
            ("", 4), ("gzip", 8), ("::", 4), ("  ::cat", 4), ("gzip::", 10), ("a::b::c", 8), ("a 'b::c", 6),
            ("a::b \"c", 9), ("a\\::b", 5), ("{in}::cat", 4), ("x{in} y::cat", 4), ("7z {in}.a {in}.b::cat", 4),
            ("zpaq -m{level}::cat", 4),
        ])
    func malformed(parameters: String, offset: Int) throws {
        let error = #expect(throws: CodecError.self) { try CommandLineCodec(parameters: parameters, threads: 1) }
        guard case .malformedSpec(let text, let place, let reason)? = error else {
            Issue.record("'\(parameters)': \(String(describing: error))")
            return
        }
        #expect(text == "cmd:\(parameters)")
        #expect(place == offset, "'\(parameters)': \(reason)")
    }

    @Test("A program that is not there is named, with what to do")
    func missingProgram() {
        for parameters in ["no-such-program {in}::cat", "cat::/no/such/program", "cat::./no-such-program", "/tmp::cat"]
        {
            let error = #expect(throws: CodecError.self) { try CommandLineCodec(parameters: parameters, threads: 1) }
            guard case .noProgram("cmd", let obstacle, _)? = error else {
                Issue.record("'\(parameters)': \(String(describing: error))")
                continue
            }
            let program =
                parameters.contains("/tmp")
                ? "'/tmp' is there and is not a program" : "no-such-program' on this machine"
            #expect(obstacle.contains(program) || parameters.contains("/no/such/program"))
            #expect(error.map { !"\($0)".contains("part of this build") } == true)
        }
    }

    @Test("Words are told by code points: what stands above a mark does not hide it")
    func combiningMarks() throws {
        #expect(try words("'a b'\u{301} c").map { Array($0.utf8) } == ["a b\u{301}", "c"].map { Array($0.utf8) })
        #expect(
            try words("\"\u{301}x y\" {threads}\u{301}").map { Array($0.utf8) }
                == ["\u{301}x y", "3\u{301}"].map { Array($0.utf8) })
        // A no-break space is no blank to a shell.
        #expect(try words("a\u{A0}b") == ["a\u{A0}b"])
        // The two commands are told apart by bytes as well: here the second is a mark by itself, which is no program.
        let error = #expect(throws: CodecError.self) { try CommandLineCodec(parameters: "cat::\u{301}", threads: 1) }
        guard case .noProgram? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        "A word that only a shell understands is not passed on",
        arguments: ["<", ">", "|", ">>", "&&", ";", "2>", "2>/dev/null", ">out", "-c;true", "a|b", ">\"a\"b"])
    func shellWords(word: String) throws {
        let error = #expect(throws: CodecError.self) {
            try CommandLineCodec(parameters: "cat {in} \(word) cat::cat", threads: 1)
        }
        guard case .malformedSpec(_, let offset, let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(
            offset == 13 && reason.contains("no shell runs") && reason.contains("'\(word.replacing("\"", with: ""))'"))
        #expect(try words("'\(word)' x'\(word)' \\>") == [word, "x\(word)", ">"])
    }

    @Test("A setting of a variable is no program, and the two commands are told apart outside quotation marks")
    func settingsAndSeparators() throws {
        let error = #expect(throws: CodecError.self) { try CommandLineCodec(parameters: "A=1 gzip::cat", threads: 1) }
        #expect(error?.description.contains("env A=1") == true, "\(String(describing: error))")
        let codec = try CommandLineCodec(parameters: "sh -c 'echo a::b' \"c::d\"::sh -c 'echo e::f'", threads: 1)
        #expect(try codec.compressed([1]) == Array("a::b\n".utf8))
    }

    @Test("The examples that come along can be read, and hold what the documentation promises")
    func reviewed() throws {
        let definitions = try CommandCatalog.reviewed().definitions
        #expect(
            definitions.map(\.name) == [
                "7z-ppmd", "zpaq", "lrzip", "cmix", "paq8px", "nncp", "lstm-compress", "bsc", "kanzi", "sac", "ofr",
                "mac",
                "gralic", "bmf",
            ])
        #expect(definitions.filter { $0.modalities == [.audio] }.map(\.name) == ["sac", "ofr", "mac"])
        #expect(definitions.filter { $0.modalities == [.image] }.map(\.name) == ["gralic", "bmf"])
        for definition in definitions {
            #expect(!definition.summary.isEmpty)
            #expect(definition.remedy.contains("its home is http"))
            #expect(definition.levels.isEmpty || definition.levels.contains(definition.defaultLevel))
        }
        #expect(definitions.filter { $0.family == .neural }.map(\.name) == ["nncp", "lstm-compress"])
        #expect(definitions.filter { $0.family == .hybrid }.map(\.name) == ["cmix", "paq8px"])
    }

    private static let valid = """
        schema: 1
        codecs:
          - name: mine
            summary: something
            compress: gzip -{level} -c
            decompress: gzip -d -c
            levels: ["1", "9"]
        """

    @Test("A file of the user's is read")
    func userFile() throws {
        let definitions = try CommandCatalog(yaml: Self.valid, file: "mine.yaml").definitions
        #expect(definitions.map(\.name) == ["mine"])
        #expect(definitions.first?.levels == ["1", "9"])
        #expect(definitions.first?.defaultLevel == "9")
        #expect(definitions.first?.modalities == Set(Modality.allCases))
    }

    @Test(
        "Errors in a file name the line",
        arguments: [
            ("schema: 1", "schema: 2", 1, "schema 1"), ("schema: 1", "other: 1", 1, "no field 'other'"),
            ("codecs:", "codecs: 7\nschema:", 2, "there twice: schema"),
            ("name: mine", "name: a,b", 3, "codec name"),
            ("name: mine", "name: cmd", 3, "codec name"), ("name: mine", "nam: mine", 3, "no field 'nam'"),
            ("summary: something", "summary: [a]", 4, "a text"),
            ("compress: gzip -{level} -c", "compress: 'gzip ''a'", 5, "closes"),
            ("compress: gzip -{level} -c", "compress: gzip -c", 7, "go together"),
            ("decompress: gzip -d -c", "model_bytes: 5", 3, "needs 'decompress'"),
            ("levels: [\"1\", \"9\"]", "levels: 5", 7, "a list"),
            ("levels: [\"1\", \"9\"]", "levels: [\"1\", \"1\"]", 7, "twice"),
            ("levels: [\"1\", \"9\"]", "levels: [\"1,2\"]", 7, "blanks"),
            ("levels: [\"1\", \"9\"]", "levels: [\"1\"]\n    default: 2", 8, "none of the levels"),
            ("levels: [\"1\", \"9\"]", "levels: [\"1\"]\n    family: quick", 8, "'quick'"),
            ("levels: [\"1\", \"9\"]", "levels: [\"1\"]\n    modalities: [video]", 8, "modalities"),
            ("levels: [\"1\", \"9\"]", "levels: [\"1\"]\n    model_bytes: -1", 8, "whole number"),
            (
                "levels: [\"1\", \"9\"]", "levels: [\"1\"]\n    version: {command: gzip, pattern: '('}", 8,
                "regular expression"
            ),
            ("levels: [\"1\", \"9\"]", "levels: [\"1\", \"9\"", 8, ""), ("name: mine", "name: 'mine", 8, ""),
        ])
    func errors(original: String, replacement: String, line: Int, fragment: String) {
        let yaml = Self.valid.replacing(original, with: replacement, maxReplacements: 1)
        #expect(yaml != Self.valid)
        let error = #expect(throws: CommandCatalog.Malformation.self) { try CommandCatalog(yaml: yaml, file: "m.yaml") }
        #expect(error?.file == "m.yaml")
        #expect(error?.reason.contains(fragment) == true || fragment.isEmpty, "\(String(describing: error))")
        #expect(error?.line.map { abs($0 - line) <= 1 } == true, "\(String(describing: error))")
    }

    @Test("What is no mapping at all, or not there, is an error as well")
    func noFile() {
        for yaml in ["", "- 1", "schema", "schema: 1", "schema: 1\ncodecs: [7]", "\u{0}"] {
            #expect(throws: CommandCatalog.Malformation.self, "\(yaml)") { try CommandCatalog(yaml: yaml, file: "m") }
        }
        #expect(throws: CommandCatalog.Malformation.self) { try CommandCatalog(path: "/no/such/codecs.yaml") }
    }
}
