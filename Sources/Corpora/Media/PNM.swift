/// A picture's samples, row by row, channels interleaved; 16-bit samples big-endian, as PNM has them.
package struct PictureSamples: Sendable, Hashable {
    package var width: Int
    package var height: Int
    /// 1 (grey) or 3 (red, green, blue).
    package var channels: Int
    package var bytesPerSample: Int
    package var samples: [UInt8]

    /// The canonical file: binary PGM or PPM without comments (netpbm, pgm(5) and ppm(5)).
    var file: [UInt8] {
        Array("P\(channels == 1 ? 5 : 6)\n\(width) \(height)\n\(bytesPerSample == 1 ? 255 : 65535)\n".utf8) + samples
    }

    /// A part of the picture; nil when it does not lie inside.
    func cropped(x: Int, y: Int, width newWidth: Int, height newHeight: Int) -> PictureSamples? {
        guard x >= 0, y >= 0, newWidth > 0, newHeight > 0, x <= width - newWidth, y <= height - newHeight else {
            return nil
        }
        let pixel = channels * bytesPerSample
        var part = PictureSamples(
            width: newWidth, height: newHeight, channels: channels, bytesPerSample: bytesPerSample, samples: [])
        for row in y..<y + newHeight {
            let start = (row * width + x) * pixel
            part.samples += samples[start..<start + newWidth * pixel]
        }
        return part
    }
}
