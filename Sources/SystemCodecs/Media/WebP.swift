#if WebP
import CWebP
package import CodecInterface

/// Lossless WebP (VP8L), through libwebp: grey and colour, with and without alpha, 8 bits a sample, at most 16,383 pixels a
/// side.
///
/// The level is the `-z` of cwebp, with `-exact`: colours under full transparency are kept. WebP knows no grey pictures:
/// those are kept with their header (see ``MediaStream``) and coded as colour, where grey costs next to nothing. The format has no checksum. Decoding needs a few times the memory
/// of the pixels, whose number is checked first.
package struct WebPCodec: Codec {
    package static let information = CodecInformation(
        name: "webp", summary: "lossless WebP images, through libwebp; levels are cwebp's -z",
        parameters: (0...9).map(String.init), parameterRange: "0-9", defaultParameters: "6", modalities: [.image],
        library: "libwebp", version: version(WebPGetEncoderVersion()))

    private let level: Int32

    package init(parameters: String, threads: Int) throws(CodecError) {
        level = Int32(try Self.checkedParameters(parameters)) ?? 6
    }

    /// Noise takes a little more than its own size; the rest are the code tables and headers of small images.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        byteCount + byteCount / 2 + 65_536 + MediaStream.maximumOverhead
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let image = try PortableAnymap(source, codec: name)
        let bits = UnpackedBitmap(image)
        defer { bits?.free() }
        let shape = bits?.shape ?? image.shape
        guard shape.bytesPerSample == 1 else {
            throw .unsupported(codec: name, reason: "16 bits a sample; WebP has 8")
        }
        guard shape.width <= Int(WEBP_MAX_DIMENSION), shape.height <= Int(WEBP_MAX_DIMENSION) else {
            throw .unsupported(
                codec: name,
                reason: "\(shape.width) × \(shape.height) pixels; WebP takes \(WEBP_MAX_DIMENSION) a side")
        }
        // Nor does it know alpha that is opaque everywhere.
        let isKept =
            !image.isCanonical(as: shape.atFullDepth) || shape.colorChannelCount == 1
            || shape.hasAlpha && Self.isOpaque(image)
        let start =
            isKept
            ? try MediaStream.write(header: image.header, trailer: image.trailer, into: destination, codec: name) : 0

        var configuration = WebPConfig()
        var picture = WebPPicture()
        guard WebPConfigInit(&configuration) != 0, WebPPictureInit(&picture) != 0,
            WebPConfigLosslessPreset(&configuration, level) != 0
        else {
            throw .libraryFailure(codec: name, operation: "WebPConfigLosslessPreset", code: "0")
        }
        defer { WebPPictureFree(&picture) }
        configuration.exact = 1
        picture.use_argb = 1
        picture.width = Int32(shape.width)
        picture.height = Int32(shape.height)
        guard load(bits?.raster ?? image.raster, shape, into: &picture) else { throw .outOfMemory(codec: name) }

        var cursor = OutputCursor(UnsafeMutableRawBufferPointer(rebasing: destination[start...]))
        let succeeded = withUnsafeMutablePointer(to: &cursor) { cursor in
            picture.custom_ptr = UnsafeMutableRawPointer(cursor)
            picture.writer = { bytes, byteCount, picture in
                guard let cursor = OutputCursor.of(picture?.pointee.custom_ptr) else { return 0 }
                return cursor.pointee.write(bytes, byteCount) ? 1 : 0
            }
            return WebPEncode(&configuration, &picture) != 0
        }
        guard succeeded else {
            if cursor.isExhausted { throw .outputTooLarge(codec: name, capacity: destination.count) }
            if picture.error_code == VP8_ENC_ERROR_OUT_OF_MEMORY { throw .outOfMemory(codec: name) }
            throw .libraryFailure(
                codec: name, operation: "WebPEncode", code: "error \(picture.error_code.rawValue)")
        }
        return start + cursor.count
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let stream = try MediaStream(source, codec: name)
        let file = stream.payload
        let bytes = file.firstByte.assumingMemoryBound(to: UInt8.self)
        var configuration = WebPDecoderConfig()
        guard WebPInitDecoderConfig(&configuration) != 0 else {
            throw .libraryFailure(codec: name, operation: "WebPInitDecoderConfig", code: "0")
        }
        let status = WebPGetFeatures(bytes, file.count, &configuration.input)
        guard status == VP8_STATUS_OK else { throw Self.failure(status) }
        // RIFF: the size of what follows the first eight bytes, the padding to an even number included.
        let promised =
            file.count >= 8 ? Int(file.loadUnaligned(fromByteOffset: 4, as: UInt32.self).littleEndian) + 8 : 0
        guard promised == file.count else {
            throw .corrupted(
                codec: name, reason: "the file says it has \(promised) bytes, it has \(file.count)", offset: file.count)
        }
        // Format 2 is lossless; see WebPBitstreamFeatures.
        let features = configuration.input
        let channelCount =
            stream.header.isEmpty
            ? features.has_alpha != 0 ? 4 : 3 : PortableAnymap.channelCount(keptHeader: stream.header) ?? 0
        guard features.has_animation == 0, features.format == 2, (1...4).contains(channelCount),
            features.has_alpha == 0 || channelCount % 2 == 0
        else {
            throw .corrupted(codec: name, reason: "the WebP file is none that this codec writes", offset: nil)
        }
        guard
            let shape = ImageShape(
                width: Int(features.width), height: Int(features.height), channelCount: channelCount, maximum: 255)
        else {
            throw .corrupted(codec: name, reason: "the image has no pixels", offset: nil)
        }
        let picture = try DecodedPicture(stream, shape: shape, in: destination, codec: name)
        defer { picture.free() }
        let raster = picture.raster
        let isGrey = shape.colorChannelCount == 1
        let pixelByteCount = shape.hasAlpha ? 4 : 3
        let colorByteCount = pixelByteCount * shape.width * shape.height
        let colors = isGrey ? .allocate(byteCount: colorByteCount, alignment: 16) : raster
        defer { if isGrey { colors.deallocate() } }
        configuration.output.colorspace = shape.hasAlpha ? MODE_RGBA : MODE_RGB
        configuration.output.is_external_memory = 1
        configuration.output.u.RGBA = WebPRGBABuffer(
            rgba: colors.firstByte.assumingMemoryBound(to: UInt8.self), stride: Int32(pixelByteCount * shape.width),
            size: colorByteCount)
        let outcome = WebPDecode(bytes, file.count, &configuration)
        WebPFreeDecBuffer(&configuration.output)
        guard outcome == VP8_STATUS_OK else { throw Self.failure(outcome) }
        if isGrey {
            for pixel in 0..<shape.width * shape.height {
                let red = colors[pixelByteCount * pixel]
                guard colors[pixelByteCount * pixel + 1] == red, colors[pixelByteCount * pixel + 2] == red else {
                    throw .corrupted(codec: name, reason: "a grey image has coloured pixels", offset: nil)
                }
                raster[shape.channelCount * pixel] = red
                if shape.hasAlpha { raster[2 * pixel + 1] = colors[4 * pixel + 3] }
            }
        }
        return try picture.finish(codec: name)
    }

    /// Gives the library its pixels.
    ///
    /// - Returns: whether there was memory for them.
    private func load(_ raster: UnsafeRawBufferPointer, _ shape: ImageShape, into picture: inout WebPPicture) -> Bool {
        let bytes = raster.firstByte.assumingMemoryBound(to: UInt8.self)
        switch shape.channelCount {
        case 3: return WebPPictureImportRGB(&picture, bytes, Int32(shape.rowByteCount)) != 0
        case 4: return WebPPictureImportRGBA(&picture, bytes, Int32(shape.rowByteCount)) != 0
        default: break
        }
        guard WebPPictureAlloc(&picture) != 0, let pixels = picture.argb else { return false }
        for row in 0..<shape.height {
            let target = pixels + row * Int(picture.argb_stride)
            let start = row * shape.rowByteCount
            for column in 0..<shape.width {
                let pixel = start + column * shape.channelCount
                let alpha = shape.hasAlpha ? UInt32(raster[pixel + 1]) << 24 : 0xFF00_0000
                target[column] = alpha | 0x01_0101 * UInt32(raster[pixel])
            }
        }
        return true
    }

    /// Whether alpha is the highest value everywhere.
    private static func isOpaque(_ image: PortableAnymap) -> Bool {
        let channelCount = image.shape.channelCount
        return stride(from: channelCount - 1, to: image.raster.count, by: channelCount).allSatisfy {
            image.raster[$0] == 255
        }
    }

    private static func failure(_ status: VP8StatusCode) -> CodecError {
        switch status {
        case VP8_STATUS_OUT_OF_MEMORY: .outOfMemory(codec: information.name)
        case VP8_STATUS_NOT_ENOUGH_DATA, VP8_STATUS_SUSPENDED:
            .corrupted(codec: information.name, reason: "the stream ends too early", offset: nil)
        case VP8_STATUS_BITSTREAM_ERROR, VP8_STATUS_UNSUPPORTED_FEATURE:
            .corrupted(codec: information.name, reason: "this is no WebP file, or it is damaged", offset: nil)
        default:
            .libraryFailure(codec: information.name, operation: "WebPDecode", code: "status \(status.rawValue)")
        }
    }

    /// `1.2.4` from the library's packed number, eight bits each.
    private static func version(_ packed: Int32) -> String {
        "\(packed >> 16).\(packed >> 8 & 0xFF).\(packed & 0xFF)"
    }
}
#endif
