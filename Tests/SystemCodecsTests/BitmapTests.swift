import CodecInterface
import CodecSamples
import SystemCodecs
import Testing

/// Bitmaps of one bit a pixel (P4) through the image codecs.
@Suite("Bitmaps")
struct BitmapTests {
    private static var codecs: [any Codec] {
        get throws {
            var codecs: [any Codec] = []
            codecs.append(try PNGCodec(parameters: "6", threads: 1))
            #if WebP
            codecs.append(try WebPCodec(parameters: "6", threads: 1))
            #endif
            #if JXL
            codecs.append(try JPEGXLCodec(parameters: "1", threads: 1))
            codecs.append(try JPEGXLCodec(parameters: "7", threads: 1))
            #endif
            #if JPEGLS
            codecs.append(try JPEGLSCodec(parameters: "plain", threads: 1))
            #endif
            #if JPEG2000
            codecs.append(try JPEG2000Codec(parameters: "", threads: 1))
            #endif
            return codecs
        }
    }

    /// Rows of a file; where they are clean, the bits behind their ends are zero.
    private static func rows(_ width: Int, _ height: Int, isClean: Bool, _ bytes: [UInt8]) -> [UInt8] {
        let rowByteCount = (width + 7) / 8
        var rows = Array(bytes.prefix(rowByteCount * height))
        for row in 0..<height where isClean && width % 8 > 0 {
            rows[row * rowByteCount + rowByteCount - 1] &= UInt8(truncatingIfNeeded: 0xFF00 >> (width % 8))
        }
        return rows
    }

    @Test(
        "Every bit comes back, those behind the ends of rows too",
        arguments: [(1, 1), (8, 3), (37, 29), (5, 200), (640, 2)])
    func roundTrip(width: Int, height: Int) throws {
        var generator = SplitMix64(seed: 3)
        let byteCount = (width + 7) / 8 * height
        for bytes in [generator.bytes(byteCount), (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 / 16 % 2 * 255) }]
        {
            for isClean in [true, false] {
                let rows = Self.rows(width, height, isClean: isClean, bytes)
                for header in ["P4\n\(width) \(height)\n", "P4 # bits\n\(width) \(height)\n"] {
                    let file = Array(header.utf8) + rows
                    for codec in try Self.codecs {
                        let stream = try codec.compressed(file)
                        #expect(
                            try codec.decompressed(stream, byteCount: file.count) == file, "\(codec.information.name)")
                    }
                }
            }
        }
    }

    @Test("A canonical bitmap is a plain PNG file of single bits")
    func plainPNG() throws {
        let file = Array("P4\n64 16\n".utf8) + SplitMix64(seed: 4).bytesOnce(128)
        let stream = try PNGCodec(parameters: "9", threads: 1).compressed(file)
        #expect(stream.starts(with: [0x89, 0x50, 0x4E, 0x47]) && stream[24] == 1 && stream[25] == 0)
        #expect(stream.count < file.count + 100)
    }

    #if WebP
    @Test("A stream of grey pixels under a bitmap's header is damage")
    func greyPixels() throws {
        let codec = try WebPCodec(parameters: "0", threads: 1)
        let bitmap = Array("P4\n16 2\n".utf8) + [1, 2, 3, 4]
        let grey = Array("P5\n16 2\n255\n".utf8) + (0..<32).map { UInt8($0) }
        let kept = try codec.compressed(bitmap).prefix(17 + 8)
        let payload = try codec.compressed(grey).dropFirst(17 + 12)
        #expect(throws: CodecError.self) { try codec.decompressed(Array(kept + payload), byteCount: bitmap.count) }
    }
    #endif
}

extension SplitMix64 {
    fileprivate func bytesOnce(_ count: Int) -> [UInt8] {
        var generator = self
        return generator.bytes(count)
    }
}
