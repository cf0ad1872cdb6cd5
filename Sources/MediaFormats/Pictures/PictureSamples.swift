/// A picture's samples, row by row from the top, channels interleaved, alpha last; 16-bit samples big-endian, as Netpbm
/// has them.
package struct PictureSamples: Sendable, Hashable {
    package var width: Int
    package var height: Int
    /// 1 (grey), 2 (grey and alpha), 3 (red, green, blue) or 4 (those and alpha).
    package var channels: Int
    /// The highest value a sample may have; above 255 samples have two bytes.
    package var maximum: Int
    package var samples: [UInt8]

    package init(width: Int, height: Int, channels: Int, maximum: Int, samples: [UInt8]) {
        self.width = width
        self.height = height
        self.channels = channels
        self.maximum = maximum
        self.samples = samples
    }

    package var bytesPerSample: Int { maximum > 255 ? 2 : 1 }

    /// The canonical file: binary PGM or PPM without comments, PAM where there is alpha.
    package var file: [UInt8] {
        CanonicalHeader.picture(width: width, height: height, channels: channels, maximum: maximum) + samples
    }

    /// Leaves alpha out where it is the highest value everywhere, and so says nothing.
    package func withoutOpaqueAlpha() -> PictureSamples {
        guard channels == 2 || channels == 4 else { return self }
        let pixelByteCount = channels * bytesPerSample
        let kept = pixelByteCount - bytesPerSample
        let highest = maximum.bytes(bytesPerSample, .big)
        var opaque = self
        opaque.channels = channels - 1
        opaque.samples = []
        opaque.samples.reserveCapacity(samples.count / pixelByteCount * kept)
        for start in stride(from: 0, to: samples.count, by: pixelByteCount) {
            guard samples[start + kept..<start + pixelByteCount].elementsEqual(highest) else { return self }
            opaque.samples += samples[start..<start + kept]
        }
        return opaque
    }

    /// A part of the picture; nil when it does not lie inside.
    package func cropped(x: Int, y: Int, width newWidth: Int, height newHeight: Int) -> PictureSamples? {
        guard x >= 0, y >= 0, newWidth > 0, newHeight > 0, x <= width - newWidth, y <= height - newHeight else {
            return nil
        }
        let pixel = channels * bytesPerSample
        var part = PictureSamples(
            width: newWidth, height: newHeight, channels: channels, maximum: maximum, samples: [])
        for row in y..<y + newHeight {
            let start = (row * width + x) * pixel
            part.samples += samples[start..<start + newWidth * pixel]
        }
        return part
    }

    /// The most pixels that are read: what reading allocates is bounded before a header is believed.
    package static let maximumPixels = 1 << 28

    /// The first picture of a PBM, PGM, PPM, PAM or BMP file. Bits become 0 and 255.
    ///
    /// - Parameter layout: what ``PictureLayout/init(head:fileByteCount:)`` says of the file.
    /// - Throws: ``MediaFormatError`` where samples are missing or make no sense, or have no plain form.
    package init(_ file: UnsafeRawBufferPointer, _ layout: PictureLayout) throws(MediaFormatError) {
        guard layout.width <= Self.maximumPixels / layout.height / max(1, layout.channels / 4) else {
            throw .malformed(2, "a picture of \(layout.width) by \(layout.height) is too large")
        }
        guard layout.encoding == .text || layout.trailer(in: file.count) != nil else {
            throw .malformed(
                file.count,
                "\(layout.sampleByteCount) bytes of pixels are promised,"
                    + " \(max(0, file.count - layout.headerByteCount)) are there")
        }
        if layout.format == .bmp {
            self = try BMPSamples.read(file, layout)
            return
        }
        let channels = layout.hasAlpha ? layout.colorChannels + 1 : layout.channels
        guard layout.hasAlpha ? channels == 2 || channels == 4 : channels == 1 || channels == 3 else {
            throw .unsupported(
                0, "pixels of \(layout.channels) channels ('\(layout.tupleType)') have no plain form")
        }
        let samples: [UInt8]
        switch layout.encoding {
        case .text: samples = try PlainRaster.samples(file, layout)
        case .bits: samples = Self.bits(file, layout)
        case .bytes, .indices:
            samples = Array(file[layout.headerByteCount..<layout.headerByteCount + layout.sampleByteCount])
        }
        self.init(
            width: layout.width, height: layout.height, channels: channels,
            maximum: layout.kind == 1 || layout.kind == 4 ? 255 : layout.maximum, samples: samples)
    }

    /// Rows of bits, padded to bytes; a set bit is black.
    private static func bits(_ file: UnsafeRawBufferPointer, _ layout: PictureLayout) -> [UInt8] {
        var samples: [UInt8] = []
        samples.reserveCapacity(layout.width * layout.height)
        for row in 0..<layout.height {
            let start = layout.headerByteCount + row * layout.rowByteCount
            for column in 0..<layout.width {
                samples.append(file[start + column / 8] >> (7 - column % 8) & 1 == 1 ? 0 : 255)
            }
        }
        return samples
    }
}
