import CZlib
import CodecInterface
import CodecSamples
import SystemCodecs
import Testing

/// zopfli, snappy and lzo beside their programs, and what their formats do not check by themselves.
@Suite("zopfli, snappy and lzo")
struct SmallLibraryTests {
    private let text = sampleText(byteCount: 120_000)

    #if Zopfli
    @Test(
        "zopfli writes the same bytes, and zlib reads them",
        .enabled(if: CommandLineTool.isInstalled("zopfli"), "zopfli is not installed"))
    func zopfli() async throws {
        for iterations in [1, 15] {
            let codec = try ZopfliCodec(parameters: "\(iterations)", threads: 1)
            let stream = try codec.compressed(text)
            let theirs = try await CommandLineTool(name: "zopfli").convert(text, named: "a", to: "a.zlib") { input, _ in
                ["--zlib", "--i\(iterations)", input]
            }
            #expect(stream == theirs, "\(iterations) iterations")
            #expect(try ZlibCodec(parameters: "6", threads: 1).decompressed(stream, byteCount: text.count) == text)
        }
    }
    #endif

    #if LZO
    @Test(
        "lzop packs to the same size", .enabled(if: CommandLineTool.isInstalled("lzop"), "lzop is not installed"),
        arguments: [("1", "-3"), ("15", "-1"), ("999", "-9")])
    func lzop(level: String, option: String) async throws {
        let codec = try LZOCodec(parameters: level, threads: 1)
        let theirs = try await CommandLineTool(name: "lzop").run([option, "-c"], input: text)
        // lzop's format: 9 bytes of magic, versions, method, level, flags, mode and dates in 25, a name, a checksum; then a
        // block's original and packed sizes, big-endian, and checksums.
        #expect(theirs.starts(with: [0x89] + Array("LZO".utf8)))
        let block = 9 + 25 + Int(theirs[33]) + 4
        func number(_ offset: Int) -> Int { theirs[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        #expect(number(block) == text.count)
        let packed = Array(theirs.dropLast(4).suffix(number(block + 4)))
        // At its best level lzop puts the stream in another order afterwards, which decodes faster.
        let stream = try codec.compressed(text)
        #expect(stream.count == packed.count)
        #expect(stream == packed || level == "999")
        #expect(try codec.decompressed(packed, byteCount: text.count) == text)
    }
    #endif

    #if Snappy
    @Test("A length that lies is refused before anything is decoded")
    func snappyLies() throws {
        let codec = try SnappyCodec(parameters: "", threads: 1)
        let stream = try codec.compressed(text)
        // 120,000 in groups of seven bits.
        #expect(Array(stream.prefix(3)) == [0xC0, 0xA9, 0x07])
        #expect(throws: CodecError.outputTooLarge(codec: "snappy", capacity: text.count)) {
            try codec.decompressed([0xFF, 0xFF, 0xFF, 0xFF, 0x0F] + stream.dropFirst(3), byteCount: text.count)
        }
        #expect(throws: CodecError.self) {
            try codec.decompressed([0xBF, 0xA9, 0x07] + stream.dropFirst(3), byteCount: text.count)
        }
    }

    /// By the format's description: a length, then a literal of 3 bytes and a copy of 9 from 3 back.
    @Test func snappyByHand() throws {
        let stream: [UInt8] = [12, 0x08] + Array("abc".utf8) + [0x15, 3]
        #expect(
            try SnappyCodec(parameters: "", threads: 1).decompressed(stream, byteCount: 12)
                == Array("abcabcabcabc".utf8))
    }
    #endif

    @Test(
        "Versions come from the names of the libraries' files",
        arguments: [
            ("/usr/lib/libsnappy.so.1.1.9", "1.1.9"), ("/opt/lib/libsnappy.1.2.1.dylib", "1.2.1"),
            ("libzopfli.so.1", "1"), ("/a.1/program", nil), ("", nil),
        ])
    func versions(path: String, version: String?) {
        #expect(SharedLibrary.version(ofPath: path) == version)
    }
}
