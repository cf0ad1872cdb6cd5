import CPNG
package import CodecInterface

/// Portable Network Graphics (ISO/IEC 15948), through libpng: grey and colour, with and without alpha, 8 and 16 bits a sample,
/// and bitmaps.
///
/// The level is zlib's; all five filters compete for every row. A canonical PGM, PPM or PAM file becomes a plain PNG file
/// (see ``MediaStream`` for the others). Samples whose maximum is another value are written as they are, and the header is
/// kept. Decoding needs two rows and zlib's window.
package struct PNGCodec: Codec {
    package static let information = CodecInformation(
        name: "png", summary: "PNG images with adaptive filters, through libpng",
        parameters: (1...9).map(String.init), parameterRange: "1-9", defaultParameters: "6", modalities: [.image],
        library: "libpng", version: String(cString: png_get_libpng_ver(nil)))

    private let level: Int32

    package init(parameters: String, threads: Int) throws(CodecError) {
        level = Int32(try Self.checkedParameters(parameters)) ?? 6
    }

    /// Each row has a byte for its filter, so that rows of one byte double; beyond that, zlib's bound for any setting and
    /// 12 bytes for each chunk.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        let filtered = 2 * byteCount
        return filtered + filtered / 7 + 1024 + MediaStream.maximumOverhead
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let image = try PortableAnymap(source, codec: name)
        let coded = image.shape.isPacked ? Self.coded(image) : image.shape
        let canonical = image.shape.isPacked ? coded : image.shape.atFullDepth
        let start =
            image.isCanonical(as: canonical)
            ? 0 : try MediaStream.write(header: image.header, trailer: image.trailer, into: destination, codec: name)
        var shape = Self.libraryShape(coded)
        var output = ncbench_png_memory()
        output.bytes = (destination.firstByte + start).assumingMemoryBound(to: UInt8.self)
        output.count = destination.count - start
        guard
            ncbench_png_encode(&output, &shape, image.raster.firstByte.assumingMemoryBound(to: UInt8.self), level) == 1
        else {
            if output.exhausted != 0 { throw .outputTooLarge(codec: name, capacity: destination.count) }
            throw .libraryFailure(codec: name, operation: "writing", code: Self.message(output))
        }
        return start + output.position
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let stream = try MediaStream(source, codec: name)
        let image = try Self.shape(of: stream.payload)
        let (raster, byteCount) = try stream.layOut(
            canonicalHeader: image.canonicalHeader, sampleByteCount: image.rasterByteCount, in: destination, codec: name
        )
        var shape = Self.libraryShape(image)
        var input = ncbench_png_memory()
        // The input is only read; the structure serves both directions.
        input.bytes = UnsafeMutableRawPointer(mutating: stream.payload.firstByte).assumingMemoryBound(to: UInt8.self)
        input.count = stream.payload.count
        guard ncbench_png_decode(&input, &shape, raster.firstByte.assumingMemoryBound(to: UInt8.self)) == 1 else {
            throw .corrupted(
                codec: name, reason: Self.message(input), offset: source.count - stream.payload.count + input.position)
        }
        guard input.position == input.count else {
            throw .corrupted(
                codec: name, reason: "\(input.count - input.position) bytes follow the end of the image",
                offset: source.count - input.count + input.position)
        }
        return byteCount
    }

    /// The pixels a file claims to hold, by its first chunk (PNG, section 11.2.2); libpng checks the rest.
    private static func shape(of file: UnsafeRawBufferPointer) throws(CodecError) -> ImageShape {
        let name = information.name
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        guard file.count >= 33, file.starts(with: signature), file[12..<16].elementsEqual("IHDR".utf8) else {
            throw .corrupted(codec: name, reason: "this is no PNG file, or it is cut short", offset: 0)
        }
        let width = Int(file.loadUnaligned(fromByteOffset: 16, as: UInt32.self).bigEndian)
        let height = Int(file.loadUnaligned(fromByteOffset: 20, as: UInt32.self).bigEndian)
        let bitsPerSample = Int(file[24])
        let colorType = Int32(file[25])
        let channelCounts = [
            PNG_COLOR_TYPE_GRAY: 1, PNG_COLOR_TYPE_GRAY_ALPHA: 2, PNG_COLOR_TYPE_RGB: 3, PNG_COLOR_TYPE_RGB_ALPHA: 4,
        ]
        let isPacked = bitsPerSample == 1 && colorType == PNG_COLOR_TYPE_GRAY
        guard isPacked || bitsPerSample == 8 || bitsPerSample == 16, let channelCount = channelCounts[colorType],
            let shape = ImageShape(
                width: width, height: height, channelCount: channelCount, maximum: 1 << bitsPerSample - 1,
                isPacked: isPacked)
        else {
            throw .corrupted(codec: name, reason: "the PNG file's header is none that this codec writes", offset: 16)
        }
        return shape
    }

    /// A bitmap as wide as all of its bits take.
    private static func coded(_ image: PortableAnymap) -> ImageShape {
        let width = BitRows.codedWidth(image.raster, width: image.shape.width)
        return ImageShape(width: width, height: image.shape.height, channelCount: 1, maximum: 1, isPacked: true)
            ?? image.shape
    }

    private static func libraryShape(_ shape: ImageShape) -> ncbench_png_shape {
        ncbench_png_shape(
            width: UInt32(shape.width), height: UInt32(shape.height), channel_count: Int32(shape.channelCount),
            bits_per_sample: Int32(shape.isPacked ? 1 : shape.bytesPerSample * 8))
    }

    private static func message(_ memory: ncbench_png_memory) -> String {
        let text = withUnsafeBytes(of: memory.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return text.isEmpty ? "out of memory" : text
    }
}
