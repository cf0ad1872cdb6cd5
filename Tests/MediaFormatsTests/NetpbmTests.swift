import MediaFormats
import Testing

/// Every spelling of PBM, PGM, PPM and PAM that Netpbm's own text, or its library, takes.
@Suite("Netpbm headers")
struct NetpbmTests {
    private static let pixels: [UInt8] = Array(1...6)

    private func layout(_ file: [UInt8]) throws -> PictureLayout {
        #expect(MediaFormat(head: file) == (file.starts(with: "P7".utf8) ? .pam : .pnm))
        return try file.withUnsafeBytes { bytes in try PictureLayout(head: bytes) }
    }

    private func samples(_ file: [UInt8]) throws -> PictureSamples {
        let layout = try layout(file)
        return try file.withUnsafeBytes { bytes in try PictureSamples(bytes, layout) }
    }

    @Test(
        "Two pixels, however their header is spelt",
        arguments: [
            "P6\n2 1\n255\n", "P6 \n2 1\n255\n", "P6\n\n2 1\n255\n", "P6\r\n2 1\r\n255\n", "P6\r\n2 1\r\n255\r\n",
            "P6\t2\t1\t255\t", "P6 2 1 255 ", "P6\n# by a program\n2 1\n255\n", "P6#glued\n2 1\n255\n",
            "P6\n2#glued\n1#glued\n255\n", "P6\n2 1 # late\n255\n", "P6\n2 1\n#late\n255\n", "P6\n2 1\n255#late\n",
            "P6\n2 1\n255#late\n\n", "P6\n2 1\n255\n# later still\n", "P6\n2 1\n255 # later still\n#and more\n",
            "P6\n#one\n#two\r\n#three\n2 1\n255\n", "P6\n002 01\n0255\n", "P6\r2 1\r255\r", "P6\n\n2 1\n\n\n255\n",
            "P6 \n \t 2 \n\n 1 \n 255\n", "P6\n# P5 9 9 9\n2 1\n255\n", "P6\n2 1\n25#inside\n5\n",
            "P6\n2 1#a\n#b\n 255\n",
        ])
    func spellings(header: String) throws {
        let file = Array(header.utf8) + Self.pixels
        let layout = try layout(file)
        #expect(layout.headerByteCount == header.utf8.count)
        #expect(layout.width == 2 && layout.height == 1 && layout.channels == 3 && layout.maximum == 255)
        #expect(layout.rowByteCount == 6 && layout.sampleByteCount == 6 && layout.encoding == .bytes)
        #expect(try samples(file).file == Array("P6\n2 1\n255\n".utf8) + Self.pixels)
    }

    @Test("What follows a picture does not move its pixels")
    func trailers() throws {
        for header in ["P6\n2 1\n255\n", "P6\n2 1\n255#late\n"] {
            for trailer in ["P6\n1 1\n255\nabc", "more", "\n"] {
                let file = Array(header.utf8) + Self.pixels + Array(trailer.utf8)
                let layout = try layout(file)
                #expect(layout.headerByteCount == header.utf8.count)
                #expect(layout.trailer(in: file.count) == header.utf8.count + 6..<file.count)
            }
        }
    }

    @Test("Pixels that look like white space or a comment are pixels")
    func pixelsThatLookLikeText() throws {
        for pixels in [[0x0A, 0x0A, 0x20, 0x23, 0x0A, 0x31], Array("# no\n1".utf8)] as [[UInt8]] {
            let file = Array("P6\n2 1\n255\n".utf8) + pixels
            #expect(try samples(file).samples == pixels)
            // Nor do line ends behind the pixels, or a few bytes more, make them white space.
            for trailer in ["\n", "\r\n", "#\n"] {
                #expect(try samples(file + Array(trailer.utf8)).samples == pixels)
            }
        }
    }

    @Test(
        "Plain files, with numbers and digits as the texts allow them",
        arguments: [
            ("P3\r\n1 2\r\n255\r\n1 2 3\r\n4 5 6\r\n", "P6\n1 2\n255\n\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}"),
            ("P2\n3 1\n9\n7 # seven\n8#eight\n9", "P5\n3 1\n9\n\u{7}\u{8}\u{9}"),
            ("P2 1 1 1000 258\n", "P5\n1 1\n1000\n\u{1}\u{2}"), ("P2#a\n1#b\n1#c\n9#d\n3", "P5\n1 1\n9\n\u{3}"),
        ])
    func plain(file: String, canonical: String) throws {
        #expect(try samples(Array(file.utf8)).file == Array(canonical.utf8))
    }

    @Test(
        "Bits become black and white",
        arguments: ["P1\n3 2\n101010", "P1 3 2 1 0 1\n0 1 0\n", "P1\n3 2\n10 1#x\n010 9"])
    func bitmaps(file: String) throws {
        let expected: [UInt8] = [0, 255, 0, 255, 0, 255]
        #expect(try samples(Array(file.utf8)).samples == expected)
        #expect(try samples(Array("P4\n3 2\n".utf8) + [0b1010_0000, 0b0101_1111]).samples == expected)
    }

    @Test("PAM: words in any order, comments, and what a name of pixels means")
    func pam() throws {
        func file(_ lines: String, _ pixels: [UInt8]) -> [UInt8] { Array("P7\n\(lines)ENDHDR\n".utf8) + pixels }
        let canonical = "WIDTH 1\nHEIGHT 2\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\n"
        let pixels: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
        let picture = try samples(file(canonical, pixels))
        #expect(picture.file == file(canonical, pixels) && picture.channels == 4)
        for spelling in [
            "# made by hand\nDEPTH 4\nMAXVAL\t255\n\nHEIGHT 2\r\nWIDTH  1\nTUPLTYPE RGB_ALPHA\n",
            "WIDTH 1\nHEIGHT 2\nDEPTH 4\nMAXVAL 255\n",
        ] {
            #expect(try samples(file(spelling, pixels)) == picture)
        }
        let layout = try layout(file(canonical, pixels))
        #expect(layout.hasAlpha && layout.colorChannels == 3 && layout.tupleType == "RGB_ALPHA")
        let grey = "WIDTH 2\nHEIGHT 1\nDEPTH 2\nMAXVAL 1023\nTUPLTYPE GRAYSCALE_ALPHA\n"
        #expect(try samples(file(grey, pixels)).file == file(grey, pixels))
        let opaque = try samples(file(grey, [1, 2, 3, 255, 1, 0, 3, 255])).withoutOpaqueAlpha()
        #expect(opaque.file == Array("P5\n2 1\n1023\n".utf8) + [1, 2, 1, 0])
        let bits = try samples(file("WIDTH 3\nHEIGHT 1\nDEPTH 1\nMAXVAL 1\nTUPLTYPE BLACKANDWHITE\n", [0, 1, 1]))
        #expect(bits.file == Array("P5\n3 1\n1\n".utf8) + [0, 1, 1])
    }

    @Test(
        "What is no header is refused with its place",
        arguments: [
            ("P5\n0 2\n255\n", 4), ("P5\n2 2\n70000\n", 12), ("P5 2", 4), ("P6\n2 1\n255", 10), ("P6\n2 -1\n255\n", 5),
            ("P6\n99999999999999999999 1\n255\n", 16), ("P7\nWIDTH 0\nENDHDR\n", 3),
            ("P7\nWIDTH 1\nHEIGHT 1\nENDHDR\n", 27),
            ("P7\nWIDTH 1\nDEPTH 99999\nENDHDR\n", 11), ("P7\nCOLOURS 3\nWIDTH 1\nENDHDR\n", 0),
            ("P7\nWIDTH 1\nHEIGHT 1\n", 20),
        ])
    func malformed(file: String, offset: Int) throws {
        let error = #expect(throws: MediaFormatError.self) {
            try Array(file.utf8).withUnsafeBytes { bytes in try PictureLayout(head: bytes) }
        }
        #expect(error?.kind == .malformed && error?.offset == offset, "\(String(describing: error))")
    }

    @Test(
        "Samples that are missing, or have no plain form",
        arguments: [
            ("P5\n2 2\n255\nabc", MediaFormatError.Kind.malformed), ("P2 1 1 9 10", .malformed),
            ("P1 2 1 12", .malformed),
            ("P3 2 2 9 1 2 3", .malformed), ("P6 99999 99999 255 ", .malformed), ("P4 9 1\n\u{1}", .malformed),
            ("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE CMYK\nENDHDR\nabcd", .unsupported),
            ("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 5\nMAXVAL 255\nENDHDR\nabcde", .unsupported),
        ])
    func samplesRefused(file: String, kind: MediaFormatError.Kind) throws {
        let error = #expect(throws: MediaFormatError.self) { try samples(Array(file.utf8)) }
        #expect(error?.kind == kind)
    }

    @Test(
        "Text that begins like a picture is text", arguments: ["P1", "P5 is", "P612", "P7 332\n", "P7\nhello\n", "P6"])
    func noPictures(text: String) {
        #expect(MediaFormat(head: Array(text.utf8)) == nil)
    }
}
