import CodecInterface
package import Corpora
import Foundation

/// The beginning of an item, as an item of the same kind: text ends with a whole character, a picture with a whole row, a
/// sound with a whole frame, and their headers say so.
package enum ItemPrefix {
    /// An item's beginning of about `byteCount` bytes in a file at `path`; the item itself when it is no longer.
    ///
    /// The name says how much of it is left: `alice29.txt[:65536]`; of a beginning's beginning, that.
    ///
    /// - Throws: ``CorpusError`` when the item's bytes cannot be had, ``RunFolderError`` when the file cannot be written.
    package static func item(_ item: Item, byteCount: Int, path: String) throws -> Item {
        guard item.byteCount > byteCount else { return item }
        let head: [UInt8]
        if case .file(let source) = item.origin {
            guard let file = FileHandle(forReadingAtPath: source) else {
                throw CorpusError.cannotRead(path: source, reason: String(cString: strerror(errno)))
            }
            defer { try? file.close() }
            head = [UInt8](try file.read(upToCount: byteCount) ?? Data())
        } else {
            head = Array(try item.load().prefix(byteCount))
        }
        let cut = bytes(of: head, item.modality)
        try cut.withUnsafeBytes { try OwnFile.write($0, to: path) }
        return Item(
            id: "\(item.id.replacing(/\[:\d+\]$/, with: ""))[:\(cut.count)]", modality: item.modality,
            byteCount: cut.count, sha256: SHA256Text.of(cut),
            origin: .file(path: path))
    }

    /// A plan on the beginnings of its items, which are kept in `folder`.
    ///
    /// - Throws: as ``item(_:byteCount:path:)``.
    package static func plan(_ plan: RunPlan, byteCount: Int, in folder: String) throws -> RunPlan {
        var cut = plan
        cut.items = try plan.items.enumerated().map { index, item in
            try Self.item(item, byteCount: byteCount, path: "\(folder)/prefix-\(index)")
        }
        return cut
    }

    /// `head`, cut and mended.
    static func bytes(of head: [UInt8], _ modality: Modality) -> [UInt8] {
        switch modality {
        case .text: text(head)
        case .image: picture(head) ?? head
        case .audio: sound(head) ?? head
        case .binary: head
        }
    }

    /// Without an unfinished UTF-8 sequence at the end (at most three bytes).
    private static func text(_ head: [UInt8]) -> [UInt8] {
        let tail = head.suffix(4).reversed().enumerated()
        guard let (distance, lead) = tail.first(where: { $0.element & 0xC0 != 0x80 }) else { return head }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
        return distance + 1 < length ? head.dropLast(distance + 1) : head
    }

    /// Binary PGM or PPM with fewer rows; nil for what is not canonical.
    private static func picture(_ head: [UInt8]) -> [UInt8]? {
        let lines = head.prefix(64).split(separator: 10, maxSplits: 3, omittingEmptySubsequences: false)
        guard lines.count == 4, let magic = String(bytes: lines[0], encoding: .ascii), magic == "P5" || magic == "P6",
            let size = String(bytes: lines[1], encoding: .ascii)?.split(separator: " "), size.count == 2,
            let width = Int(size[0]), width > 0, width < 1 << 30,
            let maximum = String(bytes: lines[2], encoding: .ascii).flatMap({ Int($0) }), (1...65535).contains(maximum)
        else { return nil }
        let header = lines[0].count + lines[1].count + lines[2].count + 3
        let row = width * (magic == "P5" ? 1 : 3) * (maximum > 255 ? 2 : 1)
        let rows = (head.count - header) / row
        guard rows > 0 else { return nil }
        return Array("\(magic)\n\(width) \(rows)\n\(maximum)\n".utf8) + head[header..<header + rows * row]
    }

    /// Canonical WAV (a 44-byte header and PCM samples) with fewer frames; nil for what is not.
    private static func sound(_ head: [UInt8]) -> [UInt8]? {
        guard head.count > 44, head[..<4].elementsEqual("RIFF".utf8), head[8..<16].elementsEqual("WAVEfmt ".utf8),
            head[36..<40].elementsEqual("data".utf8)
        else { return nil }
        let frame = Int(head[32]) | Int(head[33]) << 8
        guard frame > 0, head.count - 44 >= frame else { return nil }
        let count = (head.count - 44) / frame * frame
        var cut = Array(head[..<(44 + count)])
        for (place, value) in [(4, 36 + count), (40, count)] {
            for byte in 0..<4 { cut[place + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
        }
        return cut
    }
}
