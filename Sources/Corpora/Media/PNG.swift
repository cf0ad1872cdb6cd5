import CPNG

/// Decodes PNG files (ISO/IEC 15948) through libpng's simplified interface.
package enum PNGReader {
    /// The most pixels a picture may have: what decoding allocates is bounded before the file is believed.
    private static let maximumPixels = 1 << 28

    /// The picture's samples at 8 bits, grey or colour as the file has them.
    package static func read(_ bytes: [UInt8], path: String) throws(CorpusError) -> PictureSamples {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard png_image_begin_read_from_memory(&image, bytes, bytes.count) != 0 else {
            throw .media(path: path, offset: nil, reason: "not a readable PNG: \(message(of: image))")
        }
        let (width, height) = (Int(image.width), Int(image.height))
        guard width > 0, height > 0, width <= maximumPixels / height else {
            throw .media(path: path, offset: 16, reason: "a picture of \(width) by \(height) is too large")
        }
        let format = image.format
        guard format & UInt32(PNG_FORMAT_FLAG_LINEAR) == 0, format & UInt32(PNG_FORMAT_FLAG_ALPHA) == 0 else {
            throw .media(path: path, offset: 24, reason: "16-bit and transparent pictures are not supported yet")
        }
        let isColour = format & UInt32(PNG_FORMAT_FLAG_COLOR) != 0
        image.format = isColour ? UInt32(PNG_FORMAT_FLAG_COLOR) : 0
        var samples = [UInt8](repeating: 0, count: width * height * (isColour ? 3 : 1))
        let finished = samples.withUnsafeMutableBytes {
            png_image_finish_read(&image, nil, $0.baseAddress, 0, nil)
        }
        guard finished != 0 else {
            throw .media(path: path, offset: nil, reason: "the PNG is damaged: \(message(of: image))")
        }
        return PictureSamples(
            width: width, height: height, channels: isColour ? 3 : 1, bytesPerSample: 1, samples: samples)
    }

    private static func message(of image: png_image) -> String {
        withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
