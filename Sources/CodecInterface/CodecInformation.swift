/// What a codec says of itself.
public struct CodecInformation: Sendable {
    /// How a codec predicts.
    public enum Family: String, Sendable, Codable, CaseIterable {
        /// By fixed rules and counts.
        case classical
        /// By a network alone, which learns.
        case neural
        /// By a network joined with classical models.
        case hybrid
    }

    /// The name in specs, e.g. `xz`.
    public let name: String
    /// One line for people.
    public let summary: String
    /// What it is built on, which decides its colour and mark.
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

extension CodecInformation {
    /// The parameters that a range such as `1-9` or `0e-9e` spells, as lzbench has them; nil where it is none.
    public func parameters(inRange text: String) -> [String]? { Self.parameters(inRange: text, of: parameters) }

    /// The spellings among `known` that a range stands for: numbers from one to another, both of which are known, with the same
    /// letters behind them. Nil where `text` is no such range, or a spelling itself.
    public static func parameters(inRange text: String, of known: [String]) -> [String]? {
        guard !known.contains(text) else { return nil }
        let bytes = Array(text.utf8)
        for place in bytes.indices.dropFirst() where bytes[place] == UInt8(ascii: "-") {
            let first = Level(String(decoding: bytes[..<place], as: UTF8.self))
            let last = Level(String(decoding: bytes[(place + 1)...], as: UTF8.self))
            guard let first, let last, first.letters == last.letters, first.number <= last.number,
                known.contains(first.spelling), known.contains(last.spelling)
            else { continue }
            return known.filter { spelling in
                guard let level = Level(spelling), level.letters == first.letters else { return false }
                return (first.number...last.number).contains(level.number)
            }
        }
        return nil
    }

    /// A spelling that is a number with letters behind it.
    private struct Level {
        let spelling: String
        let number: Int
        let letters: String

        init?(_ spelling: String) {
            let head = spelling.utf8.prefix {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
            }
            guard let number = Int(String(decoding: head, as: UTF8.self)) else { return nil }
            self.spelling = spelling
            self.number = number
            letters = String(decoding: spelling.utf8.dropFirst(head.count), as: UTF8.self)
        }
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
