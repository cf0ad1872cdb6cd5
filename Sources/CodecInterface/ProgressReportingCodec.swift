/// A codec that tells how far it is while it works, so that the stretches of a long pass can be timed each by itself.
public protocol ProgressReportingCodec: Codec {
    /// As ``Codec/compress(_:into:)``.
    ///
    /// - Parameter progress: called with the number of raw bytes done since the last call, after the same bytes in every pass
    ///   over an input; from any thread where the codec was made for more than one.
    func compress(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
        progress: @escaping @Sendable (Int) -> Void
    ) throws(CodecError) -> Int

    /// As ``Codec/decompress(_:into:)``.
    ///
    /// - Parameter progress: as in compressing.
    func decompress(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
        progress: @escaping @Sendable (Int) -> Void
    ) throws(CodecError) -> Int
}
