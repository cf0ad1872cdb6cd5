import Corpora
import MediaFormats
import Testing

@Suite struct BareRasterTests {
    /// A header of 3 bytes, two rows of two samples, and a byte behind them.
    private static let file: [UInt8] = [9, 9, 9, 0x01, 0x00, 0xFF, 0x0F, 0x34, 0x12, 0x00, 0x00, 7]

    private func raster(
        skip: Int = 3, width: Int = 2, height: Int = 2, maximum: Int = 0x1234, isLittleEndian: Bool = true
    ) -> BareRaster {
        BareRaster(skip: skip, width: width, height: height, maximum: maximum, isLittleEndian: isLittleEndian)
    }

    @Test func samplesBecomeBigEndian() throws {
        let picture = try raster().read(Self.file, path: "scan")
        #expect(picture.samples == [0x00, 0x01, 0x0F, 0xFF, 0x12, 0x34, 0x00, 0x00])
        #expect(picture.file == Array("P5\n2 2\n4660\n".utf8) + picture.samples)
        let big = try raster(maximum: 65535, isLittleEndian: false).read(Self.file, path: "scan")
        #expect(big.samples == Array(Self.file[3..<11]))
    }

    @Test func aGzippedFileIsUnpackedFirst() throws {
        // Stored, as RFC 1952 and RFC 1951 allow.
        let crc: [UInt8] = [0xE6, 0x11, 0xEA, 0x25]
        let gzipped: [UInt8] =
            [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1, 12, 0, 0xF3, 0xFF] + Self.file + crc + [12, 0, 0, 0]
        let expected = try raster().read(Self.file, path: "scan")
        #expect(try raster().read(gzipped, path: "scan.gz") == expected)
    }

    @Test func whatDoesNotFitIsAnError() {
        for wrong in [
            raster(skip: 5), raster(skip: 13), raster(width: 3), raster(height: 0), raster(width: 0),
            raster(height: .max), raster(maximum: 0x1233),
        ] {
            #expect(throws: CorpusError.self) { try wrong.read(Self.file, path: "scan") }
        }
    }
}
