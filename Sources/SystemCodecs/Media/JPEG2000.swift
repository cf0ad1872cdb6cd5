#if JPEG2000
import COpenJPEG
package import CodecInterface

/// Lossless JPEG 2000 (ISO/IEC 15444-1) in JP2 files, through OpenJPEG: grey and colour, with and without alpha, 1 to 16 bits a
/// sample, and bitmaps.
///
/// What `opj_compress` writes by default: the reversible wavelet 5/3, the reversible colour transform, one tile, one
/// layer. There are no levels. Several threads speed it up and do not change the stream. The format has no checksum. What
/// the file says of its size and structure is checked before the library sees it (``JP2Description``); a picture takes four
/// bytes of memory for each sample on both sides, and as much again for its coefficients.
package struct JPEG2000Codec: Codec {
    package static let information = CodecInformation(
        name: "jp2", summary: "lossless JPEG 2000 images with the reversible wavelet 5/3, through OpenJPEG",
        parameters: [], parameterRange: "", defaultParameters: "", modalities: [.image], library: "OpenJPEG",
        version: String(cString: opj_version()))

    private let threads: Int32

    package init(parameters: String, threads: Int) throws(CodecError) {
        _ = try Self.checkedParameters(parameters)
        self.threads = Int32(clamping: threads)
    }

    /// Noise takes a few per cent more than its own size, of single bits several times as much; the rest are the headers of
    /// small images.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        8 * byteCount + 65_536 + MediaStream.maximumOverhead
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let picture = try PictureToCode(source, codec: name)
        defer { picture.free() }
        let start = try picture.begin(in: destination, codec: name)
        var shape = Self.libraryShape(picture.shape, bits: picture.depth.bits)
        var output = ncbench_jp2_memory()
        output.bytes = (destination.firstByte + start).assumingMemoryBound(to: UInt8.self)
        output.capacity = destination.count - start
        let pixels = picture.raster.firstByte.assumingMemoryBound(to: UInt8.self)
        guard ncbench_jp2_encode(&output, &shape, pixels, threads) == 1 else {
            if output.exhausted != 0 { throw .outputTooLarge(codec: name, capacity: destination.count) }
            throw Self.message(output).map { .libraryFailure(codec: name, operation: "writing", code: $0) }
                ?? .outOfMemory(codec: name)
        }
        return start + output.count
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let stream = try MediaStream(source, codec: name)
        let description = try JP2Description(stream.payload, codec: name)
        let picture = try DecodedPicture(stream, shape: description.shape, in: destination, codec: name)
        defer { picture.free() }
        var shape = Self.libraryShape(description.shape, bits: description.bitsPerSample)
        var input = ncbench_jp2_memory()
        // The input is only read; the structure serves both directions.
        input.bytes = UnsafeMutableRawPointer(mutating: stream.payload.firstByte).assumingMemoryBound(to: UInt8.self)
        input.capacity = stream.payload.count
        let pixels = picture.raster.firstByte.assumingMemoryBound(to: UInt8.self)
        guard ncbench_jp2_decode(&input, &shape, pixels, threads) == 1 else {
            throw Self.message(input).map { .corrupted(codec: name, reason: $0, offset: nil) }
                ?? .outOfMemory(codec: name)
        }
        return try picture.finish(codec: name)
    }

    private static func libraryShape(_ shape: ImageShape, bits: Int) -> ncbench_jp2_shape {
        ncbench_jp2_shape(
            width: UInt32(shape.width), height: UInt32(shape.height), channel_count: UInt32(shape.channelCount),
            bits_per_sample: UInt32(bits))
    }

    private static func message(_ memory: ncbench_jp2_memory) -> String? {
        let text = withUnsafeBytes(of: memory.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return text.isEmpty ? nil : text
    }
}
#endif
