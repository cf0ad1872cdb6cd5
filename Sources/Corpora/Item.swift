public import CodecInterface
public import OutsideText

/// One named byte string that codecs are measured on.
public struct Item: Sendable, Hashable {
    /// Where the bytes come from.
    public enum Origin: Sendable, Hashable {
        /// A file, read when needed; its path as ``PathText`` has it.
        case file(path: String)
        /// The samples of a media file, decoded when needed: a canonical PGM, PPM, PAM or WAV file.
        case decoded(path: String)
        /// The built-in generator of that name; the same bytes on every machine.
        case generated(name: String)
    }

    /// Unique within a run, e.g. `jargon-en` or a path as the user wrote it, as ``PathText/written(_:)`` has it.
    public let id: ExactText
    /// What kind of data it is.
    public let modality: Modality
    /// Its bytes.
    public let byteCount: Int
    /// SHA-256 of the bytes, 64 lowercase hexadecimal digits.
    public let sha256: String
    /// Where its bytes come from.
    public let origin: Origin
    /// The name of the item that this one is the beginning of; nil of a whole one.
    package let wholeID: ExactText?

    public init(id: ExactText, modality: Modality, byteCount: Int, sha256: String, origin: Origin) {
        self.init(
            id: id, modality: modality, byteCount: byteCount, sha256: sha256, origin: origin, beginningOf: nil)
    }

    /// - Parameter whole: the name of the item that this one is the beginning of.
    package init(
        id: ExactText, modality: Modality, byteCount: Int, sha256: String, origin: Origin, beginningOf whole: ExactText?
    ) {
        self.id = id
        self.modality = modality
        self.byteCount = byteCount
        self.sha256 = sha256
        self.origin = origin
        wholeID = whole
    }

    /// The same under another name.
    package func called(_ name: ExactText) -> Item {
        Item(
            id: name, modality: modality, byteCount: byteCount, sha256: sha256, origin: origin, beginningOf: wholeID)
    }
}
