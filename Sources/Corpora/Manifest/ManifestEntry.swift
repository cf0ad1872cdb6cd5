package import CodecInterface

/// One item of the manifest: where its bytes come from, what is done to them, and what must come out.
package struct ManifestEntry: Sendable, Hashable {
    /// What turns the packaged file into the bytes that are measured.
    package enum Decoding: String, Sendable, Hashable, CaseIterable {
        /// The file as it is.
        case none
        case gunzip
        /// Pixels, written as binary PPM or PGM.
        case png
        /// Samples, written as WAV with a 44-byte header.
        case wav, flac
    }

    /// The part of the decoded data that is the item.
    package enum Excerpt: Sendable, Hashable {
        /// The first bytes, cut back to the end of a line.
        case lines(byteCount: Int)
        case crop(x: Int, y: Int, width: Int, height: Int)
        case frames(Int)
    }

    package var id: String
    package var modality: Modality
    package var suites: [String]
    /// What it is, in a few words.
    package var what: String
    package var licence: String
    /// The Debian package, and the file's path in it.
    package var package: String
    package var member: String
    package var fileSHA256: String
    package var decoding: Decoding
    /// SHA-256 of the decoded text, pixels or samples, before the excerpt is cut and without any header.
    package var decodedSHA256: String
    package var excerpt: Excerpt?
    /// Size and SHA-256 of the item itself.
    package var byteCount: Int
    package var sha256: String
    /// Line of the manifest where the item begins.
    var line: Int
}
