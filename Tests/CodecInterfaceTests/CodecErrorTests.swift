import CodecInterface
import Testing

@Suite("Codec errors and parameters")
struct CodecErrorTests {
    /// A codec that exists only to be asked for its parameters.
    private struct LevelledCodec: Codec {
        static let information = CodecInformation(
            name: "levelled", summary: "", parameters: ["1", "2", "2e"], parameterRange: "1-2, 2e",
            defaultParameters: "2", library: "none", version: "1")

        init(parameters: String, threads: Int) throws(CodecError) { _ = try Self.checkedParameters(parameters) }
        func maximumCompressedByteCount(for byteCount: Int) -> Int { byteCount }
        func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
            throws(CodecError) -> Int
        { 0 }
        func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
            throws(CodecError) -> Int
        { 0 }
    }

    @Test("Parameters are those the codec lists; none means the default")
    func checkedParameters() throws {
        #expect(try LevelledCodec.checkedParameters(nil) == "2")
        #expect(try LevelledCodec.checkedParameters("2e") == "2e")
        for wrong in ["", "0", "3", "1e", "+1", "01", " 1", "fast"] {
            #expect(
                throws: CodecError.parametersOutOfRange(codec: "levelled", given: wrong, range: "1-2, 2e"),
                "'\(wrong)'"
            ) { try LevelledCodec.checkedParameters(wrong) }
        }
    }

    @Test("Every error says what was wrong, where, and what to do")
    func descriptions() {
        let expected: [(CodecError, [String])] = [
            (.unknownCodec(name: "gzip", known: ["zlib", "xz"]), ["'gzip'", "zlib, xz"]),
            (
                .noProgram(codec: "cmd", obstacle: "there is no program 'x' on this machine", remedy: "install it"),
                ["'cmd'", "no program 'x'", "install it"]
            ),
            (.notBuilt(codec: "zstd", remedy: "install libzstd-dev"), ["'zstd'", "install libzstd-dev"]),
            (.parametersOutOfRange(codec: "xz", given: "10", range: "0-9, 0e-9e"), ["'xz'", "'10'", "0-9, 0e-9e"]),
            (.parametersOutOfRange(codec: "store", given: "1", range: ""), ["'store'", "no parameters", "'1'"]),
            (.malformedSpec(text: "xz,", offset: 3, reason: "a parameter is missing"), ["'xz,'", "character 4"]),
            (.unsupported(codec: "webp", reason: "16 bits a sample"), ["webp", "16 bits a sample"]),
            (.corrupted(codec: "xz", reason: "bad magic", offset: 12), ["xz", "byte 12", "bad magic"]),
            (.corrupted(codec: "xz", reason: "bad magic", offset: nil), ["xz", "damaged", "bad magic"]),
            (.unsupportedVersion(codec: "lstm", found: 9, supported: 1), ["lstm", "version 9", "version 1", "newer"]),
            (.outputTooLarge(codec: "xz", capacity: 77), ["xz", "77 bytes"]),
            (.outOfMemory(codec: "xz"), ["xz", "memory"]),
            (.libraryFailure(codec: "xz", operation: "lzma_code", code: "11"), ["xz", "lzma_code", "11"]),
        ]
        for (error, fragments) in expected {
            for fragment in fragments {
                #expect("\(error)".contains(fragment), "'\(error)' lacks '\(fragment)'")
            }
        }
        #expect(!"\(CodecError.corrupted(codec: "xz", reason: "r", offset: nil))".contains("byte"))
    }
}
