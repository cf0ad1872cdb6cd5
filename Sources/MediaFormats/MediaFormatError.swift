/// Why a header cannot be read.
package struct MediaFormatError: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// The bytes are no file of this format, or contradict themselves; no further byte mends that.
        case malformed
        /// The file is sound, but of a kind that nothing here reads.
        case unsupported
        /// The bytes given end before the header does, and the file goes on: ``MediaFormatError/offset`` bytes of its
        /// beginning are needed at least.
        case incomplete
    }

    package let kind: Kind
    /// Where in the file, bytes from its beginning.
    package let offset: Int
    /// For people, without the file's name.
    package let reason: String

    package init(_ kind: Kind, at offset: Int, _ reason: String) {
        self.kind = kind
        self.offset = offset
        self.reason = reason
    }

    static func malformed(_ offset: Int, _ reason: String) -> MediaFormatError {
        MediaFormatError(.malformed, at: offset, reason)
    }

    static func unsupported(_ offset: Int, _ reason: String) -> MediaFormatError {
        MediaFormatError(.unsupported, at: offset, reason)
    }
}

extension MediaFormatError: CustomStringConvertible {
    package var description: String { "at byte \(offset): \(reason)" }
}
