/// The coder of method 1: networks alone, over bytes of any kind.
final class NetworkSegmentCoder: SegmentCoder {
    private let predictor: BytePredictor
    let pieceByteCount: Int
    let partByteCount: Int

    /// - Parameter trained: weights to begin with; nil for none.
    init(parameters: ModelParameters, threads: Int, trained: TrainedWeights? = nil) {
        predictor = BytePredictor(parameters: parameters, threads: threads, trained: trained)
        // Whole windows, since the model ends its window with each call, and only a segment's end may show in the stream.
        pieceByteCount = max(1, (1 << 13) / parameters.horizon) * parameters.horizon
        partByteCount = max(1, (1 << 10) / parameters.horizon) * parameters.horizon
    }

    var declaresSymbols: Bool { true }

    func addSymbols(_ values: [UInt8]) { predictor.addSymbols(values) }

    func beginEncoding(_: (any MediaStretch)?, isContinued _: Bool) {}

    func beginDecoding(_: SegmentContent, rawByteCount _: Int, payload _: inout ArraySlice<UInt8>)
        throws(SegmentCoderError)
    {}

    func keepState() { predictor.keepState() }

    func restoreState() { predictor.restoreState() }

    func encode(_ bytes: UnsafeRawBufferPointer, with encoder: inout RangeEncoder) {
        predictor.encode(bytes, with: &encoder)
    }

    func decode(into bytes: UnsafeMutableRawBufferPointer, with decoder: inout RangeDecoder)
        throws(RangeDecoderError)
    {
        try predictor.decode(into: bytes, with: &decoder)
    }
}
