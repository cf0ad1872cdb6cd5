package import CodecInterface
package import Foundation
import MediaFormats
import OutsideText

/// Items from the user's own files and folders.
package enum PathItems {
    /// The files at `paths`, folders searched recursively in the order of their names.
    ///
    /// Paths are text as ``PathText`` has it. Symbolic links are followed to files, not to folders, so that loops do no harm.
    /// Sockets, devices and the like are left out. A file with several paths, by links or by detours, is one item, called by the
    /// first of them. ``PathNames`` says what the items are called.
    ///
    /// - Parameters:
    ///   - keepsPaths: whether items are called by their paths, whole.
    ///   - modality: of all of them; nil to tell by content.
    ///   - decodes: whether media files count as their samples rather than as the bytes they have.
    ///   - output: the folder that results are written to; within other folders its files are no items.
    ///   - note: gets a line for people for what is passed over, and the like.
    ///   - failure: gets each path that cannot be read or is damaged; what it does not throw is left out.
    /// - Throws: what `failure` throws, which is the first failure unless it is given.
    package static func items(
        at paths: [String], keepsPaths: Bool = false, modality: Modality? = nil, decodes: Bool = false,
        output: String? = nil, note: (String) -> Void = { _ in },
        failure: (CorpusError) throws(CorpusError) -> Void = { (error) throws(CorpusError) in throw error }
    ) throws(CorpusError) -> [Item] {
        let reading = Reading(modality: modality, decodes: decodes)
        var search = FileSearch(leavingOut: output)
        for path in paths { try search.add(path, failure: failure) }
        search.notes.forEach(note)
        let names =
            keepsPaths
            ? search.files.map { ExactText(PathText.written($0.path)) } : PathNames(search.files).names
        var items: [Item] = []
        var notes = GroupedNotes()
        for (file, name) in zip(search.files, names) {
            do throws(CorpusError) {
                items.append(try reading.item(file.path, called: name, &notes))
            } catch {
                try failure(error)
            }
        }
        notes.lines.forEach(note)
        return distinguished(items)
    }

    /// The items, with a number behind a name that another one has: a file may be called as the samples or the beginning of
    /// another are.
    package static func distinguished(_ items: [Item]) -> [Item] {
        var names: Set<ExactText> = []
        return items.map { item in
            var name = item.id
            var number = 2
            while !names.insert(name).inserted {
                name = "\(item.id)[\(number)]"
                number += 1
            }
            return item.called(name)
        }
    }

    /// The paths in a list: one a line, or each ended by a NUL, as `find -print0` writes them. A byte order mark before the first
    /// is no part of it.
    package static func paths(inList data: Data, endedByNUL: Bool) -> [String] {
        data.dropFirst(ByteOrderMark.byteCount(in: data)).split(separator: endedByNUL ? 0 : 0x0A).map { line in
            PathText.text(of: !endedByNUL && line.last == 0x0D ? line.dropLast() : line)
        }.filter { !$0.isEmpty }
    }

    /// How files become items.
    private struct Reading {
        let modality: Modality?
        let decodes: Bool

        func item(_ asked: String, called name: ExactText, _ notes: inout GroupedNotes) throws(CorpusError) -> Item {
            let path = try SharedFile.path(of: asked)
            let head: Data
            let byteCount: Int
            var format: MediaFormat?
            do {
                let file = try PathFile.regular(path)
                defer { try? file.close() }
                head = try file.read(upToCount: MediaFormat.recognitionByteCount) ?? Data()
                format = MediaFormat(head: head)
                byteCount = Int(try file.seekToEnd())
                // Tags with pictures in them are longer than that.
                let tags = head.withUnsafeBytes { ID3v2Tag.endOfTags(in: $0) }
                if format == nil, tags > head.count - 4, tags < byteCount {
                    try file.seek(toOffset: UInt64(tags))
                    format = MediaFormat(head: try file.read(upToCount: 1 << 16) ?? Data()) == .flac ? .flac : nil
                }
            } catch {
                throw .cannotRead(path: path, reason: FileProblem.reason(error))
            }
            if decodes, let format {
                guard !format.isLossy else {
                    notes.add(.text("\(format.rawValue), lossy already: their own bytes are measured"), path: path)
                    return try plainItem(path, name, modality ?? format.modality, byteCount)
                }
                // Of a file that turns out to be damaged nothing is left out, since nothing is measured.
                var own: [MediaNote] = []
                let decoded = try format.decode(try FileProblem.contents(of: path), path: path) { own.append($0) }
                for note in own { notes.add(note, path: path) }
                return Item(
                    id: "\(name)[decoded]", modality: modality ?? format.modality, byteCount: decoded.count,
                    sha256: SHA256Text.of(decoded), origin: .decoded(path: path))
            }
            return try plainItem(
                path, name, modality ?? format?.modality ?? Modality.detected(in: head), byteCount)
        }

        private func plainItem(
            _ path: String, _ name: ExactText, _ modality: Modality, _ byteCount: Int
        ) throws(CorpusError) -> Item {
            Item(
                id: name, modality: modality, byteCount: byteCount,
                sha256: try SHA256Text.ofFile(path), origin: .file(path: path))
        }
    }
}

extension Modality {
    /// What the beginning of a file shows: the magic bytes of images and sound, text that is valid UTF-8 or single-byte
    /// text without control characters, else binary.
    package static func detected(in head: Data) -> Modality {
        if let format = MediaFormat(head: head) { return format.modality }
        let isControl = head.contains { $0 < 32 && $0 != 9 && $0 != 10 && $0 != 12 && $0 != 13 && $0 != 27 }
        return head.isEmpty || isControl ? .binary : .text
    }
}
