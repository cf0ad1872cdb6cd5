package import MediaFormats

/// What is odd about a media file but does no harm, or is left out of it; for people, without the file's name.
package enum MediaNote: Sendable, Hashable {
    case text(String)
    /// Chunks and the like that are no samples, by their names.
    case leftOut(MediaFormat, [String])
}

extension MediaNote: CustomStringConvertible {
    package var description: String {
        switch self {
        case .text(let text): text
        case .leftOut(let format, let names):
            "left out of \(format.rawValue) files: \(names.joined(separator: ", "))"
        }
    }
}

/// What decoding leaves out of a file: further pictures, frames of animations, chunks.
enum MediaNotes {
    static func picture(_ bytes: [UInt8], _ layout: PictureLayout) -> [MediaNote] {
        guard let trailer = bytes.withUnsafeBytes({ layout.trailer(of: $0) }) else { return [] }
        let rest = bytes[trailer].drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        // White space behind a picture, the line end of a plain one for example, is nothing.
        guard !rest.isEmpty else { return [] }
        if layout.format != .bmp, let next = MediaFormat(head: rest), next == .pnm || next == .pam {
            return [.text("only the first picture is measured: further pictures follow it")]
        }
        return [.text("\(trailer.count) bytes behind the picture are left out")]
    }

    static func sound(_ bytes: [UInt8], _ layout: SoundLayout) -> [MediaNote] {
        var notes: [MediaNote] = []
        let others = bytes.withUnsafeBytes { SoundChunks(in: $0, beside: layout) }
        if !others.names.isEmpty { notes.append(.leftOut(layout.format, others.names)) }
        if others.strayByteCount > 0 {
            notes.append(.text("\(others.strayByteCount) bytes behind the sound are left out"))
        }
        let unmeasured = layout.chunkByteCount - layout.sampleByteCount
        if unmeasured > 0 {
            let why = unmeasured < layout.frameByteCount ? "are no whole frame" : "are more than the header speaks of"
            notes.append(.text("\(unmeasured) bytes behind the samples, which \(why), are left out"))
        }
        if !layout.isSampleRateExact {
            notes.append(
                .text(
                    layout.sampleRate == 0
                        ? "the sample rate makes no sense and is written as 0"
                        : "the sample rate is no whole number of hertz and is written as \(layout.sampleRate)"))
        }
        if layout.promisedByteCount == nil {
            notes.append(.text("the header does not say how many samples there are; those that are there are measured"))
        } else if layout.isCutShort, let promised = layout.promisedByteCount {
            notes.append(
                .text(
                    "the header promises \(promised) bytes of samples, \(layout.sampleByteCount) are there and are"
                        + " measured"))
        }
        return notes
    }

    /// By the chunks of the file (PNG, section 5.3): a length, a name, contents and a checksum each.
    static func png(_ bytes: [UInt8]) -> [MediaNote] {
        func number(_ offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        // What the pixels are made from, and what an animation is; of those the first picture is a part of the file proper.
        let known = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "acTL", "fcTL", "fdAT"]
        var names: [String] = []
        var notes: [MediaNote] = []
        var offset = 8
        var end = bytes.count
        while offset + 12 <= bytes.count {
            let length = number(offset)
            let name = String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self)
            guard length <= bytes.count - offset - 12 else { break }
            if name == "acTL", length >= 4, number(offset + 8) > 1 {
                notes.append(
                    .text("of an animation of \(number(offset + 8)) frames only the still picture is measured"))
            }
            if !known.contains(name), !names.contains(name), names.count < 32 { names.append(name) }
            offset += 12 + length
            if name == "IEND" {
                end = offset
                break
            }
        }
        if !names.isEmpty { notes.append(.leftOut(.png, names)) }
        if end < bytes.count {
            let rest = bytes[end...]
            notes.append(
                .text(
                    MediaFormat(head: rest) == .png
                        ? "only the first picture is measured: further pictures follow it"
                        : "\(rest.count) bytes behind the picture are left out"))
        }
        return notes
    }

    /// By the blocks in front of the samples (RFC 9639, section 8): padding, seek tables and the mere name of the encoder
    /// are not worth a word.
    static func flac(_ bytes: [UInt8]) -> [MediaNote] {
        var names: [String] = []
        let start = bytes.withUnsafeBytes { ID3v2Tag.endOfTags(in: $0) }
        if start > 0 { names.append("an ID3v2 tag") }
        var offset = start + 4
        while offset + 4 <= bytes.count {
            let length = bytes[offset + 1...offset + 3].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - offset - 4 else { break }
            let contents = bytes[offset + 4..<offset + 4 + length]
            let name: String? =
                switch bytes[offset] & 0x7F {
                case 2: "application data"
                case 4: hasTags(contents) ? "tags" : nil
                case 5: "a cue sheet"
                case 6: "pictures"
                default: nil
                }
            if let name, !names.contains(name) { names.append(name) }
            guard bytes[offset] & 0x80 == 0 else { break }
            offset += 4 + length
        }
        names += bytes.withUnsafeBytes { TrailingTags.end(of: $0).names }
        return names.isEmpty ? [] : [.leftOut(.flac, names)]
    }

    /// Whether a Vorbis comment has more than the name of the encoder, which comes first.
    private static func hasTags(_ block: ArraySlice<UInt8>) -> Bool {
        func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) } }
        let rest = block.dropFirst(4).dropFirst(number(block))
        return rest.count >= 4 && number(rest) > 0
    }
}
