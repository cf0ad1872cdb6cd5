public import CodecInterface

/// The project's hybrid coder: context mixing joined with networks over bytes, and least squares joined with mixtures of
/// distributions over the pixels and samples that it finds. Takes everything; the stream is that of `ncbench compress`.
///
/// `docs/mix-model.md` explains the models, `docs/stream-format.md` the stream.
public struct MixCodec: Codec {
    static let name = "mix"
    static let defaultLevel = 5

    public static let information = CodecInformation(
        name: name,
        summary: "context mixing joined with networks; models of pixels and samples",
        family: .hybrid,
        parameters: (1...9).map(String.init),
        parameterRange: "1-9",
        defaultParameters: String(defaultLevel),
        library: "ncbench",
        version: "\(StreamFormat.version).\(MixParameters.version)")

    private let encoder: StreamEncoder
    private let decoder: StreamDecoder

    public init(parameters: String, threads: Int) throws(CodecError) {
        try self.init(parameters: parameters, threads: threads, knowing: nil)
    }

    public init(parameters: String, threads: Int, knowledge: PriorKnowledge) throws(CodecError) {
        try self.init(parameters: parameters, threads: threads, knowing: LearntCoders(knowledge))
    }

    private init(parameters: String, threads: Int, knowing learnt: LearntCoders?) throws(CodecError) {
        let spelling = try Self.checkedParameters(parameters)
        guard let level = Int(spelling), let model = MixParameters.level(level) else {
            throw .parametersOutOfRange(codec: Self.name, given: parameters, range: Self.information.parameterRange)
        }
        encoder = StreamEncoder(model: .mix(model), threads: max(threads, 1), knowledge: learnt)
        decoder = StreamDecoder(threads: max(threads, 1), knowledge: learnt)
    }

    public var information: CodecInformation { Self.information.knowing(encoder.knowledge?.knowledge) }

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

extension MixCodec: StretchCostCodec {
    public func compressedBits(of source: UnsafeRawBufferPointer, at positions: [Int]) -> [Double] {
        encoder.compressedBits(of: source, at: positions)
    }
}

extension MixCodec: InformedCodec {
    public static var knowledgeKinds: [PriorKnowledge.Kind] { [.rawData] }

    public static var maximumKnowledgeByteCount: Int { LearntCoders.maximumByteCount }

    public func prepare(forInputsOf byteCount: Int) { encoder.prepare(forInputsOf: byteCount) }
}

extension MixCodec: ProgressReportingCodec {
    public func compress(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
        progress: @escaping @Sendable (Int) -> Void
    ) throws(CodecError) -> Int {
        try encoder.compress(source, into: destination, codec: Self.name, progress: progress)
    }

    public func decompress(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
        progress: @escaping @Sendable (Int) -> Void
    ) throws(CodecError) -> Int {
        try decoder.decompress(source, into: destination, codec: Self.name, progress: progress)
    }
}
