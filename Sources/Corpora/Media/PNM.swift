/// A picture's samples, row by row, channels interleaved; 16-bit samples big-endian, as PNM has them.
package struct PictureSamples: Sendable, Hashable {
    package var width: Int
    package var height: Int
    /// 1 (grey) or 3 (red, green, blue).
    package var channels: Int
    package var bytesPerSample: Int
    /// The highest value a sample may have; nil for what its bytes hold.
    package var maximum: Int?
    package var samples: [UInt8]

    /// The canonical file: binary PGM or PPM without comments (netpbm, pgm(5) and ppm(5)).
    var file: [UInt8] {
        let maximum = maximum ?? (bytesPerSample == 1 ? 255 : 65535)
        return Array("P\(channels == 1 ? 5 : 6)\n\(width) \(height)\n\(maximum)\n".utf8) + samples
    }

    /// A part of the picture; nil when it does not lie inside.
    func cropped(x: Int, y: Int, width newWidth: Int, height newHeight: Int) -> PictureSamples? {
        guard x >= 0, y >= 0, newWidth > 0, newHeight > 0, x <= width - newWidth, y <= height - newHeight else {
            return nil
        }
        let pixel = channels * bytesPerSample
        var part = PictureSamples(
            width: newWidth, height: newHeight, channels: channels, bytesPerSample: bytesPerSample, maximum: maximum,
            samples: [])
        for row in y..<y + newHeight {
            let start = (row * width + x) * pixel
            part.samples += samples[start..<start + newWidth * pixel]
        }
        return part
    }
}

/// What the header of a netpbm file says (pbm(5), pgm(5), ppm(5)).
package struct PNMHeader: Sendable, Hashable {
    /// The digit of the magic number: 1 to 3 are text, 4 to 6 binary; 1 and 4 are bitmaps, 2 and 5 grey, 3 and 6 colour.
    package var kind: Int
    package var width: Int
    package var height: Int
    /// The highest value of a sample; 1 for bitmaps.
    package var maximum: Int
    /// Of the header, with the one white space behind it.
    package var byteCount: Int

    package var channels: Int { kind % 3 == 0 ? 3 : 1 }
    package var bytesPerSample: Int { maximum > 255 ? 2 : 1 }
    /// Whether the pixels follow as bytes, a sample each or two.
    package var isBinary: Bool { kind > 4 }
}

/// Reads netpbm files of all six kinds; every length is checked before it is believed.
package enum PNMReader {
    /// The most pixels a picture may have.
    private static let maximumPixels = 1 << 28

    /// A file's header.
    package static func header(_ bytes: [UInt8], path: String) throws(CorpusError) -> PNMHeader {
        guard bytes.count > 2, bytes[0] == UInt8(ascii: "P"), (0x31...0x36).contains(bytes[1]) else {
            throw .media(path: path, offset: 0, reason: "not a PBM, PGM or PPM file: it begins with none of P1 to P6")
        }
        let kind = Int(bytes[1] - 0x30)
        var position = 2
        func number(_ what: String, upTo limit: Int) throws(CorpusError) -> Int {
            guard let value = nextNumber(bytes, &position), value <= limit, value > 0 else {
                throw .media(path: path, offset: position, reason: "the \(what) is missing or makes no sense")
            }
            return value
        }
        let width = try number("width", upTo: 1 << 30)
        let height = try number("height", upTo: 1 << 30)
        let maximum = kind % 3 == 1 ? 1 : try number("maximum value", upTo: 65535)
        guard position < bytes.count, isBlank(bytes[position]) else {
            throw .media(path: path, offset: position, reason: "the header is cut short")
        }
        guard width <= maximumPixels / height else {
            throw .media(path: path, offset: 2, reason: "a picture of \(width) by \(height) is too large")
        }
        return PNMHeader(kind: kind, width: width, height: height, maximum: maximum, byteCount: position + 1)
    }

    /// The first picture in a file.
    package static func read(_ bytes: [UInt8], path: String) throws(CorpusError) -> PictureSamples {
        let header = try header(bytes, path: path)
        let count = header.width * header.height * header.channels
        let samples: [UInt8]
        switch header.kind {
        case 5, 6:
            let byteCount = count * header.bytesPerSample
            guard bytes.count - header.byteCount >= byteCount else {
                throw .media(
                    path: path, offset: bytes.count,
                    reason: "\(byteCount) bytes of pixels are promised, \(bytes.count - header.byteCount) are there")
            }
            samples = Array(bytes[header.byteCount..<header.byteCount + byteCount])
        case 4: samples = try bitmap(bytes, header, path)
        default: samples = try text(bytes, header, count, path)
        }
        let isBitmap = header.maximum == 1 && header.kind % 3 == 1
        return PictureSamples(
            width: header.width, height: header.height, channels: header.channels,
            bytesPerSample: header.bytesPerSample,
            maximum: isBitmap || header.maximum == 255 || header.maximum == 65535 ? nil : header.maximum,
            samples: samples)
    }

    /// Rows of bits, padded to bytes; a set bit is black.
    private static func bitmap(
        _ bytes: [UInt8], _ header: PNMHeader, _ path: String
    ) throws(CorpusError) -> [UInt8] {
        let row = (header.width + 7) / 8
        guard bytes.count - header.byteCount >= row * header.height else {
            throw .media(path: path, offset: bytes.count, reason: "the pixels end too early")
        }
        var samples: [UInt8] = []
        samples.reserveCapacity(header.width * header.height)
        for y in 0..<header.height {
            let start = header.byteCount + y * row
            for x in 0..<header.width { samples.append(bytes[start + x / 8] >> (7 - x % 8) & 1 == 1 ? 0 : 255) }
        }
        return samples
    }

    private static func text(
        _ bytes: [UInt8], _ header: PNMHeader, _ count: Int, _ path: String
    ) throws(CorpusError) -> [UInt8] {
        // A sample takes two characters at least, a bit one.
        guard (bytes.count - header.byteCount) / (header.kind == 1 ? 1 : 2) >= count - 1 else {
            throw .media(path: path, offset: bytes.count, reason: "the pixels end too early")
        }
        var position = header.byteCount
        var samples: [UInt8] = []
        samples.reserveCapacity(count * header.bytesPerSample)
        for _ in 0..<count {
            if header.kind == 1 {
                skipBlanks(bytes, &position)
                guard position < bytes.count, bytes[position] == 0x30 || bytes[position] == 0x31 else {
                    throw .media(path: path, offset: position, reason: "a bit must be 0 or 1")
                }
                samples.append(bytes[position] == 0x31 ? 0 : 255)
                position += 1
                continue
            }
            guard let value = nextNumber(bytes, &position), value <= header.maximum else {
                throw .media(path: path, offset: position, reason: "a sample is missing or above the maximum")
            }
            if header.bytesPerSample == 2 { samples.append(UInt8(value >> 8)) }
            samples.append(UInt8(value & 255))
        }
        return samples
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Passes over white space and comments, which reach to the end of their line.
    private static func skipBlanks(_ bytes: [UInt8], _ position: inout Int) {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "#") {
                while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
            } else if isBlank(bytes[position]) {
                position += 1
            } else {
                return
            }
        }
    }

    private static func nextNumber(_ bytes: [UInt8], _ position: inout Int) -> Int? {
        skipBlanks(bytes, &position)
        let start = position
        var value = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]), position - start < 10 {
            value = value * 10 + Int(bytes[position] - 0x30)
            position += 1
        }
        return position > start ? value : nil
    }
}
