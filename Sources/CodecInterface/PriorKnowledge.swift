/// What a codec is given to know before it codes: a file that encoder and decoder both have, and that no stream carries.
public struct PriorKnowledge: Sendable, Hashable {
    /// What a file is, by its first bytes.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Any bytes: what the data to come may look like.
        case rawData = "raw data"
        /// A dictionary as ZDICT makes it, with tables beside the bytes.
        case zstdDictionary = "a zstd dictionary"
        /// Weights of networks, trained beforehand: a `.ncw` file.
        case trainedWeights = "trained weights"

        /// Says what the bytes are; that a codec can use them is not said by it.
        public init(of bytes: some Collection<UInt8>) {
            if bytes.starts(with: [0x37, 0xA4, 0x30, 0xEC]) {
                self = .zstdDictionary
            } else if bytes.starts(with: PriorKnowledge.weightsMagic) {
                self = .trainedWeights
            } else {
                self = .rawData
            }
        }
    }

    /// The first bytes of a file with trained weights: "\x89NCW".
    public static let weightsMagic: [UInt8] = [0x89, 0x4E, 0x43, 0x57]

    /// The most bytes of a file, whatever the codec: it is held in memory.
    public static let maximumByteCount = 64 << 20

    /// What messages call it: its path as it was given.
    public let name: String
    /// All of the file.
    public let bytes: [UInt8]
    /// SHA-256 of the bytes, 32 of them.
    public let sha256: [UInt8]
    /// What the file is, by its first bytes.
    public let kind: Kind

    /// - Parameters:
    ///   - name: a path, as `PathText` has it.
    ///   - sha256: of `bytes`; what tells this knowledge from any other.
    public init(name: String, bytes: [UInt8], sha256: [UInt8]) {
        self.name = name
        self.bytes = bytes
        self.sha256 = sha256
        kind = Kind(of: bytes)
    }

    /// The same by its hash: two with equal bytes are one.
    public static func == (left: PriorKnowledge, right: PriorKnowledge) -> Bool { left.sha256 == right.sha256 }

    public func hash(into hasher: inout Hasher) { hasher.combine(sha256) }
}

/// A codec that can be given something to know before it codes.
///
/// The law of ``Codec`` holds with knowledge as well, of an encoder and a decoder that have the same. A stream made with it says so, and
/// a decoder without it, or with another, ends in a ``CodecError``, as far as the stream's format allows.
public protocol InformedCodec: Codec {
    /// What the codec can make use of.
    static var knowledgeKinds: [PriorKnowledge.Kind] { get }

    /// The most bytes of a file that the codec takes.
    static var maximumKnowledgeByteCount: Int { get }

    /// Makes the codec at one setting.
    ///
    /// - Parameter knowledge: what it knows; of a kind and a size that it takes, as
    ///   ``Codec/informed(parameters:threads:knowledge:)`` makes sure.
    init(parameters: String, threads: Int, knowledge: PriorKnowledge) throws(CodecError)

    /// Does what is done once and not for every item, such as learning, for items of at most so many bytes. Whoever measures calls it
    /// before the clock runs; it changes nothing but when the time is spent.
    func prepare(forInputsOf byteCount: Int) throws(CodecError)
}

extension InformedCodec {
    /// As much as is held in memory, unless the codec says less.
    public static var maximumKnowledgeByteCount: Int { PriorKnowledge.maximumByteCount }
}

extension Codec {
    /// The codec at one setting with something to know.
    ///
    /// - Throws: ``CodecError/knowledgeRefused(codec:file:reason:)`` where it takes none, none of that kind, or none of that size.
    public static func informed(
        parameters: String, threads: Int, knowledge: PriorKnowledge
    ) throws(CodecError) -> any Codec {
        let codec = information.name
        func refusal(_ reason: String) -> CodecError {
            .knowledgeRefused(codec: codec, file: knowledge.name, reason: reason)
        }
        guard let type = Self.self as? any InformedCodec.Type else {
            throw refusal("this codec knows nothing beforehand; leave out '@' and the file")
        }
        guard type.knowledgeKinds.contains(knowledge.kind) else {
            let taken = type.knowledgeKinds.map(\.rawValue).joined(separator: " or ")
            throw refusal("the file is \(knowledge.kind.rawValue), and the codec takes \(taken)")
        }
        guard !knowledge.bytes.isEmpty else { throw refusal("the file is empty") }
        guard knowledge.bytes.count <= type.maximumKnowledgeByteCount else {
            throw refusal(
                "the file has \(knowledge.bytes.count) bytes, and the codec takes at most \(type.maximumKnowledgeByteCount)"
            )
        }
        return try type.init(parameters: parameters, threads: threads, knowledge: knowledge)
    }
}

extension CodecInformation {
    /// The same of a codec that needs a file beside the stream, whose bytes count.
    public func knowing(_ knowledge: PriorKnowledge?) -> CodecInformation {
        guard let knowledge else { return self }
        return CodecInformation(
            name: name, summary: summary, family: family, parameters: parameters, parameterRange: parameterRange,
            defaultParameters: defaultParameters, modalities: modalities, library: library, version: version,
            modelByteCount: modelByteCount + knowledge.bytes.count)
    }
}
