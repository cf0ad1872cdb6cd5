import CZlib
import CodecInterface
import CodecSamples
import SystemCodecs
import Testing

/// The image codecs beside the programs of their libraries, and the inputs that they refuse.
@Suite("Image codecs")
struct ImageCodecTests {
    private static let colour = SampleImage(width: 200, height: 150)
    private static let grey = SampleImage(width: 200, height: 150, channelCount: 1)
    private static let deepColour = SampleImage(width: 90, height: 70, bytesPerSample: 2)
    private static let deepGrey = SampleImage(width: 90, height: 70, channelCount: 1, bytesPerSample: 2)

    private static let alpha = SampleImage(width: 200, height: 150, channelCount: 4)
    private static let greyAlpha = SampleImage(width: 200, height: 150, channelCount: 2)
    private static let deepAlpha = SampleImage(width: 90, height: 70, channelCount: 4, bytesPerSample: 2)

    private func reason(_ codec: any Codec, _ file: [UInt8]) -> String? {
        do {
            _ = try codec.compressed(file)
            return nil
        } catch CodecError.unsupported(_, let reason) {
            return reason
        } catch {
            Issue.record("expected unsupported, got \(error)")
            return nil
        }
    }

    private func replacing(_ bytes: [UInt8], at offset: Int, with new: [UInt8]) -> [UInt8] {
        var changed = bytes
        changed.replaceSubrange(offset..<offset + new.count, with: new)
        return changed
    }

    @Test(
        "PNG: 16-bit samples, plain files",
        arguments: [colour, grey, deepColour, deepGrey, alpha, greyAlpha, deepAlpha])
    func png(image: SampleImage) throws {
        for level in [1, 6, 9] {
            let codec = try PNGCodec(parameters: "\(level)", threads: 1)
            let stream = try codec.compressed(image.file)
            #expect(stream.prefix(4).elementsEqual([0x89, 0x50, 0x4E, 0x47]))
            #expect(stream.count < image.file.count)
            #expect(try codec.decompressed(stream, byteCount: image.file.count) == image.file)
        }
    }

    @Test(
        "pngtopnm reads our PNG files",
        .enabled(if: CommandLineTool.isInstalled("pngtopnm"), "pngtopnm (netpbm) is not installed"),
        arguments: [colour, grey, deepColour, deepGrey])
    func pngTool(image: SampleImage) async throws {
        let stream = try PNGCodec(parameters: "6", threads: 1).compressed(image.file)
        #expect(try await CommandLineTool(name: "pngtopnm").run([], input: stream) == image.file)
    }

    @Test("A PNG header that lies about the size is refused before any memory is asked for")
    func pngLies() throws {
        let codec = try PNGCodec(parameters: "6", threads: 1)
        let file = Self.colour.file
        let stream = try codec.compressed(file)
        for (width, height) in [(UInt32(0x7FFF_FFFF), UInt32(0x3FFF_FFFF)), (60_000, 60_000), (201, 150), (200, 151)] {
            let sides = withUnsafeBytes(of: (width.bigEndian, height.bigEndian), Array.init)
            var lie = replacing(stream, at: 16, with: sides)
            // The chunk's checksum covers its name and its 13 bytes.
            let checksum = UInt32(crc32(0, Array(lie[12..<29]), 17))
            lie = replacing(lie, at: 29, with: withUnsafeBytes(of: checksum.bigEndian, Array.init))
            #expect(throws: CodecError.outputTooLarge(codec: "png", capacity: file.count), "\(width) × \(height)") {
                try codec.decompressed(lie, byteCount: file.count)
            }
        }
        // A smaller image than its data: libpng notices.
        var lie = replacing(stream, at: 20, with: [0, 0, 0, 149])
        lie = replacing(
            lie, at: 29,
            with: withUnsafeBytes(of: UInt32(crc32(0, Array(lie[12..<29]), 17)).bigEndian, Array.init))
        #expect(throws: CodecError.self) { try codec.decompressed(lie, byteCount: file.count) }
    }

    /// Maximum values of cameras and scanners, and some that no device has.
    private static let depths = [1, 3, 15, 100, 511, 1000, 1023, 4095, 16383, 32767, 65534].flatMap { maximum in
        [1, 3, 4].map { SampleImage(width: 47, height: 29, channelCount: $0, maximum: maximum) }
    }

    @Test("PNG: other maximum values as they are, with their header", arguments: depths)
    func pngDepths(image: SampleImage) throws {
        let codec = try PNGCodec(parameters: "6", threads: 1)
        let stream = try codec.compressed(image.file)
        #expect(stream.starts(with: "NCBM".utf8))
        #expect(try codec.decompressed(stream, byteCount: image.file.count) == image.file)
    }

    #if JXL
    @Test("JPEG XL: as many bits as a maximum value takes; plain files where it is all ones", arguments: depths)
    func jxlDepths(image: SampleImage) throws {
        let codec = try JPEGXLCodec(parameters: "3", threads: 1)
        let stream = try codec.compressed(image.file)
        let isAllOnes = image.maximum & (image.maximum + 1) == 0
        #expect(stream.starts(with: "NCBM".utf8) != isAllOnes)
        #expect(try codec.decompressed(stream, byteCount: image.file.count) == image.file)
    }

    @Test("JPEG XL: every value of every depth comes back", arguments: 1...16)
    func jxlValues(bits: Int) throws {
        let maximum = 1 << bits - 1
        let width = min(maximum + 1, 256)
        let height = (maximum + 1) / width
        let samples = (0...maximum).flatMap {
            SampleSound.littleEndian($0, byteCount: maximum > 255 ? 2 : 1).reversed()
        }
        let file = Array("P5\n\(width) \(height)\n\(maximum)\n".utf8) + samples
        let codec = try JPEGXLCodec(parameters: "1", threads: 1)
        #expect(try codec.decompressed(try codec.compressed(file), byteCount: file.count) == file)
    }

    @Test(
        "JPEG XL: 16-bit samples, plain files",
        arguments: [colour, grey, deepColour, deepGrey, alpha, greyAlpha, deepAlpha])
    func jxl(image: SampleImage) throws {
        for effort in [1, 3, 7] {
            let codec = try JPEGXLCodec(parameters: "\(effort)", threads: 1)
            let stream = try codec.compressed(image.file)
            #expect(stream.prefix(2).elementsEqual([0xFF, 0x0A]) || stream.dropFirst(4).starts(with: "JXL ".utf8))
            #expect(stream.count < image.file.count)
            #expect(try codec.decompressed(stream, byteCount: image.file.count) == image.file)
            let threaded = try JPEGXLCodec(parameters: "\(effort)", threads: 3)
            #expect(try threaded.compressed(image.file) == stream)
            #expect(try threaded.decompressed(stream, byteCount: image.file.count) == image.file)
        }
    }

    @Test(
        "cjxl writes files of the same size, djxl reads ours",
        .enabled(
            if: CommandLineTool.isInstalled("cjxl") && CommandLineTool.isInstalled("djxl"),
            "cjxl and djxl (libjxl-tools) are not installed"),
        arguments: [colour, grey, deepColour, deepGrey])
    func jxlTools(image: SampleImage) async throws {
        let name = image.channelCount == 1 ? "image.pgm" : "image.ppm"
        for effort in [1, 3, 7] {
            let codec = try JPEGXLCodec(parameters: "\(effort)", threads: 1)
            let stream = try codec.compressed(image.file)
            let theirs = try await CommandLineTool(name: "cjxl").convert(image.file, named: name, to: "image.jxl") {
                [$0, $1, "-d", "0", "-e", "\(effort)"]
            }
            #expect(
                abs(stream.count - theirs.count) * 100 <= theirs.count,
                "effort \(effort): \(stream.count) bytes, cjxl has \(theirs.count)")
            #expect(try codec.decompressed(theirs, byteCount: image.file.count) == image.file)
            let back = try await CommandLineTool(name: "djxl").convert(stream, named: "image.jxl", to: name) {
                [$0, $1]
            }
            #expect(back == image.file)
        }
    }

    @Test("A JPEG XL image larger than the destination is refused before its pixels are decoded")
    func jxlLies() throws {
        let codec = try JPEGXLCodec(parameters: "1", threads: 1)

        let large = try codec.compressed(SampleImage(width: 400, height: 300).file)
        for byteCount in [0, 10, Self.colour.file.count] {
            #expect(throws: CodecError.outputTooLarge(codec: "jxl", capacity: byteCount)) {
                try codec.decompressed(large, byteCount: byteCount)
            }
        }
    }
    #endif

    #if WebP
    @Test("WebP: colour as plain files, grey with its header kept", arguments: [colour, grey, alpha, greyAlpha])
    func webp(image: SampleImage) throws {
        for level in [0, 6] {
            let codec = try WebPCodec(parameters: "\(level)", threads: 1)
            let stream = try codec.compressed(image.file)
            #expect(stream.starts(with: (image.channelCount > 2 ? "RIFF" : "NCBM").utf8))
            #expect(stream.count < image.file.count)
            #expect(try codec.decompressed(stream, byteCount: image.file.count) == image.file)
        }
    }

    @Test(
        "cwebp -z writes files of the same size, dwebp reads ours",
        .enabled(
            if: CommandLineTool.isInstalled("cwebp") && CommandLineTool.isInstalled("dwebp"),
            "cwebp and dwebp (webp) are not installed"))
    func webpTools() async throws {
        let image = SampleImage(width: 90, height: 70).file
        for level in [0, 6, 9] {
            let codec = try WebPCodec(parameters: "\(level)", threads: 1)
            let stream = try codec.compressed(image)
            let theirs = try await CommandLineTool(name: "cwebp").convert(image, named: "image.ppm", to: "image.webp") {
                ["-quiet", "-z", "\(level)", $0, "-o", $1]
            }
            #expect(
                abs(stream.count - theirs.count) * 100 <= theirs.count,
                "level \(level): \(stream.count) bytes, cwebp has \(theirs.count)")
            #expect(try codec.decompressed(theirs, byteCount: image.count) == image)
            let back = try await CommandLineTool(name: "dwebp").convert(stream, named: "image.webp", to: "image.ppm") {
                ["-quiet", "-ppm", $0, "-o", $1]
            }
            #expect(back == image)
        }
    }

    @Test("WebP says what it cannot take, and refuses what is not lossless")
    func webpLimits() throws {
        let codec = try WebPCodec(parameters: "0", threads: 1)
        #expect(reason(codec, Self.deepColour.file)?.contains("16 bits") == true)
        #expect(reason(codec, SampleImage(width: 16_384, height: 1).file)?.contains("16383") == true)
        #expect(reason(codec, SampleImage(width: 1, height: 16_384, channelCount: 1).file)?.contains("16383") == true)
        _ = try codec.compressed(SampleImage(width: 16_383, height: 1).file)

        let file = Self.colour.file
        let stream = try codec.compressed(file)
        // VP8L: 14 bits each of width − 1 and height − 1 follow the signature 0x2F at byte 20.
        #expect(stream[20] == 0x2F)
        #expect(throws: CodecError.outputTooLarge(codec: "webp", capacity: file.count)) {
            try codec.decompressed(replacing(stream, at: 21, with: [0xFF, 0xFF, 0xFF, 0x0F]), byteCount: file.count)
        }
        // A lossy file (VP8) is another kind of chunk.
        #expect(throws: CodecError.self) {
            try codec.decompressed(replacing(stream, at: 15, with: [0x20]), byteCount: file.count)
        }
    }
    #endif

    @Test(
        "Files that are no canonical picture are unsupported, with a reason",
        arguments: [
            "", "P", "P6", "P6\n", "P3\n1 1\n255\n", "P4\n8 1\n", "P7\nWIDTH 1\n", "P6\n2 2\n255\n",
            "P6\n2 2\n255\n\u{1}\u{2}", "P6\n0 1\n255\n", "P6\n1 0\n255\n", "P6\n-1 1\n255\nabc", "P6\n1\n255\nabc",
            "P6\n1 1\n65536\nabcdef", "P6\n1 1\n0\nabc", "P6\n9999999999 9999999999\n255\nabc",
            "P6\n4294967296 4294967296\n255\nabc", "P6\n99999999999999999999 1\n255\nabc", "P6\n1 1\n255",
            "P61 1\n255\nabc",
            "P6 # no end", "hello", "RIFF\0\0\0\0WAVE",
        ])
    func otherFiles(text: String) throws {
        var codecs: [any Codec] = []
        codecs.append(try PNGCodec(parameters: "1", threads: 1))
        #if JXL
        codecs.append(try JPEGXLCodec(parameters: "1", threads: 1))
        #endif
        #if WebP
        codecs.append(try WebPCodec(parameters: "0", threads: 1))
        #endif
        #if JPEGLS
        codecs.append(try JPEGLSCodec(parameters: "plain", threads: 1))
        #endif
        #if JPEG2000
        codecs.append(try JPEG2000Codec(parameters: "", threads: 1))
        #endif
        for codec in codecs {
            #expect(reason(codec, Array(text.utf8)) != nil, "\(codec.information.name)")
        }
    }
}

extension SampleImage: CustomTestStringConvertible {
    public var testDescription: String { "\(width)×\(height), \(channelCount) channels of \(bytesPerSample * 8) bits" }
}
