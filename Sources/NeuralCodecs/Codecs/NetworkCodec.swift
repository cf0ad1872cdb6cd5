package import CodecInterface

/// A codec of networks alone: a softmax over bytes from networks of one family that learn while they code, and a range
/// coder. The stream is that of `ncbench compress`, and any of these codecs decodes any other's.
///
/// `docs/lstm-model.md` and `docs/predictors.md` explain the models, `docs/stream-format.md` the stream.
package struct NetworkCodec<Description: NetworkCodecDescription>: Codec {
    private static var name: String { Description.family.rawValue }

    package static var information: CodecInformation {
        let levels = Description.family.levels
        let versions = levels.compactMap { ModelParameters.level($0, of: Description.family)?.version }
        return CodecInformation(
            name: name,
            summary: Description.summary,
            family: .neural,
            parameters: levels.map(String.init),
            parameterRange: Description.parameterRange,
            defaultParameters: String(Description.family.defaultLevel),
            library: "ncbench",
            version: "\(StreamFormat.version).\(versions.max() ?? ModelParameters.version)")
    }

    private let encoder: StreamEncoder
    private let decoder: StreamDecoder

    package init(parameters: String, threads: Int) throws(CodecError) {
        self.init(model: try Self.model(parameters), threads: threads)
    }

    package init(parameters: String, threads: Int, knowledge: PriorKnowledge) throws(CodecError) {
        let model = try Self.model(parameters)
        self.init(
            model: model, threads: threads,
            knowledge: try LearntCoders(reading: knowledge, codec: Self.name, for: .networks(model)))
    }

    private static func model(_ parameters: String) throws(CodecError) -> ModelParameters {
        let spelling = try checkedParameters(parameters)
        guard let level = Int(spelling), let model = ModelParameters.level(level, of: Description.family) else {
            throw .parametersOutOfRange(codec: name, given: parameters, range: information.parameterRange)
        }
        return model
    }

    /// A codec with a model of one's own, for those who look for better levels.
    package init(model: ModelParameters, threads: Int, knowledge: LearntCoders? = nil) {
        encoder = StreamEncoder(model: .networks(model), threads: max(threads, 1), knowledge: knowledge)
        decoder = StreamDecoder(threads: max(threads, 1), knowledge: knowledge)
    }

    package var information: CodecInformation { Self.information.knowing(encoder.knowledge?.knowledge) }

    package func maximumCompressedByteCount(for byteCount: Int) -> Int {
        encoder.maximumStreamByteCount(for: byteCount)
    }

    package func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        try encoder.compress(source, into: destination, codec: Self.name)
    }

    package func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer)
        throws(CodecError) -> Int
    {
        try decoder.decompress(source, into: destination, codec: Self.name)
    }
}

extension NetworkCodec: StretchCostCodec {
    package func compressedBits(of source: UnsafeRawBufferPointer, at positions: [Int]) -> [Double] {
        encoder.compressedBits(of: source, at: positions)
    }
}

extension NetworkCodec: InformedCodec {
    package static var knowledgeKinds: [PriorKnowledge.Kind] { [.rawData, .trainedWeights] }

    package static var maximumKnowledgeByteCount: Int { LearntCoders.maximumByteCount }

    package func prepare(forInputsOf byteCount: Int) { encoder.prepare(forInputsOf: byteCount) }
}

extension NetworkCodec: ProgressReportingCodec {
    package func compress(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
        progress: @escaping @Sendable (Int) -> Void
    ) throws(CodecError) -> Int {
        try encoder.compress(source, into: destination, codec: Self.name, progress: progress)
    }

    package func decompress(
        _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer,
        progress: @escaping @Sendable (Int) -> Void
    ) throws(CodecError) -> Int {
        try decoder.decompress(source, into: destination, codec: Self.name, progress: progress)
    }
}
