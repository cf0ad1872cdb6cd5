import CZlib
import CodecInterface
import CodecSamples
import SystemCodecs
import Testing

/// The codecs and the system's own programs read each other's streams.
@Suite("Interoperability with command-line tools")
struct ToolInteroperabilityTests {
    private let text = sampleText(byteCount: 150_000)

    @Test("xz -T1 writes the same bytes", .enabled(if: CommandLineTool.isInstalled("xz"), "xz is not installed"))
    func xz() async throws {
        let tool = CommandLineTool(name: "xz")
        for parameters in ["0", "3", "6", "9", "0e", "6e", "9e"] {
            let codec = try XZCodec(parameters: parameters, threads: 1)
            let stream = try codec.compressed(text)
            let theirs = try await tool.run(["-\(parameters)", "-T1", "-c"], input: text)
            #expect(stream == theirs, "level \(parameters)")
            #expect(try codec.decompressed(theirs, byteCount: text.count) == text)
        }
    }

    @Test("bzip2 writes the same bytes", .enabled(if: CommandLineTool.isInstalled("bzip2"), "bzip2 is not installed"))
    func bzip2() async throws {
        let tool = CommandLineTool(name: "bzip2")
        for level in [1, 5, 9] {
            let codec = try BZip2Codec(parameters: "\(level)", threads: 1)
            let theirs = try await tool.run(["-\(level)", "-c"], input: text)
            #expect(try codec.compressed(text) == theirs, "level \(level)")
            #expect(try codec.decompressed(theirs, byteCount: text.count) == text)
        }
    }

    @Test(
        "gzip reads zlib's and libdeflate's DEFLATE, and they read gzip's",
        .enabled(if: CommandLineTool.isInstalled("gzip"), "gzip is not installed"))
    func gzip() async throws {
        let tool = CommandLineTool(name: "gzip")
        var codecs: [any Codec] = [
            try ZlibCodec(parameters: "1", threads: 1), try ZlibCodec(parameters: "9", threads: 1),
        ]
        #if LibDeflate
        codecs += [
            try LibDeflateCodec(parameters: "1", threads: 1), try LibDeflateCodec(parameters: "12", threads: 1),
        ]
        #endif
        // RFC 1952: ten bytes of header; CRC-32 and length of the original after the DEFLATE data.
        let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        let trailer = littleEndian(UInt32(crc32(0, text, UInt32(text.count)))) + littleEndian(UInt32(text.count))
        // RFC 1950: two bytes of header; the big-endian Adler-32 of the original after the data.
        let checksum = Array(littleEndian(UInt32(adler32(1, text, UInt32(text.count)))).reversed())
        let theirs = try await tool.run(["-9", "-n", "-c"], input: text)
        for codec in codecs {
            let stream = try codec.compressed(text)
            #expect(Array(stream.suffix(4)) == checksum)
            let file = header + stream.dropFirst(2).dropLast(4) + trailer
            #expect(try await tool.run(["-d", "-c"], input: file) == text)
            let rewrapped = [0x78, 0xDA] + theirs.dropFirst(10).dropLast(8) + checksum
            #expect(try codec.decompressed(rewrapped, byteCount: text.count) == text)
        }
    }

    #if Zstd
    @Test(
        "zstd reads ours, we read zstd's", .enabled(if: CommandLineTool.isInstalled("zstd"), "zstd is not installed"))
    func zstd() async throws {
        let tool = CommandLineTool(name: "zstd")
        for (parameters, option) in [("-5", "--fast=5"), ("-1", "--fast=1"), ("3", "-3"), ("19", "-19")] {
            let codec = try ZstdCodec(parameters: parameters, threads: 1)
            #expect(try await tool.run(["-d", "-c"], input: try codec.compressed(text)) == text, "level \(parameters)")
            let theirs = try await tool.run([option, "-c"], input: text)
            #expect(try codec.decompressed(theirs, byteCount: text.count) == text, "level \(parameters)")
        }
    }

    /// Noise, more than a window of zeros, and the noise again.
    private func distantRepetition(windowBits: Int) -> [UInt8] {
        var generator = SplitMix64(seed: 27)
        let noise = generator.bytes(100_000)
        return noise + [UInt8](repeating: 0, count: (1 << windowBits) + 50_000) + noise
    }

    @Test(
        "A window behind zstd's level is the tool's --long, byte for byte, and finds what is far away",
        .enabled(if: CommandLineTool.isInstalled("zstd"), "zstd is not installed"))
    func zstdWindows() async throws {
        let bytes = distantRepetition(windowBits: 21)
        let plain = try ZstdCodec(parameters: "3", threads: 1).compressed(bytes)
        for (parameters, options) in [("3w24", ["-3", "--long=24"]), ("1w27", ["-1", "--long=27"])] {
            let codec = try ZstdCodec(parameters: parameters, threads: 1)
            let stream = try codec.compressed(bytes)
            #expect(3 * stream.count < 2 * plain.count, "\(parameters): \(stream.count), without \(plain.count)")
            let theirs = try await CommandLineTool(name: "zstd").convert(bytes, named: "a", to: "a.zst") {
                options + ["--single-thread", "--no-check", "-q", $0, "-o", $1]
            }
            #expect(stream == theirs, "\(parameters): \(stream.count), the tool has \(theirs.count)")
            #expect(try codec.decompressed(stream, byteCount: bytes.count) == bytes)
        }
    }
    #endif

    #if Brotli
    @Test("A window behind brotli's quality reaches beyond 16 MiB, and no further than the original needs")
    func brotliWindows() throws {
        let bytes = distantRepetition(windowBits: 24)
        let plain = try BrotliCodec(parameters: "5", threads: 1).compressed(bytes)
        let codec = try BrotliCodec(parameters: "5w30", threads: 1)
        let stream = try codec.compressed(bytes)
        #expect(3 * stream.count < 2 * plain.count, "\(stream.count), without \(plain.count)")
        // The extension's first byte, and the smallest window that holds all of it.
        #expect(Array(stream.prefix(2)) == [0x11, 25])
        #expect(try codec.decompressed(stream, byteCount: bytes.count) == bytes)
        var lie = stream
        lie[1] = 30
        let error = #expect(throws: CodecError.self) { try codec.decompressed(lie, byteCount: bytes.count) }
        #expect("\(String(describing: error))".contains("2^30"), "\(String(describing: error))")
        // Small inputs are as without it.
        #expect(try codec.compressed(text) == (try BrotliCodec(parameters: "5", threads: 1).compressed(text)))
    }

    @Test(
        "brotli reads ours, we read brotli's",
        .enabled(if: CommandLineTool.isInstalled("brotli"), "brotli is not installed"))
    func brotli() async throws {
        let tool = CommandLineTool(name: "brotli")
        for level in [0, 5, 11] {
            let codec = try BrotliCodec(parameters: "\(level)", threads: 1)
            #expect(try await tool.run(["-d", "-c"], input: try codec.compressed(text)) == text, "level \(level)")
            let theirs = try await tool.run(["-q", "\(level)", "-c"], input: text)
            #expect(try codec.decompressed(theirs, byteCount: text.count) == text, "level \(level)")
        }
    }
    #endif

    #if LZ4
    @Test(
        "lz4 reads our block in a frame, we read the block in lz4's frame",
        .enabled(if: CommandLineTool.isInstalled("lz4"), "lz4 is not installed"))
    func lz4() async throws {
        let tool = CommandLineTool(name: "lz4")
        // LZ4 frame format 1.6.2: independent blocks of up to 4 MB, no checksums; 0x73 is the header's own checksum.
        let header: [UInt8] = [0x04, 0x22, 0x4D, 0x18, 0x60, 0x70, 0x73]
        for level in [1, 9, 12] {
            let codec = try LZ4Codec(parameters: "\(level)", threads: 1)
            let block = try codec.compressed(text)
            let frame = header + littleEndian(UInt32(block.count)) + block + [0, 0, 0, 0]
            #expect(try await tool.run(["-d", "-c"], input: frame) == text, "level \(level)")
            let theirs = try await tool.run(["-\(level)", "-BI", "--no-frame-crc", "-c"], input: text)
            #expect(
                try codec.decompressed(Array(theirs.dropFirst(11).dropLast(4)), byteCount: text.count) == text,
                "level \(level)")
        }
    }
    #endif

    private func littleEndian(_ value: UInt32) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
