import OutsideText

/// A codec plus one parameter setting, as written on the command line: `xz,9e`, or `lstm` for the default. A file that the codec is to
/// know beforehand stands behind `@`: `zstd,19@DICT`.
///
/// Lists are written lzbench's way: `/` separates codecs, `,` separates a codec's settings, and each setting becomes a
/// spec of its own: `zlib,1,6,9/xz,6` is four specs. A file belongs to the setting before it, and its name runs to the end of the text,
/// commas and slashes included, unless it stands in double quotes: `zstd,3@"DICT",19@"DICT"/mix,5@FILE`. A text that begins with `cmd:` is
/// one spec, however many commas and
/// slashes follow: its codec is `cmd`, and its parameters are the rest, the templates of two command lines.
public struct CodecSpec: Sendable, Hashable {
    /// The codec whose parameters are a command line: `cmd:COMPRESS::DECOMPRESS`.
    public static let commandCodec = "cmd"

    /// The codec's name.
    public let codec: String
    /// The setting; nil means the codec's default.
    public let parameters: String?
    /// The path of the file that the codec knows beforehand, as `PathText` has it; nil where it knows none.
    public let knowledge: String?

    public init(codec: String, parameters: String? = nil, knowledge: String? = nil) {
        self.codec = codec
        self.parameters = parameters
        self.knowledge = knowledge
    }

    /// Reads a list of specs. Names and settings are not looked up here, only the form is checked.
    ///
    /// - Throws: ``CodecError/malformedSpec(text:offset:reason:)`` with the offending place.
    public static func list(parsing text: String) throws(CodecError) -> [CodecSpec] {
        if ExactText(text).hasPrefix("\(commandCodec):") {
            guard PathText.isUTF8(text) else { throw notUTF8(text) }
            let command = text.unicodeScalars.dropFirst(commandCodec.count + 1)
            return [CodecSpec(codec: commandCodec, parameters: String(command))]
        }
        var reader = SpecListReader(text)
        return try reader.specs()
    }

    /// What is said of a text that is not UTF-8 where it has to be.
    static func notUTF8(_ text: String) -> CodecError {
        .malformedSpec(text: VisibleText.oneLine(text), offset: 0, reason: "a spec is UTF-8")
    }
}

extension CodecSpec {
    /// By the bytes: command lines name files, and two that Swift's `String` takes for one may be two.
    public static func == (left: CodecSpec, right: CodecSpec) -> Bool { left.identity == right.identity }

    public func hash(into hasher: inout Hasher) { hasher.combine(identity) }

    private var identity: [ExactText?] {
        [ExactText(codec), parameters.map { ExactText($0) }, knowledge.map { ExactText($0) }]
    }

    /// A setting with the file behind it, as rows hold it: `19@DICT`.
    ///
    /// - Parameter knowledge: the file's path; nil where there is none.
    public static func setting(_ parameters: String, knowledge: String?) -> String {
        knowledge.map { "\(parameters)@\(KnowledgeName.written($0))" } ?? parameters
    }
}

extension CodecSpec {
    /// What stands in the name of a file behind `@` for the name of the item, where each item has a file of its own.
    public static let itemPlaceholder = "{item}"

    /// The spec with the file of one item.
    public func knowing(fileOf item: String) -> CodecSpec {
        CodecSpec(
            codec: codec, parameters: parameters, knowledge: knowledge?.replacing(Self.itemPlaceholder, with: item))
    }
}

extension CodecSpec {
    /// Specs as one list, which ``list(parsing:)`` reads back.
    public static func list(_ specs: [CodecSpec]) -> String {
        specs.enumerated().map { place, spec in
            // A plain name would take the rest of the list for a part of itself.
            let isLast = place == specs.count - 1
            guard !isLast, let knowledge = spec.knowledge else { return spec.description }
            return CodecSpec(codec: spec.codec, parameters: spec.parameters).description
                + "@\(KnowledgeName.quoted(knowledge))"
        }.joined(separator: "/")
    }
}

extension CodecSpec: CustomStringConvertible {
    /// The spec as it is written on the command line.
    public var description: String {
        guard parameters != nil || knowledge != nil else { return codec }
        if codec == Self.commandCodec { return "\(codec):\(parameters ?? "")" }
        let setting = Self.setting(parameters ?? "", knowledge: knowledge)
        return parameters == nil ? codec + setting : "\(codec),\(setting)"
    }
}
