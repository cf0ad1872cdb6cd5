import CPNG

/// Decodes PNG files (ISO/IEC 15948) through libpng.
package enum PNGReader {
    /// The most pixels a picture may have: what decoding allocates is bounded before the file is believed.
    private static let maximumPixels = 1 << 28

    /// The picture's samples as the file has them, grey or colour, at 8 or 16 bits; palettes become colours. Alpha is left
    /// out where everything is opaque.
    ///
    /// - Throws: ``CorpusError/media(path:offset:reason:)``, or ``CorpusError/undecodable(path:offset:reason:)`` for pictures
    ///   that are transparent, which neither PGM nor PPM can hold.
    package static func read(_ bytes: [UInt8], path: String) throws(CorpusError) -> PictureSamples {
        var shape = ncbench_png_shape()
        try call(bytes, path) { ncbench_png_read_any(&$0, &shape, nil) }
        let (width, height, channels) = (Int(shape.width), Int(shape.height), Int(shape.channel_count))
        guard width > 0, height > 0, width <= maximumPixels / height else {
            throw .media(path: path, offset: 16, reason: "a picture of \(width) by \(height) is too large")
        }
        let bytesPerSample = Int(shape.bits_per_sample) / 8
        var samples = [UInt8](repeating: 0, count: width * height * channels * bytesPerSample)
        try call(bytes, path) { input in
            samples.withUnsafeMutableBufferPointer { ncbench_png_read_any(&input, &shape, $0.baseAddress) }
        }
        if channels == 2 || channels == 4 {
            guard let opaque = withoutAlpha(samples, pixelByteCount: channels * bytesPerSample, bytesPerSample) else {
                throw .undecodable(
                    path: path, offset: 25, reason: "the picture is transparent, which PGM and PPM cannot hold")
            }
            samples = opaque
        }
        return PictureSamples(
            width: width, height: height, channels: channels < 3 ? 1 : 3, bytesPerSample: bytesPerSample,
            samples: samples)
    }

    /// The samples without the last of each pixel; nil when that is not the highest value everywhere.
    private static func withoutAlpha(_ samples: [UInt8], pixelByteCount: Int, _ bytesPerSample: Int) -> [UInt8]? {
        let kept = pixelByteCount - bytesPerSample
        var opaque: [UInt8] = []
        opaque.reserveCapacity(samples.count / pixelByteCount * kept)
        for start in stride(from: 0, to: samples.count, by: pixelByteCount) {
            guard samples[start + kept..<start + pixelByteCount].allSatisfy({ $0 == 255 }) else { return nil }
            opaque += samples[start..<start + kept]
        }
        return opaque
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
