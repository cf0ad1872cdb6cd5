import CodecInterface
import CodecSamples
import SystemCodecs
import Testing

/// jpegls and jp2 beside other programs, and files that lie.
@Suite("JPEG-LS and JPEG 2000")
struct JPEGCodecTests {
    /// Of every number of channels, in 8 bits and more.
    private static let images = [
        SampleImage(width: 200, height: 150), SampleImage(width: 200, height: 150, channelCount: 1),
        SampleImage(width: 90, height: 70, bytesPerSample: 2),
        SampleImage(width: 90, height: 70, channelCount: 1, bytesPerSample: 2),
        SampleImage(width: 60, height: 50, channelCount: 4), SampleImage(width: 60, height: 50, channelCount: 2),
        SampleImage(width: 60, height: 50, channelCount: 4, bytesPerSample: 2),
        SampleImage(width: 61, height: 31, channelCount: 1, maximum: 4095),
        SampleImage(width: 61, height: 31, channelCount: 3, maximum: 1023),
        SampleImage(width: 61, height: 31, channelCount: 1, maximum: 1000),
    ]

    private func replacing(_ bytes: [UInt8], at offset: Int, with new: [UInt8]) -> [UInt8] {
        var changed = bytes
        changed.replaceSubrange(offset..<offset + new.count, with: new)
        return changed
    }

    #if JPEGLS
    @Test("JPEG-LS: plain files where the maximum is all ones, with every transform", arguments: images)
    func jpegls(image: SampleImage) throws {
        for parameters in ["plain", "hp1", "hp2", "hp3"] {
            let codec = try JPEGLSCodec(parameters: parameters, threads: 1)
            let stream = try codec.compressed(image.file)
            let isAllOnes = image.maximum & (image.maximum + 1) == 0
            #expect(stream.starts(with: isAllOnes ? [0xFF, 0xD8] : Array("NCBM".utf8)))
            #expect(stream.count < image.file.count)
            #expect(try codec.decompressed(stream, byteCount: image.file.count) == image.file, "\(parameters)")
        }
    }

    @Test(
        "ffmpeg reads our JPEG-LS files, and writes them about as small",
        .enabled(if: CommandLineTool.isInstalled("ffmpeg"), "ffmpeg is not installed"),
        arguments: [images[0], images[1]])
    func ffmpeg(image: SampleImage) async throws {
        let tool = CommandLineTool(name: "ffmpeg")
        let name = image.channelCount == 1 ? "image.pgm" : "image.ppm"
        let codec = try JPEGLSCodec(parameters: "plain", threads: 1)
        let stream = try codec.compressed(image.file)
        let options = ["-hide_banner", "-loglevel", "error"]
        let back = try await tool.convert(stream, named: "image.jls", to: name) { options + ["-i", $0, "-y", $1] }
        #expect(back == image.file)
        let theirs = try await tool.convert(image.file, named: name, to: "image.jls") {
            options + ["-i", $0, "-c:v", "jpegls", "-y", $1]
        }
        #expect(
            abs(stream.count - theirs.count) * 50 <= theirs.count, "\(stream.count) bytes, ffmpeg has \(theirs.count)")
        #expect(try codec.decompressed(theirs, byteCount: image.file.count) == image.file)
    }

    @Test("A JPEG-LS header that lies about the size is refused before any memory is asked for")
    func jpeglsLies() throws {
        let codec = try JPEGLSCodec(parameters: "plain", threads: 1)
        let file = Self.images[0].file
        let stream = try codec.compressed(file)
        // FF D8, FF F7, length, precision; then height and width in two bytes each.
        #expect(Array(stream[2..<7]) == [0xFF, 0xF7, 0, 17, 8])
        for sides: [UInt8] in [[0xFF, 0xFF, 0xFF, 0xFF], [0, 151, 0, 200], [0, 150, 0, 201]] {
            #expect(throws: CodecError.outputTooLarge(codec: "jpegls", capacity: file.count)) {
                try codec.decompressed(replacing(stream, at: 7, with: sides), byteCount: file.count)
            }
        }
        // A loss that the standard allows, and this codec does not write: NEAR is the third byte from the end of SOS.
        let scan = try #require(stream.indices.first { stream[$0...].starts(with: [0xFF, 0xDA]) })
        let near = scan + 2 + Int(stream[scan + 3]) - 3
        #expect(stream[near] == 0)
        #expect(throws: CodecError.self) {
            try codec.decompressed(replacing(stream, at: near, with: [1]), byteCount: file.count)
        }
    }
    #endif

    #if JPEG2000
    @Test("JPEG 2000: plain files where the maximum is all ones, the same with several threads", arguments: images)
    func jp2(image: SampleImage) throws {
        let codec = try JPEG2000Codec(parameters: "", threads: 1)
        let stream = try codec.compressed(image.file)
        let isAllOnes = image.maximum & (image.maximum + 1) == 0
        #expect(stream.starts(with: isAllOnes ? [0, 0, 0, 12, 0x6A, 0x50] : Array("NCBM".utf8)))
        #expect(stream.count < image.file.count)
        #expect(try codec.decompressed(stream, byteCount: image.file.count) == image.file)
        let threaded = try JPEG2000Codec(parameters: "", threads: 3)
        #expect(try threaded.compressed(image.file) == stream)
        #expect(try threaded.decompressed(stream, byteCount: image.file.count) == image.file)
    }

    @Test(
        "opj_compress writes the same bytes, opj_decompress reads ours",
        .enabled(
            if: CommandLineTool.isInstalled("opj_compress") && CommandLineTool.isInstalled("opj_decompress"),
            "opj_compress and opj_decompress (libopenjp2-tools) are not installed"),
        arguments: [images[0], images[1], images[2], images[3]])
    func openJPEG(image: SampleImage) async throws {
        let name = image.channelCount == 1 ? "image.pgm" : "image.ppm"
        let codec = try JPEG2000Codec(parameters: "", threads: 1)
        let stream = try codec.compressed(image.file)
        let theirs = try await CommandLineTool(name: "opj_compress").convert(image.file, named: name, to: "image.jp2") {
            ["-i", $0, "-o", $1]
        }
        #expect(stream == theirs, "\(stream.count) bytes, opj_compress has \(theirs.count)")
        let back = try await CommandLineTool(name: "opj_decompress").convert(stream, named: "image.jp2", to: name) {
            ["-i", $0, "-o", $1]
        }
        // It writes a comment into the header.
        #expect(back.suffix(image.pixels.count).elementsEqual(image.pixels))
    }

    @Test("A JP2 file that is another kind than the codec's is refused before the library sees it")
    func jp2Lies() throws {
        let codec = try JPEG2000Codec(parameters: "", threads: 1)
        let file = Self.images[0].file
        let stream = try codec.compressed(file)
        let size = try #require(stream.indices.first { stream[$0...].starts(with: [0xFF, 0x4F, 0xFF, 0x51]) }) + 2
        func refuses(_ offset: Int, _ bytes: [UInt8], _ what: String) {
            #expect(throws: CodecError.self, "\(what)") {
                try codec.decompressed(replacing(stream, at: size + offset, with: bytes), byteCount: file.count)
            }
        }
        // Behind the mark and the length: capabilities, width, height, offsets, and the same of tiles.
        #expect(Array(stream[size + 6..<size + 14]) == [0, 0, 0, 200, 0, 0, 0, 150])
        let large: [UInt8] = [0x7F, 0xFF, 0xFF, 0xFF]
        #expect(throws: CodecError.outputTooLarge(codec: "jp2", capacity: file.count)) {
            let wide = replacing(stream, at: size + 6, with: large)
            return try codec.decompressed(replacing(wide, at: size + 22, with: large), byteCount: file.count)
        }
        refuses(6, large, "wider than its tile")
        refuses(22, [0, 0, 0, 1], "many tiles")
        refuses(14, [0, 0, 0, 1], "an offset")
        refuses(38, [0x40, 0], "many components")
        refuses(40, [0x87], "signed components")
        refuses(41, [2], "subsampled components")
        let style = try #require(stream.indices.first { stream[$0...].starts(with: [0xFF, 0x52]) }) - size
        refuses(style + 4, [1], "precincts")
        refuses(style + 6, [0xFF, 0xFF], "many layers")
        refuses(style + 13, [0], "the irreversible wavelet")
    }
    #endif
}
