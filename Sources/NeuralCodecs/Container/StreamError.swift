package import CodecInterface

/// Why a stream could not be written or read. Offsets are in bytes from the start of the compressed input.
package enum StreamError: Error, Sendable, Equatable {
    /// The input ends inside the stream; `offset` is its length, `missing` what should follow.
    case truncated(offset: Int, missing: String)
    /// The input does not begin with the magic number.
    case notAStream(offset: Int)
    /// The bytes contradict the format or a checksum.
    case damaged(offset: Int, reason: String)
    /// The stream was written by a later version of the format or the model.
    case unsupportedVersion(what: String, found: Int, supported: Int, offset: Int)
    /// The stream was written by a coder that knew a file beforehand, and which this one does not: `needed` is the file's SHA-256 or the
    /// beginning of that, `given` the name of the one that is there instead.
    case knowledgeMissing(needed: [UInt8], given: String?, offset: Int)
    /// Decoding would take more memory than allowed.
    case memoryLimitExceeded(needed: Int, limit: Int, offset: Int)
    /// The output has no room for more bytes than `capacity`.
    case outputFull(capacity: Int)
    /// Reading the input failed.
    case inputFailed(reason: String)
    /// Writing the output failed.
    case outputFailed(reason: String)
}

extension StreamError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated(let offset, let missing):
            "unexpected end at byte \(offset): \(missing) is missing; the file is truncated"
        case .notAStream(let offset):
            offset == 0
                ? "not an \(StreamFormat.fileSuffix) stream (the first bytes are not its magic number)"
                : "bytes from \(offset) on do not belong to an \(StreamFormat.fileSuffix) stream"
        case .damaged(let offset, let reason):
            "damaged at byte \(offset): \(reason)"
        case .unsupportedVersion(let what, let found, let supported, let offset):
            "\(what) \(found) at byte \(offset), this build reads up to \(supported); use a newer ncbench"
        case .knowledgeMissing(let needed, let given, let offset):
            "the stream at byte \(offset) was written by a coder that knew a file beforehand, whose SHA-256 begins with "
                + "\(HexadecimalText.of(needed)); "
                + (given.map { "'\($0)' is another" } ?? "give that file with --model")
        case .memoryLimitExceeded(let needed, let limit, let offset):
            "the stream at byte \(offset) needs \(needed) bytes of memory, more than the limit of \(limit);"
                + " raise it with --memory-limit"
        case .outputFull(let capacity):
            "the output does not fit into \(capacity) bytes"
        case .inputFailed(let reason):
            "cannot read: \(reason)"
        case .outputFailed(let reason):
            "cannot write: \(reason)"
        }
    }
}

extension StreamError {
    /// The same failure as codecs report it.
    package func codecError(codec: String) -> CodecError {
        switch self {
        case .truncated(let offset, let missing):
            .corrupted(codec: codec, reason: "the stream ends here, \(missing) is missing", offset: offset)
        case .notAStream(let offset):
            .corrupted(codec: codec, reason: "no magic number, the bytes are from something else", offset: offset)
        case .damaged(let offset, let reason):
            .corrupted(codec: codec, reason: reason, offset: offset)
        case .unsupportedVersion(_, let found, let supported, _):
            .unsupportedVersion(codec: codec, found: found, supported: supported)
        case .knowledgeMissing(let needed, let given, _):
            .knowledgeRefused(
                codec: codec, file: given ?? "",
                reason: "the stream was written with a file whose SHA-256 begins with \(HexadecimalText.of(needed))")
        case .memoryLimitExceeded:
            .outOfMemory(codec: codec)
        case .outputFull(let capacity):
            .outputTooLarge(codec: codec, capacity: capacity)
        case .inputFailed(let reason):
            .libraryFailure(codec: codec, operation: "reading", code: reason)
        case .outputFailed(let reason):
            .libraryFailure(codec: codec, operation: "writing", code: reason)
        }
    }
}
