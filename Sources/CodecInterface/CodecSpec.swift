import OutsideText

/// A codec plus one parameter setting, as written on the command line: `xz,9e`, or `lstm` for the default.
///
/// Lists are written lzbench's way: `/` separates codecs, `,` separates a codec's settings, and each setting becomes a
/// spec of its own: `zlib,1,6,9/xz,6` is four specs. A text that begins with `cmd:` is one spec, however many commas and
/// slashes follow: its codec is `cmd`, and its parameters are the rest, the templates of two command lines.
public struct CodecSpec: Sendable, Hashable {
    /// The codec whose parameters are a command line: `cmd:COMPRESS::DECOMPRESS`.
    public static let commandCodec = "cmd"

    /// The codec's name.
    public let codec: String
    /// The setting; nil means the codec's default.
    public let parameters: String?

    public init(codec: String, parameters: String? = nil) {
        self.codec = codec
        self.parameters = parameters
    }

    /// Reads a list of specs. Names and settings are not looked up here, only the form is checked.
    ///
    /// - Throws: ``CodecError/malformedSpec(text:offset:reason:)`` with the offending place.
    public static func list(parsing text: String) throws(CodecError) -> [CodecSpec] {
        guard PathText.isUTF8(text) else {
            throw .malformedSpec(text: VisibleText.oneLine(text), offset: 0, reason: "a spec is UTF-8")
        }
        if ExactText(text).hasPrefix("\(commandCodec):") {
            let command = text.unicodeScalars.dropFirst(commandCodec.count + 1)
            return [CodecSpec(codec: commandCodec, parameters: String(command))]
        }
        var specs: [CodecSpec] = []
        var offset = 0
        for part in text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false) {
            let fields = part.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
            let name = fields[0]
            guard !name.isEmpty else {
                throw .malformedSpec(text: text, offset: offset, reason: "a codec name is missing")
            }
            guard !name.hasPrefix("\(commandCodec):") else {
                throw .malformedSpec(
                    text: text, offset: offset, reason: "a command line is all of a spec; give it an -e of its own")
            }
            guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }) else {
                throw .malformedSpec(
                    text: text, offset: offset, reason: "'\(name)' is not a codec name (letters, digits, '-', '_')")
            }
            if fields.count == 1 {
                specs.append(CodecSpec(codec: name))
            }
            var fieldOffset = offset + name.unicodeScalars.count + 1
            for field in fields.dropFirst() {
                guard !field.isEmpty else {
                    throw .malformedSpec(
                        text: text, offset: fieldOffset, reason: "a parameter of '\(name)' is missing after ','")
                }
                if let blank = Array(field.unicodeScalars).firstIndex(where: \.properties.isWhitespace) {
                    throw .malformedSpec(
                        text: text, offset: fieldOffset + blank, reason: "a parameter holds no blanks")
                }
                specs.append(CodecSpec(codec: name, parameters: field))
                fieldOffset += field.unicodeScalars.count + 1
            }
            offset += part.count + 1
        }
        return specs
    }
}

extension CodecSpec {
    /// By the bytes: command lines name files, and two that Swift's `String` takes for one may be two.
    public static func == (left: CodecSpec, right: CodecSpec) -> Bool { left.identity == right.identity }

    public func hash(into hasher: inout Hasher) { hasher.combine(identity) }

    private var identity: [ExactText?] { [ExactText(codec), parameters.map { ExactText($0) }] }
}

extension CodecSpec: CustomStringConvertible {
    /// The spec as it is written on the command line.
    public var description: String {
        guard let parameters else { return codec }
        return codec == Self.commandCodec ? "\(codec):\(parameters)" : "\(codec),\(parameters)"
    }
}
