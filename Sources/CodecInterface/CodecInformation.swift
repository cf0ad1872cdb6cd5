/// What a codec says of itself.
public struct CodecInformation: Sendable {
    /// How a codec predicts: by fixed rules, or by a network that learns.
    public enum Family: String, Sendable, Codable {
        case classical, neural
    }

    /// The name in specs, e.g. `xz`.
    public let name: String
    /// One line for people.
    public let summary: String
    public let family: Family
    /// Every spelling of parameters the codec takes, weakest first, e.g. `0…9` then `0e…9e`. Empty when it takes none.
    public let parameters: [String]
    /// The parameters as people write them, for messages: `0-9, 0e-9e`.
    public let parameterRange: String
    /// What a spec without parameters means; empty when the codec takes none.
    public let defaultParameters: String
    /// The modalities the codec takes; anything else is `unsupported`.
    public let modalities: Set<Modality>
    /// The library behind the codec, e.g. `liblzma`; the project's own codecs say `ncbench`.
    public let library: String
    /// The library's version as it reports it at run time, e.g. `5.4.1`.
    public let version: String
    /// Size in bytes of pre-trained weights a decoder needs beside the stream (`model_bytes`); zero for almost all.
    public let modelByteCount: Int

    public init(
        name: String, summary: String, family: Family = .classical, parameters: [String], parameterRange: String,
        defaultParameters: String, modalities: Set<Modality> = Set(Modality.allCases), library: String,
        version: String, modelByteCount: Int = 0
    ) {
        self.name = name
        self.summary = summary
        self.family = family
        self.parameters = parameters
        self.parameterRange = parameterRange
        self.defaultParameters = defaultParameters
        self.modalities = modalities
        self.library = library
        self.version = version
        self.modelByteCount = modelByteCount
    }
}

extension Codec {
    /// `parameters` if this codec takes it, the default if it is nil.
    ///
    /// - Throws: ``CodecError/parametersOutOfRange(codec:given:range:)``
    public static func checkedParameters(_ parameters: String?) throws(CodecError) -> String {
        let information = Self.information
        guard let parameters else { return information.defaultParameters }
        guard information.parameters.contains(parameters) || (information.parameters.isEmpty && parameters.isEmpty)
        else {
            throw .parametersOutOfRange(
                codec: information.name, given: parameters, range: information.parameterRange)
        }
        return parameters
    }
}
