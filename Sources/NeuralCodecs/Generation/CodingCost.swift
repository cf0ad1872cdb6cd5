extension RangeEncoder {
    /// How many bits a model takes for bytes, which it learns by that; nothing of what is coded is kept.
    ///
    /// - Parameter encode: codes them with the encoder that it gets.
    static func bitCount(
        of bytes: [UInt8], _ encode: (UnsafeRawBufferPointer, inout RangeEncoder) -> Void
    ) -> Double {
        var encoder = RangeEncoder()
        let start = encoder.bitCount
        bytes.withUnsafeBytes { encode($0, &encoder) }
        return encoder.bitCount - start
    }
}
