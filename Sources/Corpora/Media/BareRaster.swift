package import MediaFormats

/// Grey samples of 16 bits in a file that is no picture of its own, as scanners, telescopes and simulations write them: a
/// header of a known length, then row after row.
package struct BareRaster: Sendable, Hashable {
    /// Bytes before the first sample.
    package var skip: Int
    package var width: Int
    package var height: Int
    /// The highest value that a sample may have, above 255.
    package var maximum: Int
    /// Whether the low byte comes first.
    package var isLittleEndian: Bool

    package init(skip: Int, width: Int, height: Int, maximum: Int, isLittleEndian: Bool) {
        self.skip = skip
        self.width = width
        self.height = height
        self.maximum = maximum
        self.isLittleEndian = isLittleEndian
    }

    /// The picture in a file, or in what a gzipped file unpacks to; what is behind it is left out.
    ///
    /// - Throws: ``CorpusError/media(path:offset:reason:)`` where samples are missing or too high.
    package func read(_ file: [UInt8], path: String) throws(CorpusError) -> PictureSamples {
        let bytes = file.starts(with: [0x1F, 0x8B]) ? try Gunzip.read(file, path: path) : file
        guard width > 0, height > 0, width <= PictureSamples.maximumPixels / height, skip <= bytes.count,
            2 * width * height <= bytes.count - skip
        else {
            throw .media(
                path: path, offset: bytes.count,
                reason: "there are no \(height) rows of \(width) samples behind byte \(skip)")
        }
        var samples = Array(bytes[skip..<skip + 2 * width * height])
        for low in stride(from: 0, to: samples.count, by: 2) {
            // Pictures have the high byte first.
            if isLittleEndian { samples.swapAt(low, low + 1) }
            guard Int(samples[low]) << 8 | Int(samples[low + 1]) <= maximum else {
                throw .media(path: path, offset: skip + low, reason: "a sample is above \(maximum)")
            }
        }
        return PictureSamples(width: width, height: height, channels: 1, maximum: maximum, samples: samples)
    }
}
