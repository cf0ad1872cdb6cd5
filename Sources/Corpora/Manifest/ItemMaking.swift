import CodecInterface
import MediaFormats

extension ManifestEntry {
    /// The item's bytes from those of the packaged file: decoded, checked, cut, in canonical form, and checked again.
    func makeItem(from file: [UInt8], path: String) throws(CorpusError) -> [UInt8] {
        try check(file, fileSHA256, origin.isDebian ? "the packaged file" : "the file in the archive")
        let item: [UInt8]
        switch decoding {
        case .none, .gunzip, .tar:
            let text = decoding == .gunzip ? try Gunzip.read(file, path: path) : file
            try check(text, decodedSHA256, decoding == .tar ? "the folder's archive" : "the unpacked text")
            item = try cut(try divided(text))
        case .png:
            let picture = try PNGReader.read(file, path: path).withoutOpaqueAlpha()
            try check(picture.samples, decodedSHA256, "the decoded picture")
            item = try cut(picture).file
        case .raster:
            guard let raster else { throw wrongExcerpt() }
            let picture = try raster.read(file, path: path)
            try check(picture.samples, decodedSHA256, "the decoded picture")
            item = try cut(picture).file
        case .wav:
            let sound = try MediaFormat.sound(file, path: path).samples
            try check(sound.samples, decodedSHA256, "the decoded sound")
            item = try cut(sound).file
        case .flac:
            let sound = try FLACReader.read(file, path: path)
            try check(sound.samples, decodedSHA256, "the decoded sound")
            item = try cut(sound).file
        }
        try check(item, sha256, "the item")
        guard byteCount == nil || byteCount == item.count else {
            throw .manifest(
                path: "item '\(id)'", line: line,
                reason: "it has \(item.count) bytes instead of \(byteCount ?? 0) ('byte_count')")
        }
        return item
    }

    /// - Parameter expected: nil where another hash stands for this one.
    private func check(_ bytes: [UInt8], _ expected: String?, _ what: String) throws(CorpusError) {
        guard let expected else { return }
        let found = SHA256Text.of(bytes)
        guard found == expected else { throw .wrongHash(item: id, what: what, expected: expected, found: found) }
    }

    private func wrongExcerpt() -> CorpusError {
        .manifest(path: "item '\(id)'", line: line, reason: "the excerpt does not fit what it is cut from")
    }

    /// The records of the item's part, one a line; the text itself where it is no records.
    private func divided(_ text: [UInt8]) throws(CorpusError) -> [UInt8] {
        guard let form = self.records else { return text }
        let records = form.records(in: text)
        guard records.count > 1 else {
            throw .manifest(
                path: "item '\(id)'", line: line, reason: "it has fewer than two records of '\(form.rawValue)'")
        }
        let heldOut =
            part == .all ? [] : RecordOrder.heldOut(of: records.count, share: Self.heldOutShare, seed: Self.heldOutSeed)
        return Array(
            records.enumerated().filter { place, _ in part == .all || heldOut.contains(place) == (part == .heldOut) }
                .map { $0.element + [UInt8(ascii: "\n")] }.joined())
    }

    /// The share of records that is held out, and the seed they are drawn by: those that `ncbench train` has by itself.
    private static let heldOutShare = 0.2
    private static let heldOutSeed: UInt64 = 1

    private func cut(_ text: [UInt8]) throws(CorpusError) -> [UInt8] {
        switch excerpt {
        case nil: return text
        case .lines(let byteCount) where modality == .binary:
            guard byteCount <= text.count else { throw wrongExcerpt() }
            return Array(text.prefix(byteCount))
        case .lines(let byteCount):
            // The end of a line is also the end of a character, in UTF-8 and in single-byte encodings.
            guard let end = text.prefix(byteCount).lastIndex(of: 0x0A) else { throw wrongExcerpt() }
            return Array(text[...end])
        default: throw wrongExcerpt()
        }
    }

    private func cut(_ picture: PictureSamples) throws(CorpusError) -> PictureSamples {
        switch excerpt {
        case nil: return picture
        case .crop(let x, let y, let width, let height):
            guard let part = picture.cropped(x: x, y: y, width: width, height: height) else { throw wrongExcerpt() }
            return part
        default: throw wrongExcerpt()
        }
    }

    private func cut(_ sound: SoundSamples) throws(CorpusError) -> SoundSamples {
        switch excerpt {
        case nil: return sound
        case .frames(let count, let chosen):
            let (length, overflow) = count.multipliedReportingOverflow(by: sound.frameByteCount)
            let channels = chosen ?? sound.channels
            guard !overflow, length <= sound.samples.count, channels > 0, channels <= sound.channels else {
                throw wrongExcerpt()
            }
            var part = sound
            part.channels = channels
            part.samples = stride(from: 0, to: length, by: sound.frameByteCount).flatMap {
                sound.samples[$0..<$0 + part.frameByteCount]
            }
            return part
        default: throw wrongExcerpt()
        }
    }
}

extension ManifestEntry.Origin {
    var isDebian: Bool {
        if case .debian = self { true } else { false }
    }
}
