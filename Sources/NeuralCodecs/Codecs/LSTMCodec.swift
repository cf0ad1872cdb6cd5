public import CodecInterface

/// The project's own coder: a softmax over bytes from gated recurrent networks, an LSTM among them, that learn while
/// they code, and a range coder. Levels 1 to 9 trade speed for size; the stream is that of `ncbench compress`.
///
/// `docs/lstm-model.md` explains the model, `docs/stream-format.md` the stream.
public struct LSTMCodec: Codec {
    static let name = "lstm"
    static let defaultLevel = 5

    public static let information = CodecInformation(
        name: name,
        summary: "LSTM that learns while it codes, with a range coder",
        family: .neural,
        parameters: (1...9).map(String.init),
        parameterRange: "1-9",
        defaultParameters: String(defaultLevel),
        library: "ncbench",
        version: "\(StreamFormat.version).\(ModelParameters.version)")

    private let encoder: StreamEncoder
    private let decoder: StreamDecoder

    public init(parameters: String, threads: Int) throws(CodecError) {
        let spelling = try Self.checkedParameters(parameters)
        guard let level = Int(spelling), let model = ModelParameters.level(level) else {
            throw .parametersOutOfRange(codec: Self.name, given: parameters, range: Self.information.parameterRange)
        }
        self.init(model: model, threads: threads)
    }

    /// A codec with a model of one's own, for those who look for better levels.
    package init(model: ModelParameters, threads: Int) {
        encoder = StreamEncoder(parameters: model, threads: max(threads, 1))
        decoder = StreamDecoder(threads: max(threads, 1))
    }

    public func maximumCompressedByteCount(for byteCount: Int) -> Int {
        encoder.maximumStreamByteCount(for: byteCount)
    }

    public func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        try encoder.compress(source, into: destination, codec: Self.name)
    }

    public func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        try decoder.decompress(source, into: destination, codec: Self.name)
    }
}

extension LSTMCodec: StretchCostCodec {
    public func compressedBits(of source: UnsafeRawBufferPointer, at positions: [Int]) -> [Double] {
        encoder.compressedBits(of: source, at: positions)
    }
}
