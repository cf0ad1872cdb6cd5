#if JXL
import CJXL
package import CodecInterface

/// Lossless JPEG XL (ISO/IEC 18181), through libjxl: grey and colour, with and without alpha, 1 to 16 bits a sample,
/// and bitmaps.
///
/// The bits are those that the picture's maximum value takes; where that is not all ones, the header is kept.
/// What `cjxl -d 0 -e EFFORT` writes for the same pixels. Several threads speed it up and do not change the stream. The
/// format has no checksum. The size of the image is checked before its pixels are decoded, as is that there is one
/// frame of that size.
package struct JPEGXLCodec: Codec {
    package static let information = CodecInformation(
        name: "jxl", summary: "lossless JPEG XL images, through libjxl; levels are its effort",
        parameters: (1...highestEffort).map(String.init), parameterRange: "1-\(highestEffort)", defaultParameters: "7",
        modalities: [.image],
        library: "libjxl", version: version(JxlEncoderVersion()))

    /// Version 0.10 brought effort 10.
    private static let highestEffort = JxlEncoderVersion() >= 10_000 ? 10 : 9

    private let effort: Int64
    private let threads: Int

    package init(parameters: String, threads: Int) throws(CodecError) {
        effort = Int64(try Self.checkedParameters(parameters)) ?? 7
        self.threads = threads
    }

    /// Noise takes a few per cent more than its own size, of single bits up to half as much again; the rest are the headers of
    /// small images.
    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        2 * byteCount + 65_536 + MediaStream.maximumOverhead
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let picture = try PictureToCode(source, codec: name)
        defer { picture.free() }
        let shape = picture.shape
        let depth = picture.depth
        // Level 10 of the code stream (ISO/IEC 18181-1, annex M) ends at 2^30 pixels a side and 2^40 in all.
        guard max(shape.width, shape.height) <= 1 << 30, shape.width * shape.height <= 1 << 40 else {
            throw .unsupported(codec: name, reason: "\(shape.width) × \(shape.height) pixels are too many")
        }
        let start = try picture.begin(in: destination, codec: name)

        guard let encoder = JxlEncoderCreate(nil) else { throw .outOfMemory(codec: name) }
        let runner = threads > 1 ? JxlThreadParallelRunnerCreate(nil, threads) : nil
        defer {
            JxlEncoderDestroy(encoder)
            if let runner { JxlThreadParallelRunnerDestroy(runner) }
        }
        func check(_ status: JxlEncoderStatus, _ operation: String) throws(CodecError) {
            guard status == JXL_ENC_SUCCESS else {
                let error = JxlEncoderGetError(encoder)
                throw error == JXL_ENC_ERR_OOM
                    ? .outOfMemory(codec: name)
                    : .libraryFailure(codec: name, operation: operation, code: "error \(error.rawValue)")
            }
        }
        if let runner {
            try check(
                JxlEncoderSetParallelRunner(encoder, JxlThreadParallelRunner, runner), "JxlEncoderSetParallelRunner")
        }
        var information = JxlBasicInfo()
        JxlEncoderInitBasicInfo(&information)
        information.xsize = UInt32(shape.width)
        information.ysize = UInt32(shape.height)
        information.bits_per_sample = UInt32(depth.bits)
        information.num_color_channels = UInt32(shape.colorChannelCount)
        if shape.hasAlpha {
            information.num_extra_channels = 1
            information.alpha_bits = UInt32(depth.bits)
        }
        // Without this the pixels would be coded in another colour space, which loses.
        information.uses_original_profile = JXL_TRUE
        try check(JxlEncoderSetBasicInfo(encoder, &information), "JxlEncoderSetBasicInfo")
        if JxlEncoderGetRequiredCodestreamLevel(encoder) == 10 {
            try check(JxlEncoderSetCodestreamLevel(encoder, 10), "JxlEncoderSetCodestreamLevel")
        }
        var color = JxlColorEncoding()
        JxlColorEncodingSetToSRGB(&color, shape.colorChannelCount == 1 ? JXL_TRUE : JXL_FALSE)
        try check(JxlEncoderSetColorEncoding(encoder, &color), "JxlEncoderSetColorEncoding")
        guard let settings = JxlEncoderFrameSettingsCreate(encoder, nil) else { throw .outOfMemory(codec: name) }
        try check(JxlEncoderSetFrameLossless(settings, JXL_TRUE), "JxlEncoderSetFrameLossless")
        try check(
            JxlEncoderFrameSettingsSetOption(settings, JXL_ENC_FRAME_SETTING_EFFORT, effort), "setting the effort")
        // Colours under full transparency are part of the picture.
        try check(
            JxlEncoderFrameSettingsSetOption(settings, JXL_ENC_FRAME_SETTING_KEEP_INVISIBLE, 1), "keeping the invisible"
        )
        var format = Self.pixelFormat(shape)
        let spread = depth.spread(picture.raster)
        defer { spread?.deallocate() }
        let pixels = spread.map { UnsafeRawBufferPointer($0) } ?? picture.raster
        try check(
            JxlEncoderAddImageFrame(settings, &format, pixels.firstByte, pixels.count), "JxlEncoderAddImageFrame")
        JxlEncoderCloseInput(encoder)
        var position: UnsafeMutablePointer<UInt8>? = (destination.firstByte + start).assumingMemoryBound(to: UInt8.self)
        var available = destination.count - start
        let status = JxlEncoderProcessOutput(encoder, &position, &available)
        if status == JXL_ENC_NEED_MORE_OUTPUT { throw .outputTooLarge(codec: name, capacity: destination.count) }
        try check(status, "JxlEncoderProcessOutput")
        return destination.count - available
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        let name = Self.information.name
        let stream = try MediaStream(source, codec: name)
        guard let decoder = JxlDecoderCreate(nil) else { throw .outOfMemory(codec: name) }
        let runner = threads > 1 ? JxlThreadParallelRunnerCreate(nil, threads) : nil
        defer {
            JxlDecoderDestroy(decoder)
            if let runner { JxlThreadParallelRunnerDestroy(runner) }
        }
        func check(_ status: JxlDecoderStatus, _ operation: String) throws(CodecError) {
            guard status == JXL_DEC_SUCCESS else {
                throw .libraryFailure(codec: name, operation: operation, code: "status \(status.rawValue)")
            }
        }
        func corrupted(_ reason: String) -> CodecError {
            .corrupted(codec: name, reason: reason, offset: source.count - JxlDecoderReleaseInput(decoder))
        }
        if let runner {
            try check(
                JxlDecoderSetParallelRunner(decoder, JxlThreadParallelRunner, runner), "JxlDecoderSetParallelRunner")
        }
        let events = JXL_DEC_BASIC_INFO.rawValue | JXL_DEC_FRAME.rawValue | JXL_DEC_FULL_IMAGE.rawValue
        try check(JxlDecoderSubscribeEvents(decoder, Int32(events)), "JxlDecoderSubscribeEvents")
        // Frames as they are, not composed to the image's size: so their own sizes can be checked.
        try check(JxlDecoderSetCoalescing(decoder, JXL_FALSE), "JxlDecoderSetCoalescing")
        try check(
            JxlDecoderSetInput(
                decoder, stream.payload.firstByte.assumingMemoryBound(to: UInt8.self), stream.payload.count),
            "JxlDecoderSetInput")
        JxlDecoderCloseInput(decoder)

        var shape: ImageShape?
        var depth = SampleDepth(bits: 8)
        var picture: DecodedPicture?
        defer { picture?.free() }
        var frameCount = 0
        var isComplete = false
        while true {
            switch JxlDecoderProcessInput(decoder) {
            case JXL_DEC_BASIC_INFO:
                var information = JxlBasicInfo()
                try check(JxlDecoderGetBasicInfo(decoder, &information), "JxlDecoderGetBasicInfo")
                guard let found = Self.shape(of: information), picture == nil else {
                    throw corrupted("the JPEG XL image is none that this codec writes")
                }
                shape = found
                depth = SampleDepth(bits: Int(information.bits_per_sample))
                picture = try DecodedPicture(stream, shape: found, in: destination, codec: name)
            case JXL_DEC_FRAME:
                var header = JxlFrameHeader()
                try check(JxlDecoderGetFrameHeader(decoder, &header), "JxlDecoderGetFrameHeader")
                frameCount += 1
                guard frameCount == 1, header.layer_info.have_crop == JXL_FALSE else {
                    throw corrupted("the JPEG XL image has several frames, or one of another size")
                }
            case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
                guard let shape, let raster = picture?.raster else { throw corrupted("the image has no header") }
                var format = Self.pixelFormat(shape)
                try check(
                    JxlDecoderSetImageOutBuffer(decoder, &format, raster.firstByte, raster.count),
                    "JxlDecoderSetImageOutBuffer")
            case JXL_DEC_FULL_IMAGE:
                isComplete = true
            case JXL_DEC_SUCCESS:
                let unread = JxlDecoderReleaseInput(decoder)
                guard isComplete, unread == 0, let picture else {
                    throw .corrupted(
                        codec: name, reason: "\(unread) bytes follow the end of the image",
                        offset: source.count - unread)
                }
                depth.gather(picture.raster)
                return try picture.finish(codec: name)
            case JXL_DEC_NEED_MORE_INPUT:
                throw corrupted("the stream ends too early")
            case JXL_DEC_ERROR:
                throw corrupted("this is no JPEG XL image, or it is damaged")
            case let status:
                throw .libraryFailure(
                    codec: name, operation: "JxlDecoderProcessInput", code: "status \(status.rawValue)")
            }
        }
    }

    /// The pixels an image holds, or nil for one that the encoder above does not write.
    private static func shape(of information: JxlBasicInfo) -> ImageShape? {
        let hasAlpha = information.num_extra_channels == 1
        guard (1...16).contains(information.bits_per_sample), information.exponent_bits_per_sample == 0,
            information.num_extra_channels <= 1, information.alpha_exponent_bits == 0,
            information.alpha_bits == (hasAlpha ? information.bits_per_sample : 0),
            information.alpha_premultiplied == JXL_FALSE, information.have_animation == JXL_FALSE,
            information.have_preview == JXL_FALSE, information.uses_original_profile == JXL_TRUE,
            information.orientation == JXL_ORIENT_IDENTITY,
            information.num_color_channels == 1 || information.num_color_channels == 3
        else { return nil }
        return ImageShape(
            width: Int(information.xsize), height: Int(information.ysize),
            channelCount: Int(information.num_color_channels) + (hasAlpha ? 1 : 0),
            maximum: 1 << Int(information.bits_per_sample) - 1)
    }

    private static func pixelFormat(_ shape: ImageShape) -> JxlPixelFormat {
        JxlPixelFormat(
            num_channels: UInt32(shape.channelCount),
            data_type: shape.bytesPerSample == 1 ? JXL_TYPE_UINT8 : JXL_TYPE_UINT16, endianness: JXL_BIG_ENDIAN,
            align: 0)
    }

    /// `0.7.0` from the library's packed number (a million for each major version, a thousand for each minor one).
    private static func version(_ packed: UInt32) -> String {
        "\(packed / 1_000_000).\(packed / 1000 % 1000).\(packed % 1000)"
    }
}
#endif
