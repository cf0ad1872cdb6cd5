#if JPEGLS
import CCharLS
package import CodecInterface

/// Lossless JPEG-LS (ISO/IEC 14495-1), through CharLS: grey and colour, with and without alpha, up to 16 bits a sample.
///
/// Colours are interleaved by lines; grey and its alpha, which the library does not interleave, are a scan each. The standard has no colour transform, so that `plain` codes red, green and blue by
/// themselves, with common statistics; `hp1` to `hp3` are HP's transforms, an extension that CharLS and few others
/// read, for pictures of three channels in 8 or 16 bits (others are coded as by `plain`). The format has no checksum. Decoding
/// needs a few rows beside the picture, whose size is checked first.
package struct JPEGLSCodec: Codec {
    package static let information = CodecInformation(
        name: "jpegls", summary: "lossless JPEG-LS images, through CharLS; hp1 to hp3 are HP's colour transforms",
        parameters: ["plain", "hp1", "hp2", "hp3"], parameterRange: "plain, hp1, hp2, hp3",
        defaultParameters: "plain", modalities: [.image], library: "CharLS",
        version: String(cString: charls_get_version_string()))

    /// What the standard's sample precision can be.
    private static let depths = 2...16

    private let transformation: charls_color_transformation

    package init(parameters: String, threads: Int) throws(CodecError) {
        switch try Self.checkedParameters(parameters) {
        case "hp1": transformation = CHARLS_COLOR_TRANSFORMATION_HP1
        case "hp2": transformation = CHARLS_COLOR_TRANSFORMATION_HP2
        case "hp3": transformation = CHARLS_COLOR_TRANSFORMATION_HP3
        default: transformation = CHARLS_COLOR_TRANSFORMATION_NONE
        }
    }

    /// A sample takes at most four times its bits, the limit of its code words; two bits for each one of a bitmap.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        8 * byteCount + 65_536 + MediaStream.maximumOverhead
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let picture = try PictureToCode(source, codec: name)
        defer { picture.free() }
        let shape = picture.shape
        let bits = max(picture.depth.bits, Self.depths.lowerBound)
        let start = try picture.begin(in: destination, bits: bits, codec: name)
        guard let encoder = charls_jpegls_encoder_create() else { throw .outOfMemory(codec: name) }
        defer { charls_jpegls_encoder_destroy(encoder) }
        var frame = charls_frame_info(
            width: UInt32(shape.width), height: UInt32(shape.height), bits_per_sample: Int32(bits),
            component_count: Int32(shape.channelCount))
        guard charls_jpegls_encoder_set_frame_info(encoder, &frame) == CHARLS_JPEGLS_ERRC_SUCCESS else {
            throw .unsupported(codec: name, reason: "\(shape.width) × \(shape.height) pixels are too many a side")
        }
        func check(_ status: charls_jpegls_errc, _ operation: String) throws(CodecError) {
            switch status {
            case CHARLS_JPEGLS_ERRC_SUCCESS: return
            case CHARLS_JPEGLS_ERRC_DESTINATION_BUFFER_TOO_SMALL:
                throw .outputTooLarge(codec: name, capacity: destination.count)
            case CHARLS_JPEGLS_ERRC_NOT_ENOUGH_MEMORY: throw .outOfMemory(codec: name)
            default: throw .libraryFailure(codec: name, operation: operation, code: Self.message(status))
            }
        }
        try check(
            charls_jpegls_encoder_set_interleave_mode(encoder, Self.interleaving(of: shape)), "interleaving")
        if shape.channelCount == 3, bits == 8 || bits == 16 {
            try check(charls_jpegls_encoder_set_color_transformation(encoder, transformation), "the colour transform")
        }
        let room = UnsafeMutableRawBufferPointer(rebasing: destination[start...])
        guard !room.isEmpty else { throw .outputTooLarge(codec: name, capacity: destination.count) }
        try check(
            charls_jpegls_encoder_set_destination_buffer(encoder, room.firstByte, room.count), "setting the output")
        let arranged = LibrarySamples.arranged(picture.raster, shape)
        defer { arranged?.deallocate() }
        let raster = arranged.map { UnsafeRawBufferPointer($0) } ?? picture.raster
        try check(
            charls_jpegls_encoder_encode_from_buffer(encoder, raster.firstByte, raster.count, 0), "encoding")
        var count = 0
        try check(charls_jpegls_encoder_get_bytes_written(encoder, &count), "counting the bytes")
        return start + count
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let stream = try MediaStream(source, codec: name)
        let file = stream.payload
        func corrupted(_ reason: String) -> CodecError { .corrupted(codec: name, reason: reason, offset: nil) }
        guard let end = JPEGMarkers.end(of: file) else { throw corrupted("no JPEG-LS file, or it is cut short") }
        guard end == file.count else { throw corrupted("\(file.count - end) bytes follow the end of the image") }
        guard let decoder = charls_jpegls_decoder_create() else { throw .outOfMemory(codec: name) }
        defer { charls_jpegls_decoder_destroy(decoder) }
        func check(_ status: charls_jpegls_errc) throws(CodecError) {
            switch status {
            case CHARLS_JPEGLS_ERRC_SUCCESS: return
            case CHARLS_JPEGLS_ERRC_NOT_ENOUGH_MEMORY: throw .outOfMemory(codec: name)
            default: throw corrupted(Self.message(status))
            }
        }
        try check(charls_jpegls_decoder_set_source_buffer(decoder, file.firstByte, file.count))
        try check(charls_jpegls_decoder_read_header(decoder))
        var frame = charls_frame_info()
        var loss: Int32 = 0
        var interleaving = CHARLS_INTERLEAVE_MODE_NONE
        try check(charls_jpegls_decoder_get_frame_info(decoder, &frame))
        try check(charls_jpegls_decoder_get_near_lossless(decoder, 0, &loss))
        try check(charls_jpegls_decoder_get_interleave_mode(decoder, &interleaving))
        guard loss == 0, Self.depths.contains(Int(frame.bits_per_sample)), (1...4).contains(frame.component_count),
            let shape = ImageShape(
                width: Int(frame.width), height: Int(frame.height), channelCount: Int(frame.component_count),
                maximum: 1 << Int(frame.bits_per_sample) - 1),
            // Lines and samples come out alike.
            (interleaving == CHARLS_INTERLEAVE_MODE_NONE)
                == (Self.interleaving(of: shape) == CHARLS_INTERLEAVE_MODE_NONE)
        else { throw corrupted("the JPEG-LS image is none that this codec writes") }
        let picture = try DecodedPicture(stream, shape: shape, in: destination, codec: name)
        defer { picture.free() }
        let planes = LibrarySamples.room(for: picture.raster, shape)
        defer { planes?.deallocate() }
        let target = planes ?? picture.raster
        try check(charls_jpegls_decoder_decode_to_buffer(decoder, target.firstByte, target.count, 0))
        LibrarySamples.restore(target, to: picture.raster, shape)
        return try picture.finish(codec: name)
    }

    /// The library interleaves three channels and more.
    private static func interleaving(of shape: ImageShape) -> charls_interleave_mode {
        shape.channelCount > 2 ? CHARLS_INTERLEAVE_MODE_LINE : CHARLS_INTERLEAVE_MODE_NONE
    }

    private static func message(_ status: charls_jpegls_errc) -> String {
        charls_get_error_message(status).map { String(cString: $0) } ?? "error \(status.rawValue)"
    }
}

/// Samples as the library has them: of two bytes in the order of the processor, and of two channels one after the other.
private enum LibrarySamples {
    /// A rearranged copy, which the caller frees; nil where the samples are right as they are.
    static func arranged(_ raster: UnsafeRawBufferPointer, _ shape: ImageShape) -> UnsafeMutableRawBufferPointer? {
        guard shape.bytesPerSample == 2 || shape.channelCount == 2 else { return nil }
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: raster.count, alignment: 16)
        if shape.channelCount == 2 {
            let (width, half) = (shape.bytesPerSample, raster.count / 2)
            for (index, offset) in stride(from: 0, to: raster.count, by: width).enumerated() {
                let target = index / 2 * width + index % 2 * half
                for byte in 0..<width { copy[target + byte] = raster[offset + byte] }
            }
        } else {
            copy.copyMemory(from: raster)
        }
        if shape.bytesPerSample == 2 { swap(copy) }
        return copy
    }

    /// Where the library decodes samples that have to be interleaved, which the caller frees; nil where it can decode into
    /// their place.
    static func room(for raster: UnsafeMutableRawBufferPointer, _ shape: ImageShape) -> UnsafeMutableRawBufferPointer? {
        shape.channelCount == 2 ? .allocate(byteCount: raster.count, alignment: 16) : nil
    }

    /// The reverse of ``arranged(_:_:)``, into the picture's place.
    static func restore(
        _ decoded: UnsafeMutableRawBufferPointer, to raster: UnsafeMutableRawBufferPointer, _ shape: ImageShape
    ) {
        if shape.bytesPerSample == 2 { swap(decoded) }
        guard shape.channelCount == 2 else { return }
        let (width, half) = (shape.bytesPerSample, raster.count / 2)
        for (index, offset) in stride(from: 0, to: raster.count, by: width).enumerated() {
            let source = index / 2 * width + index % 2 * half
            for byte in 0..<width { raster[offset + byte] = decoded[source + byte] }
        }
    }

    /// From one order of bytes to the other, in place.
    private static func swap(_ raster: UnsafeMutableRawBufferPointer) {
        for offset in stride(from: 0, to: raster.count - 1, by: 2) {
            let sample = raster.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
            raster.storeBytes(of: UInt16(bigEndian: sample), toByteOffset: offset, as: UInt16.self)
        }
    }
}
#endif
