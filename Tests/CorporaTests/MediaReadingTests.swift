import CodecInterface
import Corpora
import Foundation
import MediaFormats
import Testing

/// Media files of every flavour, and what decoding makes of them.
@Suite struct MediaReadingTests {
    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private func decode(_ bytes: [UInt8]) throws -> [UInt8]? {
        try MediaFormat(head: bytes)?.decode(bytes, path: "file")
    }

    // MARK: netpbm

    @Test(arguments: [
        ("P5\n2 2\n255\n\u{1}\u{2}\u{3}\u{4}", "P5\n2 2\n255\n\u{1}\u{2}\u{3}\u{4}"),
        ("P5 # a comment\n2\t2 #another\n255\n\u{1}\u{2}\u{3}\u{4}and more", "P5\n2 2\n255\n\u{1}\u{2}\u{3}\u{4}"),
        ("P2\n2 1\n9\n7 # seven\n9\n", "P5\n2 1\n9\n\u{7}\u{9}"),
        ("P3 1 1 255 1 2 3", "P6\n1 1\n255\n\u{1}\u{2}\u{3}"),
        ("P2 1 1 1000 258\n", "P5\n1 1\n1000\n\u{1}\u{2}"),
    ])
    func netpbmOfAllKinds(file: String, plain: String) throws {
        #expect(try decode(Array(file.utf8)) == Array(plain.utf8))
    }

    @Test func bitmapsBecomeGrey() throws {
        let white: UInt8 = 255
        let plain = Array("P5\n9 1\n255\n".utf8) + [0, white, white, white, white, white, white, white, 0]
        #expect(try decode(Array("P4\n9 1\n".utf8) + [0b1000_0000, 0b1000_0000]) == plain)
        #expect(try decode(Array("P1\n9 1\n1 0 0 0 0000 1\n".utf8)) == plain)
    }

    @Test(arguments: [
        ("P5\n2 2\n255\n\u{1}\u{2}\u{3}", 14), ("P5\n0 2\n255\n", 4), ("P5\n2 2\n70000\n", 12), ("P5 2", 4),
        ("P2 1 1 9 10", 11), ("P1 2 1 12", 8), ("P6 99999 99999 255 ", 2), ("P4 9 1\n\u{1}", 8),
    ])
    func damagedNetpbmIsNamedWithItsPlace(file: String, offset: Int) throws {
        let error = #expect(throws: CorpusError.self) { try decode(Array(file.utf8)) }
        guard case .media("file", offset, _) = try #require(error) else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    // MARK: BMP

    /// A bitmap with a header of 40 bytes.
    private static func bitmap(
        width: Int, height: Int, bits: Int, palette: [UInt8] = [], pixels: [UInt8], compression: Int = 0
    ) -> [UInt8] {
        let start = 54 + palette.count
        return Array("BM".utf8) + little(start + pixels.count, 4) + little(0, 4) + little(start, 4) + little(40, 4)
            + little(width, 4) + little(height, 4) + little(1, 2) + little(bits, 2) + little(compression, 4)
            + little(pixels.count, 4) + little(0, 8) + little(palette.count / 4, 4) + little(0, 4) + palette + pixels
    }

    @Test func bitmapsAreTurnedTheRightWay() throws {
        // Two pixels, bottom-up: blue below, red above; rows are padded to four bytes.
        let rows: [UInt8] = [255, 0, 0, 0, 0, 0, 255, 0]
        let plain = Array("P6\n1 2\n255\n".utf8) + [255, 0, 0, 0, 0, 255]
        #expect(try decode(Self.bitmap(width: 1, height: 2, bits: 24, pixels: rows)) == plain)
        let topDown = Self.bitmap(width: 1, height: -2, bits: 24, pixels: Array(rows[4...] + rows[..<4]))
        #expect(try decode(topDown) == plain)
        #expect(try decode(Self.bitmap(width: 1, height: 2, bits: 32, pixels: rows)) == plain)
    }

    /// Three pixels of two colours; libpng makes an index beyond them black.
    @Test func coloursBeyondThePaletteOfAPNGAreRefused() throws {
        func file(_ end: String) throws -> [UInt8] {
            let start = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAMAAAAsPuSGAAAABlBMVEUKFB4oMjzVG7TpAAAADElEQVR42mNg"
            return Array(try #require(Data(base64Encoded: start + end)))
        }
        let good = try PNGReader.read(file("YGQEAAAHAANLfFKJAAAAAElFTkSuQmCC"), path: "a.png")
        #expect(good.samples == [10, 20, 30, 40, 50, 60, 40, 50, 60])
        #expect {
            try PNGReader.read(file("YGQCAAAIAAQIHWMKAAAAAElFTkSuQmCC"), path: "a.png")
        } throws: {
            "\($0)".contains("colour 2 is not in the palette, which has 2")
        }
    }

    @Test func palettesAreLookedUp() throws {
        let grey: [UInt8] = [9, 9, 9, 0, 200, 200, 200, 0]
        let bits = Self.bitmap(width: 3, height: 1, bits: 1, palette: grey, pixels: [0b0100_0000, 0, 0, 0])
        #expect(try decode(bits) == Array("P5\n3 1\n255\n".utf8) + [9, 200, 9])
        let colours: [UInt8] = [1, 2, 3, 0, 4, 5, 6, 0]
        let nibbles = Self.bitmap(width: 2, height: 1, bits: 4, palette: colours, pixels: [0x10, 0, 0, 0])
        #expect(try decode(nibbles) == Array("P6\n2 1\n255\n".utf8) + [6, 5, 4, 3, 2, 1])
    }

    @Test(arguments: [
        bitmap(width: 1, height: 2, bits: 24, pixels: [1, 2, 3, 0]), bitmap(width: 0, height: 1, bits: 24, pixels: []),
        bitmap(width: 1, height: 1, bits: 16, pixels: [1, 2, 0, 0]),
        bitmap(width: 1, height: 1, bits: 8, palette: [1, 2, 3, 0], pixels: [7, 0, 0, 0]),
        bitmap(width: 1, height: 1, bits: 8, pixels: [7, 0, 0, 0], compression: 1),
        bitmap(width: 1 << 20, height: 1 << 20, bits: 24, pixels: []),
    ])
    func bitmapsThatMakeNoSenseAreRefused(bytes: [UInt8]) {
        #expect(throws: CorpusError.self) { try decode(bytes) }
    }

    @Test func everyTruncationOfABitmapIsFound() {
        let bytes = Self.bitmap(width: 1, height: 2, bits: 24, pixels: [1, 2, 3, 0, 4, 5, 6, 0])
        for length in 19..<bytes.count { #expect(throws: CorpusError.self) { try decode(Array(bytes[..<length])) } }
    }

    // MARK: WAV

    private static func wav(_ format: [UInt8], _ data: [UInt8], size: Int? = nil, riff: Int = 60) -> [UInt8] {
        Array("RIFF".utf8) + little(riff, 4) + Array("WAVEfmt ".utf8) + little(format.count, 4) + format
            + Array("data".utf8) + little(size ?? data.count, 4) + data
    }

    private static func format(tag: Int, channels: Int, bits: Int) -> [UInt8] {
        let frame = channels * ((bits + 7) / 8)
        return little(tag, 2) + little(channels, 2) + little(8000, 4) + little(8000 * frame, 4) + little(frame, 2)
            + little(bits, 2)
    }

    @Test(arguments: [(1, 8), (2, 8), (1, 16), (2, 16), (3, 24), (6, 24), (1, 32)])
    func soundsOfAllWidths(channels: Int, bits: Int) throws {
        let data = (0..<channels * bits / 8 * 5).map { UInt8($0 + 1) }
        let plain = Self.wav(Self.format(tag: 1, channels: channels, bits: bits), data, riff: 36 + data.count)
        #expect(try decode(plain) == plain)
        // The same in the extensible form, which names PCM in a GUID.
        let extensible =
            Self.format(tag: 0xFFFE, channels: channels, bits: bits) + Self.little(22, 2) + Self.little(bits, 2)
            + Self.little(0, 4) + Self.little(1, 2) + [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
        #expect(try decode(Self.wav(extensible, data)) == plain)
    }

    @Test func soundsOfUnknownLengthAndFloats() throws {
        let format = Self.format(tag: 1, channels: 1, bits: 16)
        let plain = Self.wav(format, [1, 0, 2, 0], riff: 40)
        #expect(try decode(Self.wav(format, [1, 0, 2, 0, 9], size: 0, riff: 0)) == plain)
        #expect(try decode(Self.wav(format, [1, 0, 2, 0, 9], size: 0xFFFF_FFFF, riff: 0xFFFF_FFFF)) == plain)
        let float = Self.wav(Self.format(tag: 3, channels: 1, bits: 32), [0, 0, 0, 63], riff: 40)
        #expect(try decode(float) == float)
        let error = #expect(throws: CorpusError.self) {
            try decode(Self.wav(Self.format(tag: 2, channels: 1, bits: 4), [0, 0, 0, 0]))
        }
        guard case .undecodable("file", 20, _) = try #require(error) else {
            Issue.record("\(String(describing: error))")
            return
        }
        let wide = Self.wav(Self.format(tag: 1, channels: 1, bits: 12), [0x10, 0, 0x20, 0])
        #expect(try decode(wide) == Self.wav(format, [0x10, 0, 0x20, 0], riff: 40))
    }

    // MARK: Facts

    @Test func factsOfPicturesAndSounds() {
        let picture = MediaFacts(of: Array("P6\n2 3\n65535\n".utf8) + [UInt8](repeating: 0, count: 36))
        #expect(picture?.pixelCount == 6 && picture?.sampleCount == 18 && picture?.bitsPerSample == 16)
        #expect(picture?.payloadByteCount == 36)
        let samples = [UInt8](repeating: 1, count: 12)
        let sound = MediaFacts(of: Self.wav(Self.format(tag: 1, channels: 2, bits: 24), samples))
        #expect(sound?.frameCount == 2 && sound?.sampleCount == 4 && sound?.sampleRate == 8000)
        #expect(MediaFacts(of: Array("P6\n2 3\n255\n".utf8)) == nil)
        #expect(MediaFacts(of: Array("text".utf8)) == nil)
    }
}
