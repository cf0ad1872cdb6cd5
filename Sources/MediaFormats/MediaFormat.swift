package import CodecInterface

/// The formats of pictures and sounds that are told by their first bytes.
package enum MediaFormat: String, Sendable, Hashable, CaseIterable {
    case png = "PNG"
    case jpeg = "JPEG"
    /// PBM, PGM and PPM: P1 to P6.
    case pnm = "PNM"
    /// P7.
    case pam = "PAM"
    case bmp = "BMP"
    case flac = "FLAC"
    /// RIFF, RF64, BW64 and W64.
    case wav = "WAV"
    /// AIFF and AIFF-C.
    case aiff = "AIFF"

    package var modality: Modality {
        switch self {
        case .png, .jpeg, .pnm, .pam, .bmp: .image
        case .flac, .wav, .aiff: .audio
        }
    }

    /// Whether files of this format have lost part of what they were made from, so that there are no original samples to
    /// compress.
    package var isLossy: Bool { self == .jpeg }

    /// As many bytes of a file's beginning tell what it is, however much of it is at hand: so that every part of the program tells the same.
    package static let recognitionByteCount = 1 << 16

    /// What a file that begins like this is; nil for anything else.
    ///
    /// Only the first bytes are looked at, not whether the header behind them makes sense: a damaged picture is still a
    /// picture. For FLAC behind ID3v2 tags, the tags must lie within `head` (see ``ID3v2Tag``).
    package init?(head: UnsafeRawBufferPointer) {
        let header = HeaderBytes(head, fileByteCount: nil)
        if header.has([0x89, 0x50, 0x4E, 0x47], at: 0) {
            self = .png
        } else if header.has([0xFF, 0xD8, 0xFF], at: 0), header.count > 3, head[3] >= 0xC0 {
            self = .jpeg
        } else if header.has("fLaC", at: ID3v2Tag.endOfTags(in: head)) {
            self = .flac
        } else if WAVContainer(header) != nil {
            self = .wav
        } else if header.has("FORM", at: 0), header.has("AIFF", at: 8) || header.has("AIFC", at: 8) {
            self = .aiff
        } else if BMPHeader.begins(header) {
            self = .bmp
        } else if PAMHeader.begins(header) {
            self = .pam
        } else if NetpbmHeader.begins(header) {
            self = .pnm
        } else {
            return nil
        }
    }

    /// What a path's ending names; nil where it names nothing of this kind.
    package init?(pathExtension path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        switch name[name.index(after: dot)...].lowercased() {
        case "png": self = .png
        case "jpg", "jpeg": self = .jpeg
        case "pbm", "pgm", "ppm", "pnm": self = .pnm
        case "pam": self = .pam
        case "bmp": self = .bmp
        case "flac": self = .flac
        case "wav", "w64": self = .wav
        case "aif", "aiff", "aifc": self = .aiff
        default: return nil
        }
    }

    package init?(head: some Collection<UInt8>) {
        let found =
            head.withContiguousStorageIfAvailable { MediaFormat(head: UnsafeRawBufferPointer($0)) }
            ?? Array(head).withUnsafeBytes { MediaFormat(head: $0) }
        guard let found else { return nil }
        self = found
    }
}
