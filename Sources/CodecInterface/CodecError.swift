import OutsideText

/// Why a codec could not do its work.
public enum CodecError: Error, Sendable, Equatable {
    /// No codec of that name; `known` lists those there are.
    case unknownCodec(name: String, known: [String])
    /// The codec exists but was left out of this build; `remedy` says how to get it.
    case notBuilt(codec: String, remedy: String)
    /// The codec is another program, which cannot be run; `obstacle` names it and says why, `remedy` how to get it.
    case noProgram(codec: String, obstacle: String, remedy: String)
    /// The parameters are none the codec takes; `range` names those it does.
    case parametersOutOfRange(codec: String, given: String, range: String)
    /// The spec list cannot be read; `offset` counts code points from the start of `text`.
    case malformedSpec(text: String, offset: Int, reason: String)
    /// The codec cannot make use of the file that it was to know beforehand.
    case knowledgeRefused(codec: String, file: String, reason: String)
    /// The codec does not take this kind of input (a `status`, not a failure).
    case unsupported(codec: String, reason: String)
    /// The stream is damaged or was not written by this codec; `offset` is in bytes where the decoder knows it.
    case corrupted(codec: String, reason: String, offset: Int?)
    /// The stream was written by a later version of the format.
    case unsupportedVersion(codec: String, found: Int, supported: Int)
    /// The output does not fit into the bytes the caller gave.
    case outputTooLarge(codec: String, capacity: Int)
    /// The library could not get the memory it asked for.
    case outOfMemory(codec: String)
    /// The program that is the codec was ended by a signal, one of the system's numbers; `detail` is what it said last.
    case crashed(codec: String, signal: Int32, detail: String)
    /// The library reported a failure of its own; `code` is its number or message.
    case libraryFailure(codec: String, operation: String, code: String)
}

extension CodecError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownCodec(let name, let known):
            "unknown codec '\(name)'; known codecs: \(known.joined(separator: ", "))"
        case .notBuilt(let codec, let remedy):
            "codec '\(codec)' is not part of this build; \(remedy)"
        case .noProgram(let codec, let obstacle, let remedy):
            "codec '\(codec)': \(obstacle); \(remedy)"
        case .parametersOutOfRange(let codec, let given, let range):
            range.isEmpty
                ? "codec '\(codec)' takes no parameters, but was given '\(given)'"
                : "codec '\(codec)' does not take '\(given)'; it takes \(range)"
        case .malformedSpec(let text, let offset, let reason):
            "malformed codec spec '\(text)' at character \(offset + 1): \(reason)"
        case .knowledgeRefused(let codec, let file, let reason):
            "codec '\(codec)' cannot use '\(VisibleText.path(file))': \(reason)"
        case .unsupported(let codec, let reason):
            "\(codec) does not take this input: \(reason)"
        case .corrupted(let codec, let reason, let offset):
            "\(codec): damaged stream\(offset.map { " at byte \($0)" } ?? ""): \(reason)"
        case .unsupportedVersion(let codec, let found, let supported):
            "\(codec): the stream has format version \(found), this build reads up to version \(supported);"
                + " use a newer ncbench"
        case .outputTooLarge(let codec, let capacity):
            "\(codec): the output does not fit into \(capacity) bytes"
        case .outOfMemory(let codec):
            "\(codec): the library ran out of memory"
        case .crashed(let codec, let signal, let detail):
            "\(codec): the program was killed by signal \(signal)\(detail)"
        case .libraryFailure(let codec, let operation, let code):
            "\(codec): \(operation) failed: \(code)"
        }
    }
}
