#if BZip3
import CodecInterface
import CodecSamples
import SystemCodecs
import Testing

/// bzip3: its blocks and the memory they ask for.
@Suite("bzip3")
struct BZip3Tests {
    private let text = sampleText(byteCount: 200_000)

    private func littleEndian(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.littleEndian, Array.init) }

    @Test(
        "bzip3 writes the same bytes behind the block size, and reads ours",
        .enabled(if: CommandLineTool.isInstalled("bzip3"), "bzip3 is not installed"))
    func tool() async throws {
        let tool = CommandLineTool(name: "bzip3")
        for level in [1, 16] {
            let codec = try BZip3Codec(parameters: "\(level)", threads: 1)
            let stream = try codec.compressed(text)
            let theirs = try await tool.run(["-e", "-b", "\(level)", "-c"], input: text)
            #expect(Array(stream.dropFirst(9)) == Array(theirs.dropFirst(9)), "level \(level)")
            #expect(Array(theirs[5..<9]) == littleEndian(UInt32(level) << 20))
            #expect(try codec.decompressed(theirs, byteCount: text.count) == text)
            #expect(try await tool.run(["-d", "-c"], input: stream) == text)
        }
    }

    @Test("Inputs of whole blocks keep their last one", arguments: [1 << 20, 2 << 20, (2 << 20) + 1, (1 << 20) - 1])
    func wholeBlocks(byteCount: Int) throws {
        let bytes = sampleText(byteCount: byteCount)
        let codec = try BZip3Codec(parameters: "1", threads: 1)
        #expect(try codec.decompressed(try codec.compressed(bytes), byteCount: byteCount) == bytes)
    }

    @Test("Lengths that lie are refused before the library is asked")
    func lies() throws {
        let codec = try BZip3Codec(parameters: "16", threads: 1)
        let stream = try codec.compressed(text)
        // Offsets: 5 the block size, 9 the block's bytes, 13 those of the original.
        for (offset, value) in [
            (5, UInt32(1000)), (5, 512 << 20), (5, .max), (9, 0), (9, 8), (9, .max), (9, 511 << 20), (13, 0),
            (13, .max),
            (13, 511 << 20),
        ] {
            var lie = stream
            lie.replaceSubrange(offset..<offset + 4, with: littleEndian(value))
            #expect(throws: CodecError.self, "\(value) at \(offset)") {
                try codec.decompressed(lie, byteCount: text.count)
            }
        }
    }
}
#endif
