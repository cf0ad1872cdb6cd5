/// A codec that knows what each stretch of an input costs within the stream of the whole, as an adaptive model with an
/// arithmetic coder does.
public protocol StretchCostCodec: Codec {
    /// The compressed bits of everything up to each position, headers included; fractions are what the coder really spends.
    ///
    /// - Parameter positions: rising byte counts, the last of them that of `source`. Its result is the size of the stream.
    func compressedBits(of source: UnsafeRawBufferPointer, at positions: [Int]) throws(CodecError) -> [Double]
}
