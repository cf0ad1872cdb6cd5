/// Rows of single bits, as Netpbm's P4 has them: from the highest bit of a byte down, each row from a new byte on, and a set
/// bit is black; and the same pixels as a byte each, 0 for black and 1 for white, as grey pictures have them.
enum BitRows {
    /// The width that holds all of the rows' bits: the picture's own where those behind the ends of its rows are zero, as
    /// decoding leaves them; else that of whole bytes, so that they are coded as pixels.
    static func codedWidth(_ rows: UnsafeRawBufferPointer, width: Int) -> Int {
        let rowByteCount = (width + 7) / 8
        let padding = UInt8(truncatingIfNeeded: 0xFF >> (width % 8 == 0 ? 8 : width % 8))
        let isClean = stride(from: rowByteCount - 1, to: rows.count, by: rowByteCount).allSatisfy {
            rows[$0] & padding == 0
        }
        return isClean ? width : 8 * rowByteCount
    }

    /// A byte for each pixel, which the caller frees.
    static func unpacked(_ rows: UnsafeRawBufferPointer, width: Int, height: Int) -> UnsafeMutableRawBufferPointer {
        let pixels = UnsafeMutableRawBufferPointer.allocate(byteCount: width * height, alignment: 16)
        let rowByteCount = (width + 7) / 8
        for row in 0..<height {
            for column in 0..<width {
                let byte = rows[row * rowByteCount + column / 8]
                pixels[row * width + column] = byte >> UInt8(7 - column % 8) & 1 ^ 1
            }
        }
        return pixels
    }

    /// The reverse, into `rows`; bits behind the ends of rows become zero.
    ///
    /// - Returns: whether all pixels were 0 or 1.
    static func pack(
        _ pixels: UnsafeRawBufferPointer, width: Int, height: Int, into rows: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let rowByteCount = (width + 7) / 8
        var seen: UInt8 = 0
        for row in 0..<height {
            for byte in 0..<rowByteCount {
                var packed: UInt8 = 0
                for column in 8 * byte..<min(8 * byte + 8, width) {
                    let pixel = pixels[row * width + column]
                    seen |= pixel
                    packed |= (pixel & 1 ^ 1) << UInt8(7 - column % 8)
                }
                rows[row * rowByteCount + byte] = packed
            }
        }
        return seen <= 1
    }
}

/// The pixels of a bitmap as a byte each, for libraries that take nothing smaller.
struct UnpackedBitmap {
    /// Of grey pixels whose maximum is 1, as wide as all bits of the rows take.
    let shape: ImageShape
    private let pixels: UnsafeMutableRawBufferPointer

    var raster: UnsafeRawBufferPointer { UnsafeRawBufferPointer(pixels) }

    /// - Returns: nil where an image is no bitmap. Whoever has one frees it.
    init?(_ image: PortableAnymap) {
        let width = BitRows.codedWidth(image.raster, width: image.shape.width)
        guard image.shape.isPacked,
            let shape = ImageShape(width: width, height: image.shape.height, channelCount: 1, maximum: 1)
        else { return nil }
        self.shape = shape
        pixels = BitRows.unpacked(image.raster, width: width, height: shape.height)
    }

    func free() { pixels.deallocate() }
}
