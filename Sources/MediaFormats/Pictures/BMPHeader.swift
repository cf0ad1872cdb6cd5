/// Headers of Windows bitmaps (Microsoft, "Bitmap Storage", BITMAPCOREHEADER, BITMAPINFOHEADER and its successors) without
/// compression: 1, 4 and 8 bits with a palette, 24 and 32 bits a pixel.
enum BMPHeader {
    private static let sizes = [12, 40, 52, 56, 108, 124]

    /// Whether a file begins like one: `BM`, and one of the known sizes of headers.
    static func begins(_ header: HeaderBytes) -> Bool {
        header.has("BM", at: 0) && header.count > 18 && sizes.contains(Int(header.bytes[14]))
            && header.bytes[15...17].allSatisfy { $0 == 0 }
    }

    static func layout(_ header: HeaderBytes) throws(MediaFormatError) -> PictureLayout {
        func little(_ offset: Int, _ byteCount: Int) throws(MediaFormatError) -> Int {
            try header.number(at: offset, byteCount: byteCount, .little)
        }
        guard header.has("BM", at: 0) else { throw .malformed(0, "not a BMP file") }
        let size = try little(14, 4)
        guard sizes.contains(size) else { throw .malformed(14, "a header of \(size) bytes is none that is known") }
        guard 14 + size <= header.count else { throw header.missing(upTo: 14 + size, "the header is cut short") }
        let isCore = size == 12
        let width = isCore ? try little(18, 2) : Int(Int32(truncatingIfNeeded: try little(18, 4)))
        let signedHeight = isCore ? try little(20, 2) : Int(Int32(truncatingIfNeeded: try little(22, 4)))
        let bitsPerPixel = try little(isCore ? 24 : 28, 2)
        let compression = isCore ? 0 : try little(30, 4)
        guard width > 0, signedHeight != 0 else {
            throw .malformed(18, "a picture of \(width) by \(abs(signedHeight)) makes no sense")
        }
        guard [1, 4, 8, 24, 32].contains(bitsPerPixel) else {
            throw .unsupported(28, "\(bitsPerPixel) bits a pixel are not supported")
        }
        let hasAlpha = try hasAlpha(header, size, bitsPerPixel, compression)
        var palette = 0..<0
        if bitsPerPixel <= 8 {
            let named = isCore ? 0 : try little(46, 4)
            let count = named == 0 ? 1 << bitsPerPixel : named
            guard count <= 256 else { throw .malformed(46, "a palette of \(count) colours makes no sense") }
            palette = 14 + size..<14 + size + (isCore ? 3 : 4) * count
            guard palette.upperBound <= header.count else {
                throw header.missing(upTo: palette.upperBound, "the palette is cut short")
            }
        }
        let pixels = try little(10, 4)
        guard pixels >= 14 + size, pixels <= header.fileByteCount else {
            throw .malformed(10, "the pixels cannot begin at byte \(pixels)")
        }
        return try PictureLayout(
            format: .bmp, width: width, height: abs(signedHeight), channels: bitsPerPixel <= 8 ? 1 : bitsPerPixel / 8,
            hasAlpha: hasAlpha, maximum: 255, encoding: bitsPerPixel <= 8 ? .indices : .bytes,
            bitsPerSample: min(bitsPerPixel, 8), channelOrder: .bgr, isBottomUp: signedHeight > 0, rowPadding: 4,
            headerByteCount: pixels, palette: palette, paletteEntryByteCount: isCore ? 3 : 4,
            heightField: isCore ? 20..<22 : 22..<26)
    }

    /// Whether masks name the fourth byte as alpha, which older headers have no place for.
    ///
    /// - Throws: kind `unsupported` where pixels are compressed or colours lie in another order.
    private static func hasAlpha(
        _ header: HeaderBytes, _ size: Int, _ bitsPerPixel: Int, _ compression: Int
    ) throws(MediaFormatError) -> Bool {
        guard compression == 3 || compression == 6 else {
            guard compression == 0 else { throw .unsupported(30, "compressed bitmaps are not supported") }
            return false
        }
        // Masks are in the header from 52 bytes on, behind it before.
        for (offset, mask) in [(54, 0xFF_0000), (58, 0xFF00), (62, 0xFF)] {
            guard bitsPerPixel == 32, try header.number(at: offset, byteCount: 4, .little) == mask else {
                throw .unsupported(54, "its arrangement of colours is not supported")
            }
        }
        return size >= 56 ? try header.number(at: 66, byteCount: 4, .little) == 0xFF00_0000 : false
    }
}
