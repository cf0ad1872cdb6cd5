/// How many bits the samples of an image have, 1 to 16, and their way through a library that takes and gives them spread
/// over all values of one byte or two.
struct SampleDepth {
    let bits: Int

    init(bits: Int) { self.bits = bits }

    /// The bits that an image's maximum value takes; those of its bytes where a sample is, against the rule, above that.
    init(of image: PortableAnymap) {
        let shape = image.shape
        let full = 8 * shape.bytesPerSample
        let bits = Int.bitWidth - shape.maximum.leadingZeroBitCount
        let limit = 1 << bits - 1
        let isWithin =
            bits == full
            || stride(from: 0, to: image.raster.count, by: shape.bytesPerSample).allSatisfy { offset in
                Self.sample(UnsafeRawBufferPointer(image.raster), at: offset, shape.bytesPerSample) <= limit
            }
        self.bits = isWithin ? bits : full
    }

    private var bytesPerSample: Int { bits > 8 ? 2 : 1 }
    private var fullMaximum: Int { bits > 8 ? 65535 : 255 }
    private var maximum: Int { 1 << bits - 1 }

    /// The shape that decoding finds.
    func shape(of shape: ImageShape) -> ImageShape? {
        ImageShape(width: shape.width, height: shape.height, channelCount: shape.channelCount, maximum: maximum)
    }

    /// Samples spread over all values of their bytes, which the caller frees; nil where they are already.
    ///
    /// A value `v` becomes the whole number nearest to `v · 65535 / maximum`, which the library, counting in fractions of one,
    /// takes for `v` again.
    func spread(_ raster: UnsafeRawBufferPointer) -> UnsafeMutableRawBufferPointer? {
        guard maximum != fullMaximum else { return nil }
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: raster.count, alignment: 16)
        copy.copyMemory(from: raster)
        scale(copy, from: maximum, to: fullMaximum)
        return copy
    }

    /// The reverse, in place.
    func gather(_ raster: UnsafeMutableRawBufferPointer) {
        guard maximum != fullMaximum else { return }
        scale(raster, from: fullMaximum, to: maximum)
    }

    private func scale(_ raster: UnsafeMutableRawBufferPointer, from: Int, to: Int) {
        for offset in stride(from: 0, to: raster.count, by: bytesPerSample) {
            let value =
                (2 * Self.sample(UnsafeRawBufferPointer(raster), at: offset, bytesPerSample) * to + from) / (2 * from)
            if bytesPerSample == 2 { raster[offset] = UInt8(truncatingIfNeeded: value >> 8) }
            raster[offset + bytesPerSample - 1] = UInt8(truncatingIfNeeded: value)
        }
    }

    private static func sample(_ raster: UnsafeRawBufferPointer, at offset: Int, _ byteCount: Int) -> Int {
        byteCount == 1 ? Int(raster[offset]) : Int(raster[offset]) << 8 | Int(raster[offset + 1])
    }
}
