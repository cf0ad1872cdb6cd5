import CodecSamples
import MediaFormats
import Testing

@Suite struct TIFFRasterTests {
    private func raster(_ file: [UInt8]) throws -> TIFFRaster { try file.withUnsafeBytes { try TIFFRaster(head: $0) } }

    @Test(arguments: [ByteOrder.little, .big], [false, true])
    func samplesAreFound(order: ByteOrder, isDirectoryLast: Bool) throws {
        for (channels, bits, strips) in [(3, 8, 1), (1, 16, 4), (4, 8, 3), (1, 8, 2)] {
            let pixels = [UInt8](repeating: 7, count: 30 * 12 * channels * bits / 8)
            let file = TIFFFile(
                width: 30, height: 12, channels: channels, bits: bits, strips: strips, isBigEndian: order == .big,
                isDirectoryLast: isDirectoryLast, pixels: pixels)
            let found = try raster(file.bytes)
            #expect(found.width == 30 && found.rowCount == 12 && found.channels == channels)
            #expect(found.bytesPerSample == bits / 8 && found.byteOrder == order)
            #expect(found.byteCount == pixels.count && found.start == file.start)
        }
        let planes = TIFFFile(
            width: 30, height: 12, channels: 3, bits: 8, strips: 3, isBigEndian: order == .big,
            isDirectoryLast: isDirectoryLast,
            pixels: [UInt8](repeating: 7, count: 1080), planar: 2)
        #expect(try raster(planes.bytes).channels == 1 && raster(planes.bytes).rowCount == 36)
    }

    @Test func whatIsNeededIsSaid() throws {
        let file = TIFFFile(
            width: 30, height: 12, channels: 3, bits: 8, strips: 4, isDirectoryLast: true,
            pixels: [UInt8](repeating: 7, count: 1080)
        ).bytes
        var length = 8
        var looks = 0
        while true {
            do {
                _ = try raster(Array(file.prefix(length)))
                break
            } catch let error as MediaFormatError {
                try #require(error.kind == .incomplete && error.offset > length)
                length = error.offset
                looks += 1
            }
        }
        #expect((2...6).contains(looks) && length <= file.count)
    }

    /// Compressed, tiled, of bits that are no bytes, of floating-point numbers, with gaps; and every change of a bit.
    @Test func othersAreRefused() throws {
        let changes: [(Int, Int?)] = [(259, 5), (258, 4), (339, 3), (277, 9), (256, 0), (273, nil), (273, 0), (273, 7)]
        for (tag, value) in changes {
            let file = TIFFFile(
                width: 30, height: 12, channels: 1, bits: 8, strips: 2, isBigEndian: true, isDirectoryLast: false,
                pixels: [UInt8](repeating: 7, count: 360), changing: tag, to: value)
            #expect(throws: MediaFormatError.self, "\(tag)") { try raster(file.bytes) }
        }
        let file = TIFFFile(
            width: 30, height: 12, channels: 3, bits: 8, strips: 3, isDirectoryLast: false,
            pixels: [UInt8](repeating: 7, count: 1080))
        for bit in 0..<8 * min(file.start, file.bytes.count) {
            var changed = file.bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            if let found = try? raster(changed) { #expect(found.byteCount > 0 && found.start >= 0) }
        }
    }
}
