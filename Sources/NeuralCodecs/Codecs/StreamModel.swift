package import CodecInterface

/// The model of a stream's coded segments: a coding method and its parameters. The one place where methods get their
/// numbers.
package enum StreamModel: Sendable, Hashable {
    /// Method 1: networks alone, of whatever family.
    case networks(ModelParameters)
    /// Method 2, `mix`: context mixing joined with networks, and models of pixels and samples.
    case mix(MixParameters)

    /// The model that a spec of an in-house codec names; nil for other codecs. A file behind the spec is the caller's affair.
    ///
    /// - Throws: ``CodecError/parametersOutOfRange(codec:given:range:)``
    package init?(spec: CodecSpec) throws(CodecError) {
        if spec.codec == MixCodec.name {
            let level = Int(try MixCodec.checkedParameters(spec.parameters))
            guard let model = level.flatMap({ MixParameters.level($0) }) else { return nil }
            self = .mix(model)
        } else {
            guard let family = NetworkFamily(rawValue: spec.codec),
                let codec = networkCodecs.first(where: { $0.information.name == spec.codec }),
                let level = Int(try codec.checkedParameters(spec.parameters)),
                let model = ModelParameters.level(level, of: family)
            else { return nil }
            self = .networks(model)
        }
    }

    /// The number in a stream's header.
    var method: UInt8 {
        switch self {
        case .networks: StreamFormat.networkMethod
        case .mix: StreamFormat.mixMethod
        }
    }

    /// The parameters as a stream's header carries them.
    var encoded: [UInt8] {
        switch self {
        case .networks(let parameters): parameters.encoded
        case .mix(let parameters): parameters.encoded
        }
    }

    /// Reads what ``encoded`` gave and moves `bytes` past it.
    init(method: UInt8, decoding bytes: inout ArraySlice<UInt8>) throws(ModelParametersError) {
        self =
            method == StreamFormat.mixMethod
            ? .mix(try MixParameters(decoding: &bytes)) : .networks(try ModelParameters(decoding: &bytes))
    }

    /// The parameters as a short stream carries them: those of networks that are a level's by their number.
    var shortEncoded: [UInt8] {
        guard case .networks(let parameters) = self, let preset = ModelParameters.preset(of: parameters) else {
            return encoded
        }
        return [ModelParameters.presetFlag | UInt8(preset)]
    }

    /// Reads what ``shortEncoded`` gave and moves `bytes` past it.
    init(method: UInt8, shortDecoding bytes: inout ArraySlice<UInt8>) throws(ModelParametersError) {
        guard method == StreamFormat.networkMethod, let first = bytes.first, first & ModelParameters.presetFlag != 0
        else {
            self = try StreamModel(method: method, decoding: &bytes)
            return
        }
        bytes = bytes.dropFirst()
        let number = Int(first & ~ModelParameters.presetFlag)
        guard ModelParameters.presets.indices.contains(number) else {
            throw .outOfRange(field: "preset", value: number)
        }
        self = .networks(ModelParameters.presets[number])
    }

    /// An upper bound of the memory that coding takes with one thread, in bytes; stretches of pixels and samples aside, which
    /// are checked when they begin.
    package var memoryByteCount: Int {
        switch self {
        case .networks(let parameters): parameters.memoryByteCount
        case .mix(let parameters): parameters.memoryByteCount
        }
    }

    /// Whether segments may be stretches of pixels and samples, whose models take memory besides.
    var hasStretches: Bool {
        switch self {
        case .networks: false
        case .mix: true
        }
    }

    /// Bytes that the model of a stretch takes, by the payload that it begins with; 0 where that says none.
    func stretchMemoryByteCount(_ content: SegmentContent, payload: [UInt8]) -> Int {
        var rest = payload[...]
        return switch content {
        case .pixels: (try? PixelParameters(decoding: &rest))?.memoryByteCount ?? 0
        case .samples: (try? SampleParameters(decoding: &rest))?.memoryByteCount ?? 0
        case .bytes, .table, .continued: 0
        }
    }

    /// The spec that writes such streams, e.g. `lstm,5`; just the codec for parameters that are no level's.
    var spec: String {
        switch self {
        case .networks(let parameters): parameters.spec
        case .mix(let parameters):
            parameters.level.map { "\(MixCodec.name),\($0)" } ?? MixCodec.name
        }
    }

    /// The codec whose streams have such models.
    package var codecName: String {
        switch self {
        case .networks(let parameters): NetworkFamily(of: parameters).rawValue
        case .mix: MixCodec.name
        }
    }

    /// The same model for a certain input, where it can be smaller or made for the kind of data.
    ///
    /// - Parameters:
    ///   - byteCount: how many bytes a block has at most.
    ///   - beginning: the first bytes of the input.
    func fitted(to byteCount: Int, beginning: [UInt8]) -> StreamModel {
        switch self {
        case .networks: self
        case .mix(let parameters): .mix(parameters.fitted(to: byteCount, beginning: beginning))
        }
    }

    /// A coder for one block.
    ///
    /// - Parameters:
    ///   - threads: how many threads it may use; the bytes do not depend on it.
    ///   - memoryLimit: what it may take.
    ///   - allowance: threads that it shares with other coders at work; nil for `threads` of its own.
    func makeCoder(threads: Int, memoryLimit: Int, allowance: ThreadAllowance? = nil) -> any SegmentCoder {
        switch self {
        case .networks(let parameters): NetworkSegmentCoder(parameters: parameters, threads: threads)
        case .mix(let parameters):
            MixSegmentCoder(parameters: parameters, threads: threads, allowance: allowance, memoryLimit: memoryLimit)
        }
    }

    /// Finds the stretches of pixels and samples in an input; nil where the method has no models for them.
    func makeStretchFinder() -> StretchFinder? {
        switch self {
        case .networks: nil
        case .mix(let parameters): StretchFinder(level: parameters.mediaLevel)
        }
    }
}
