import CodecInterface

/// The pixels of an image without alpha: what the image codecs take and give back.
struct ImageShape: Equatable, Sendable {
    let width: Int
    let height: Int
    /// 1 for grey, 3 for red, green and blue.
    let channelCount: Int
    /// 1 or 2; two bytes are big-endian, as Netpbm writes them.
    let bytesPerSample: Int

    /// Bytes in a row of pixels.
    var rowByteCount: Int { width * channelCount * bytesPerSample }
    /// Bytes in all of the pixels.
    let rasterByteCount: Int

    /// - Returns: nil where a side is zero or does not fit into 31 bits, or the pixels into an `Int`.
    init?(width: Int, height: Int, channelCount: Int, bytesPerSample: Int) {
        guard (1...0x7FFF_FFFF).contains(width), (1...0x7FFF_FFFF).contains(height) else { return nil }
        let (byteCount, overflow) = (width * channelCount * bytesPerSample).multipliedReportingOverflow(by: height)
        guard !overflow else { return nil }
        self.width = width
        self.height = height
        self.channelCount = channelCount
        self.bytesPerSample = bytesPerSample
        rasterByteCount = byteCount
    }

    /// The one spelling of a Netpbm header that an image codec gives back without keeping it: `P6\n640 480\n255\n`.
    var canonicalHeader: [UInt8] {
        Array("\(channelCount == 1 ? "P5" : "P6")\n\(width) \(height)\n\(bytesPerSample == 1 ? 255 : 65535)\n".utf8)
    }
}

/// A binary PGM or PPM file (Netpbm's P5 and P6, `pgm(5)` and `ppm(5)`) with a maximum value of 255 or 65535.
struct PortableAnymap {
    let shape: ImageShape
    let header: UnsafeRawBufferPointer
    let raster: UnsafeRawBufferPointer
    /// What follows the raster, further images for example; usually nothing.
    let trailer: UnsafeRawBufferPointer

    /// Whether header and trailer are what ``ImageShape/canonicalHeader`` brings back.
    var isCanonical: Bool { trailer.isEmpty && header.elementsEqual(shape.canonicalHeader) }

    /// Finds the parts of a file.
    ///
    /// - Throws: ``CodecError/unsupported(codec:reason:)`` where the file is anything else.
    init(_ file: UnsafeRawBufferPointer, codec: String) throws(CodecError) {
        let (shape, headerByteCount) = try Self.header(file, codec: codec)
        guard file.count - headerByteCount >= shape.rasterByteCount else {
            throw .unsupported(
                codec: codec,
                reason: "the header promises \(shape.rasterByteCount) bytes of pixels, the file has"
                    + " \(file.count - headerByteCount)")
        }
        self.shape = shape
        header = UnsafeRawBufferPointer(rebasing: file[..<headerByteCount])
        raster = UnsafeRawBufferPointer(rebasing: file[headerByteCount...].prefix(shape.rasterByteCount))
        trailer = UnsafeRawBufferPointer(rebasing: file[(headerByteCount + shape.rasterByteCount)...])
    }

    /// Reads the header alone.
    ///
    /// - Throws: ``CodecError/unsupported(codec:reason:)`` where there is none, or one that no image codec takes.
    static func header(_ file: UnsafeRawBufferPointer, codec: String)
        throws(CodecError) -> (shape: ImageShape, byteCount: Int)
    {
        guard file.count >= 2, file[0] == UInt8(ascii: "P"),
            file[1] == UInt8(ascii: "5") || file[1] == UInt8(ascii: "6")
        else {
            throw .unsupported(codec: codec, reason: "it takes binary PGM and PPM images")
        }
        var position = 2
        func number() -> Int? {
            while position < file.count, isBlank(file[position]) || file[position] == UInt8(ascii: "#") {
                // A comment reaches to the end of its line.
                if file[position] == UInt8(ascii: "#") {
                    while position < file.count, file[position] != 0x0A, file[position] != 0x0D { position += 1 }
                } else {
                    position += 1
                }
            }
            let start = position
            var value = 0
            while position < file.count, (0x30...0x39).contains(file[position]), position - start < 10 {
                value = value * 10 + Int(file[position] - 0x30)
                position += 1
            }
            return position > start ? value : nil
        }
        guard file.count > 2, isBlank(file[2]) || file[2] == UInt8(ascii: "#"), let width = number(),
            let height = number(), let maximum = number(), position < file.count, isBlank(file[position])
        else {
            throw .unsupported(codec: codec, reason: "the PGM or PPM header cannot be read")
        }
        guard maximum == 255 || maximum == 65535 else {
            throw .unsupported(codec: codec, reason: "the maximum value is \(maximum); it takes 255 and 65535")
        }
        guard
            let shape = ImageShape(
                width: width, height: height, channelCount: file[1] == UInt8(ascii: "5") ? 1 : 3,
                bytesPerSample: maximum == 255 ? 1 : 2)
        else {
            throw .unsupported(codec: codec, reason: "it takes no image of \(width) × \(height) pixels")
        }
        return (shape, position + 1)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
