import CodecInterface

/// A picture on its way into a library that takes samples of 1 to 16 bits and no packed bits.
struct PictureToCode {
    private let image: PortableAnymap
    private let bitmap: UnpackedBitmap?
    let shape: ImageShape
    /// The bits that samples take.
    let depth: SampleDepth
    /// Row by row, channels interleaved, big-endian.
    let raster: UnsafeRawBufferPointer

    /// - Throws: ``CodecError/unsupported(codec:reason:)`` where the file is no picture. Whoever has one frees it.
    init(_ file: UnsafeRawBufferPointer, codec: String) throws(CodecError) {
        image = try PortableAnymap(file, codec: codec)
        bitmap = UnpackedBitmap(image)
        shape = bitmap?.shape ?? image.shape
        depth = bitmap == nil ? SampleDepth(of: image) : SampleDepth(bits: 1)
        raster = bitmap?.raster ?? image.raster
    }

    func free() { bitmap?.free() }

    /// Begins a stream: with the header, unless decoding makes it again from a shape, that of ``depth`` by default.
    ///
    /// - Returns: the bytes written.
    func begin(
        in destination: UnsafeMutableRawBufferPointer, bits: Int? = nil, codec: String
    ) throws(CodecError) -> Int {
        let decoded = bits.map { SampleDepth(bits: $0) } ?? depth
        guard bitmap != nil || !image.isCanonical(as: decoded.shape(of: shape)) else { return 0 }
        return try MediaStream.write(header: image.header, trailer: image.trailer, into: destination, codec: codec)
    }
}

/// A picture on its way out of such a library into the file that it was.
struct DecodedPicture {
    /// Where the library's samples go.
    let raster: UnsafeMutableRawBufferPointer
    private let shape: ImageShape
    private let byteCount: Int
    /// Of a bitmap, what its pixels are packed into; they are decoded beside it.
    private let rows: UnsafeMutableRawBufferPointer?

    /// Lays out the file in `destination`. Whoever has one frees it.
    ///
    /// - Parameter shape: what the library's own header says.
    /// - Throws: ``CodecError/outputTooLarge(codec:capacity:)`` before anything is allocated, or
    ///   ``CodecError/corrupted(codec:reason:offset:)`` where the kept header speaks of another kind of picture.
    init(
        _ stream: MediaStream, shape: ImageShape, in destination: UnsafeMutableRawBufferPointer, codec: String
    ) throws(CodecError) {
        let packed = PortableAnymap.isPacked(keptHeader: stream.header) ? shape.packed : nil
        guard packed == nil || shape.channelCount == 1 && shape.bytesPerSample == 1 else {
            throw .corrupted(codec: codec, reason: "the image is no bitmap", offset: nil)
        }
        let (place, byteCount) = try stream.layOut(
            canonicalHeader: shape.canonicalHeader, sampleByteCount: (packed ?? shape).rasterByteCount,
            in: destination, codec: codec)
        self.shape = shape
        self.byteCount = byteCount
        rows = packed == nil ? nil : place
        raster = packed == nil ? place : .allocate(byteCount: shape.rasterByteCount, alignment: 16)
    }

    func free() { if rows != nil { raster.deallocate() } }

    /// - Returns: the bytes of the file.
    func finish(codec: String) throws(CodecError) -> Int {
        guard
            rows.map({
                BitRows.pack(UnsafeRawBufferPointer(raster), width: shape.width, height: shape.height, into: $0)
            }) ?? true
        else { throw .corrupted(codec: codec, reason: "a bitmap has grey pixels", offset: nil) }
        return byteCount
    }
}
