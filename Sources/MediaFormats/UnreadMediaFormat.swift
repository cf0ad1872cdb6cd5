package import CodecInterface

/// Common formats of pictures and sounds that are known by their first bytes and not read: what is in them is no text.
package enum UnreadMediaFormat: String, Sendable, CaseIterable {
    case tiff = "TIFF"
    case gif = "GIF"
    case webp = "WebP"
    case jpeg2000 = "JPEG 2000"
    case qoi = "QOI"
    case au = "AU"
    case caf = "CAF"
    case ogg = "Ogg"
    case mp3 = "MP3"
    case heif = "HEIC and AVIF"
    case mp4 = "MP4"

    package var modality: Modality {
        switch self {
        case .tiff, .gif, .webp, .jpeg2000, .qoi, .heif: .image
        case .au, .caf, .ogg, .mp3, .mp4: .audio
        }
    }

    /// What a file that begins like this is; nil for anything else, what ``MediaFormat`` knows included.
    package init?(head: [UInt8]) {
        func has(_ bytes: [UInt8], at place: Int = 0) -> Bool { head.dropFirst(place).starts(with: bytes) }
        func has(_ text: String, at place: Int = 0) -> Bool { has(Array(text.utf8), at: place) }
        guard MediaFormat(head: head) == nil else { return nil }
        // BigTIFF has another number in its header.
        if head.withUnsafeBytes(TIFFRaster.begins) || has("II+\0") || has("MM\0+") {
            self = .tiff
        } else if has("GIF87a") || has("GIF89a") {
            self = .gif
        } else if has("RIFF"), has("WEBP", at: 8) {
            self = .webp
        } else if has([0, 0, 0, 12] + Array("jP  \r\n".utf8)) {
            self = .jpeg2000
        } else if has("qoif") {
            self = .qoi
        } else if has(".snd\0") {
            self = .au
        } else if has("caff\0") {
            self = .caf
        } else if has("OggS\0") {
            self = .ogg
        } else if has("ID3"), head.count > 3, head[3] < 16 {
            self = .mp3
        } else if has([0, 0, 0]), has("ftyp", at: 4) {
            self = ["heic", "heix", "mif1", "msf1", "avif", "avis"].contains { has($0, at: 8) } ? .heif : .mp4
        } else {
            return nil
        }
    }
}
