package import CodecInterface

/// One item of the manifest: where its bytes come from, what is done to them, and what must come out.
package struct ManifestEntry: Sendable, Hashable {
    /// What the item's file is taken from.
    package enum Origin: Sendable, Hashable {
        /// A Debian package of this name.
        case debian(package: String)
        /// A download of the manifest's list of archives.
        case archive(ManifestArchive)
    }

    /// What turns the packaged file into the bytes that are measured.
    package enum Decoding: String, Sendable, Hashable, CaseIterable {
        /// The file as it is.
        case none
        case gunzip
        /// Pixels, written as binary PPM or PGM.
        case png
        /// Samples, written as WAV with a 44-byte header.
        case wav, flac
        /// Bare samples of 16 bits behind some header, gzipped or not, written as binary PGM.
        case raster
        /// The files of a folder as one archive; see ``FolderArchive``.
        case tar
    }

    /// The part of the decoded data that is the item.
    package enum Excerpt: Sendable, Hashable {
        /// The first bytes, cut back to the end of a line; of records those of the item's part.
        case lines(byteCount: Int)
        case crop(x: Int, y: Int, width: Int, height: Int)
        /// The first frames; of each the first channels, or all of them.
        case frames(Int, channels: Int?)
    }

    /// Records are drawn into two parts, always the same: what is measured, and what codecs may learn from beforehand.
    package enum RecordPart: String, Sendable, Hashable, CaseIterable {
        case all
        /// A fifth.
        case heldOut = "held-out"
        case training
    }

    package var id: String
    package var modality: Modality
    package var suites: [String]
    /// What it is, in a few words.
    package var what: String
    /// Why it is there: what it shows that the others do not.
    package var why: String
    /// Where it was published, mostly an address.
    package var source: String
    package var licence: String
    /// Who made it.
    package var credit: String
    package var origin: Origin
    /// The file's path in the package or archive; the folder's where it is to be decoded as ``Decoding/tar``.
    package var member: String
    /// SHA-256 of that file; nil where the archive's own hash stands for it.
    package var fileSHA256: String?
    package var decoding: Decoding
    /// Where the samples lie; nil unless it is to be decoded as ``Decoding/raster``.
    package var raster: BareRaster?
    /// SHA-256 of the decoded text, pixels, samples or archive, before the excerpt is cut and without any header; nil as above.
    package var decodedSHA256: String?
    /// How the decoded text is divided into records, of which the item has one a line; nil for items that are no records.
    package var records: RecordForm?
    /// Which of the records the item has.
    package var part: RecordPart
    package var excerpt: Excerpt?
    /// Size of the item itself; nil where it follows from the file.
    package var byteCount: Int?
    /// SHA-256 of the item itself; nil where a hash further up stands for it. What came out is then kept beside the item.
    package var sha256: String?
    /// Line of the manifest where the item begins.
    var line: Int
}

/// A download that holds items.
package struct ManifestArchive: Sendable, Hashable {
    /// How the files lie in it.
    package enum Format: String, Sendable, Hashable, CaseIterable {
        /// It is the one file itself.
        case file
        case zip
        case tarGzip = "tar.gz"
    }

    package var id: String
    /// The published corpus it is, or is a part of; its items are summed up by themselves.
    package var corpus: String
    package var url: String
    /// Nil where only the hash is known.
    package var byteCount: Int?
    package var sha256: String
    package var format: Format
}
