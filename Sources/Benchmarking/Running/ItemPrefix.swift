import CodecInterface
package import Corpora
import Foundation
import MediaFormats
import OutsideText

/// The beginning of an item, as an item of the same kind: text ends with a whole character, a picture with a whole row, a
/// sound with a whole frame, and their headers say so.
package enum ItemPrefix {
    /// An item's beginning of about `byteCount` bytes in a file at `path`; the item itself when it is no longer. Of a picture
    /// whose rows are longer, or a header that is, it is as much as one row takes.
    ///
    /// The name says how much of it is left: `alice29.txt[:65536]`; of a beginning's beginning, that.
    ///
    /// - Throws: ``CorpusError`` when the item's bytes cannot be had, ``RunFolderError`` when the file cannot be written.
    package static func item(_ item: Item, byteCount: Int, path: String) throws -> Item {
        guard item.byteCount > byteCount else { return item }
        let cut = try beginning(of: item, byteCount: byteCount)
        guard cut.count < item.byteCount else { return item }
        try cut.withUnsafeBytes { try OwnFile.write($0, to: path) }
        let whole = item.wholeID ?? item.id
        return Item(
            id: "\(whole)[:\(cut.count)]", modality: item.modality, byteCount: cut.count, sha256: SHA256Text.of(cut),
            origin: .file(path: path), beginningOf: whole)
    }

    private static func beginning(of item: Item, byteCount: Int) throws -> [UInt8] {
        var file: FileHandle?
        var whole: [UInt8] = []
        if case .file(let source) = item.origin {
            do throws(FileProblem) {
                file = try PathFile.regular(source)
            } catch {
                throw CorpusError.cannotRead(path: source, reason: error.reason)
            }
        } else {
            whole = try item.load()
        }
        defer { try? file?.close() }
        func head(_ count: Int) throws -> [UInt8] {
            guard let file else { return Array(whole.prefix(count)) }
            try file.seek(toOffset: 0)
            return [UInt8](try file.read(upToCount: count) ?? Data())
        }
        let first = try head(byteCount)
        var taken = first
        while true {
            if let cut = bytes(of: taken, item.modality, fileByteCount: item.byteCount) { return cut }
            // Not one row or frame yet.
            guard taken.count < item.byteCount else { return first }
            let more = try head(min(item.byteCount, max(2 * taken.count, 64)))
            guard more.count > taken.count else { return first }
            // All of it is needed: then it stays as it is.
            if more.count == item.byteCount, media(more, more.count) != nil { return more }
            taken = more
        }
    }

    /// A plan on the beginnings of its items, which are kept in `folder`. An item that cannot be had any more becomes one whose file
    /// there is not: its trials fail, the others' do not.
    ///
    /// - Throws: ``RunFolderError`` when a file cannot be written.
    package static func plan(_ plan: RunPlan, byteCount: Int, in folder: String) throws -> RunPlan {
        var cut = plan
        let items = try plan.items.enumerated().map { index, item in
            let path = "\(folder)/prefix-\(index)"
            do {
                return try Self.item(item, byteCount: byteCount, path: path)
            } catch is CorpusError {
                return Item(
                    id: item.id, modality: item.modality, byteCount: item.byteCount, sha256: item.sha256,
                    origin: .file(path: path))
            }
        }
        cut.items = PathItems.distinguished(items)
        return cut
    }

    /// `head`, cut and mended; nil where a picture or sound has not one whole row or frame in it.
    ///
    /// - Parameter fileByteCount: size of the whole item.
    static func bytes(of head: [UInt8], _ modality: Modality, fileByteCount: Int) -> [UInt8]? {
        switch modality {
        case .text: text(head)
        case .image, .audio: media(head, fileByteCount)
        case .binary: head
        }
    }

    private static func media(_ head: [UInt8], _ fileByteCount: Int) -> [UInt8]? {
        if let part = MediaBeginning.bytes(of: head, fileByteCount: fileByteCount) { return part }
        return MediaBeginning.needsMore(than: head, fileByteCount: fileByteCount) ? nil : head
    }

    /// Without an unfinished UTF-8 sequence at the end (at most three bytes).
    private static func text(_ head: [UInt8]) -> [UInt8] {
        let tail = head.suffix(4).reversed().enumerated()
        guard let (distance, lead) = tail.first(where: { $0.element & 0xC0 != 0x80 }) else { return head }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
        return distance + 1 < length ? head.dropLast(distance + 1) : head
    }
}
