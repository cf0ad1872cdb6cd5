import CPNG
package import MediaFormats

/// Decodes PNG files (ISO/IEC 15948) through libpng.
package enum PNGReader {
    /// The picture's samples as the file has them, grey or colour, at 8 or 16 bits; palettes become colours. What is
    /// transparent keeps its alpha.
    ///
    /// - Throws: ``CorpusError/media(path:offset:reason:)``
    package static func read(_ bytes: [UInt8], path: String) throws(CorpusError) -> PictureSamples {
        var shape = ncbench_png_shape()
        try call(bytes, path) { ncbench_png_read_any(&$0, &shape, nil) }
        let (width, height, channels) = (Int(shape.width), Int(shape.height), Int(shape.channel_count))
        // What decoding allocates is bounded before the file is believed.
        guard width > 0, height > 0, width <= PictureSamples.maximumPixels / height else {
            throw .media(path: path, offset: 16, reason: "a picture of \(width) by \(height) is too large")
        }
        var samples = [UInt8](
            repeating: 0, count: width * height * channels * Int(shape.bits_per_sample) / 8)
        try call(bytes, path) { input in
            samples.withUnsafeMutableBufferPointer { ncbench_png_read_any(&input, &shape, $0.baseAddress) }
        }
        return PictureSamples(
            width: width, height: height, channels: channels, maximum: shape.bits_per_sample == 8 ? 255 : 65535,
            samples: samples)
    }

    private static func call(
        _ bytes: [UInt8], _ path: String, _ body: (inout ncbench_png_memory) -> Int32
    ) throws(CorpusError) {
        let failure: (offset: Int, message: String)? = bytes.withUnsafeBufferPointer { bytes in
            var input = ncbench_png_memory()
            // The input is only read; the structure serves both directions.
            input.bytes = UnsafeMutablePointer(mutating: bytes.baseAddress)
            input.count = bytes.count
            guard body(&input) == 1 else {
                let text = withUnsafeBytes(of: input.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
                return (input.position, text.isEmpty ? "out of memory" : text)
            }
            return nil
        }
        if let failure {
            throw .media(path: path, offset: failure.offset, reason: "the PNG is damaged: \(failure.message)")
        }
    }
}
