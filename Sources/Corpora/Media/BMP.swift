/// Reads Windows bitmaps without compression: 1, 4 and 8 bits with a palette, 24 and 32 bits a pixel, bottom-up or top-down
/// (Microsoft, "Bitmap Storage", BITMAPINFOHEADER and its successors).
package enum BMPReader {
    /// The most pixels a picture may have.
    private static let maximumPixels = 1 << 28

    private struct Header {
        let width: Int
        let height: Int
        let isTopDown: Bool
        let bitsPerPixel: Int
        /// Blue, green and red of each entry.
        let palette: [[UInt8]]
        let pixels: Int
        let hasAlpha: Bool
    }

    /// The picture: grey when its palette is, colour otherwise.
    package static func read(_ bytes: [UInt8], path: String) throws(CorpusError) -> PictureSamples {
        let header = try header(bytes, path)
        let row = (header.width * header.bitsPerPixel + 31) / 32 * 4
        guard bytes.count - header.pixels >= row * header.height else {
            throw .media(
                path: path, offset: bytes.count,
                reason: "\(row * header.height) bytes of pixels are promised, \(bytes.count - header.pixels) are there")
        }
        if header.hasAlpha { try checkOpaque(bytes, header, row, path) }
        let isGrey = !header.palette.isEmpty && header.palette.allSatisfy { $0[0] == $0[1] && $0[1] == $0[2] }
        var samples: [UInt8] = []
        samples.reserveCapacity(header.width * header.height * (isGrey ? 1 : 3))
        for y in 0..<header.height {
            let start = header.pixels + (header.isTopDown ? y : header.height - 1 - y) * row
            for x in 0..<header.width {
                guard header.bitsPerPixel <= 8 else {
                    let pixel = start + x * header.bitsPerPixel / 8
                    samples += [bytes[pixel + 2], bytes[pixel + 1], bytes[pixel]]
                    continue
                }
                let bit = x * header.bitsPerPixel
                let shift = 8 - header.bitsPerPixel - bit % 8
                let index = Int(bytes[start + bit / 8] >> shift) & (1 << header.bitsPerPixel - 1)
                guard index < header.palette.count else {
                    throw .media(
                        path: path, offset: start + bit / 8, reason: "colour \(index) is not in the palette")
                }
                let colour = header.palette[index]
                samples += isGrey ? [colour[0]] : [colour[2], colour[1], colour[0]]
            }
        }
        return PictureSamples(
            width: header.width, height: header.height, channels: isGrey ? 1 : 3, bytesPerSample: 1, samples: samples)
    }

    private static func header(_ bytes: [UInt8], _ path: String) throws(CorpusError) -> Header {
        func fail(_ offset: Int, _ reason: String) -> CorpusError { .media(path: path, offset: offset, reason: reason) }
        func little(_ offset: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        guard bytes.count >= 26, bytes[0] == UInt8(ascii: "B"), bytes[1] == UInt8(ascii: "M") else {
            throw fail(0, "not a BMP file, or it is cut short")
        }
        let size = little(14, 4)
        let isCore = size == 12
        guard isCore || [40, 52, 56, 108, 124].contains(size), bytes.count >= 14 + size else {
            throw fail(14, "a header of \(size) bytes is none that is known, or it is cut short")
        }
        let width = isCore ? little(18, 2) : Int(Int32(truncatingIfNeeded: little(18, 4)))
        let signedHeight = isCore ? little(20, 2) : Int(Int32(truncatingIfNeeded: little(22, 4)))
        let bitsPerPixel = little(isCore ? 24 : 28, 2)
        let compression = isCore ? 0 : little(30, 4)
        let height = abs(signedHeight)
        guard width > 0, height > 0, width <= maximumPixels / height else {
            throw fail(18, "a picture of \(width) by \(height) makes no sense or is too large")
        }
        guard [1, 4, 8, 24, 32].contains(bitsPerPixel) else {
            throw .undecodable(path: path, offset: 28, reason: "\(bitsPerPixel) bits a pixel are not supported")
        }
        var hasAlpha = false
        if compression == 3 || compression == 6 {
            // Masks are in the header from 52 bytes on, behind it before.
            guard bitsPerPixel == 32, bytes.count >= 66, little(54, 4) == 0xFF0000, little(58, 4) == 0xFF00,
                little(62, 4) == 0xFF
            else {
                throw .undecodable(path: path, offset: 54, reason: "its arrangement of colours is not supported")
            }
            hasAlpha = size >= 56 && little(66, 4) == 0xFF00_0000
        } else if compression != 0 {
            throw .undecodable(path: path, offset: 30, reason: "compressed bitmaps are not supported")
        }
        var palette: [[UInt8]] = []
        if bitsPerPixel <= 8 {
            let entry = isCore ? 3 : 4
            let named = isCore ? 0 : little(46, 4)
            let count = named == 0 ? 1 << bitsPerPixel : named
            guard count <= 256, bytes.count >= 14 + size + entry * count else {
                throw fail(46, "a palette of \(count) colours makes no sense, or is cut short")
            }
            palette = (0..<count).map { Array(bytes[14 + size + entry * $0..<14 + size + entry * $0 + 3]) }
        }
        let pixels = little(10, 4)
        guard pixels >= 14 + size, pixels <= bytes.count else {
            throw fail(10, "the pixels cannot begin at byte \(pixels)")
        }
        return Header(
            width: width, height: height, isTopDown: signedHeight < 0, bitsPerPixel: bitsPerPixel, palette: palette,
            pixels: pixels, hasAlpha: hasAlpha)
    }

    /// Alpha that is nowhere set, or everywhere full, says nothing.
    private static func checkOpaque(
        _ bytes: [UInt8], _ header: Header, _ row: Int, _ path: String
    ) throws(CorpusError) {
        var isFirst = true
        var value: UInt8 = 0
        for y in 0..<header.height {
            for x in 0..<header.width {
                let offset = header.pixels + y * row + 4 * x + 3
                if isFirst { value = bytes[offset] }
                isFirst = false
                guard bytes[offset] == value, value == 0 || value == 255 else {
                    throw .undecodable(
                        path: path, offset: offset,
                        reason: "the picture is transparent, which PGM and PPM cannot hold")
                }
            }
        }
    }
}
