#if PPMd
import CodecInterface
import CodecSamples
import SystemCodecs
import Testing

/// PPMd's archives beside 7-Zip's, and what they may not say.
@Suite("ppmd")
struct PPMdTests {
    private let text = sampleText(byteCount: 150_000)

    private func codec() throws -> PPMdCodec { try PPMdCodec(parameters: "5", threads: 1) }

    @Test(
        "7z packs to the same bytes, reads ours, and we read its archives of every level",
        .enabled(if: CommandLineTool.isInstalled("7z"), "7z is not installed"))
    func tool() async throws {
        let tool = CommandLineTool(name: "7z")
        let codec = try codec()
        let stream = try codec.compressed(text)
        for level in [1, 5, 9] {
            let theirs = try await tool.convert(text, named: "-", to: "archive.7z") {
                ["a", "-t7z", "-m0=PPMd", "-mx=\(level)", "-mmt=1", "-bd", $1, $0]
            }
            #expect(try codec.decompressed(theirs, byteCount: text.count) == text, "level \(level)")
            guard level == 5 else { continue }
            // The packed bytes are those between the 32 of signature and the description, whose place bytes 12 to 19 say.
            func packed(_ archive: [UInt8]) -> [UInt8] {
                let count = (0..<8).reduce(0) { $0 | Int(archive[12 + $1]) << (8 * $1) }
                return Array(archive[32..<32 + count])
            }
            #expect(packed(stream) == packed(theirs))
            // What the archive costs, as the documentation says.
            #expect((85...100).contains(stream.count - packed(stream).count))
        }
        let back = try await tool.convert(stream, named: "archive.7z", to: "-") { archive, output in
            ["x", "-bd", "-o" + output.dropLast(2), archive]
        }
        #expect(back == text)
    }

    @Test("A model larger than the limit is refused, not allocated")
    func memory() throws {
        let codec = try codec()
        var stream = try codec.compressed(text)
        // The method's number, five bytes of properties: the order, and the memory in four bytes.
        let coder: [UInt8] = [0x23, 0x03, 0x04, 0x01, 5]
        let start = try #require(
            stream.indices.last { stream[$0...].starts(with: coder) })
        #expect(Array(stream[start + 5..<start + 10]) == [6, 0, 0, 0, 1])
        stream[start + 9] = 0x80
        let error = #expect(throws: CodecError.self) { try codec.decompressed(stream, byteCount: text.count) }
        #expect("\(String(describing: error))".contains("256 MiB"), "\(String(describing: error))")
    }

    @Test("Archives of other kinds are refused", .enabled(if: CommandLineTool.isInstalled("7z"), "7z is not installed"))
    func others() async throws {
        let tool = CommandLineTool(name: "7z")
        for method in ["LZMA", "Copy"] {
            let theirs = try await tool.convert(text, named: "a", to: "archive.7z") {
                ["a", "-t7z", "-m0=\(method)", "-bd", $1, $0]
            }
            #expect(throws: CodecError.self) { try codec().decompressed(theirs, byteCount: text.count) }
        }
    }
}
#endif
