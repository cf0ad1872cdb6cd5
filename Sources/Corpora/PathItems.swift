package import CodecInterface
package import Foundation
import MediaFormats

/// Items from the user's own files and folders.
package enum PathItems {
    /// The files at `paths`, folders searched recursively in the order of their names.
    ///
    /// Symbolic links are followed to files, not to folders, so that loops do no harm. Sockets, devices and the like are
    /// left out. ``PathNames`` says what the items are called.
    ///
    /// - Parameters:
    ///   - keepsPaths: whether items are called by their paths, whole.
    ///   - modality: of all of them; nil to tell by content.
    ///   - decodes: whether media files count as their samples rather than as the bytes they have.
    ///   - note: gets a line for people for each name in a folder that is passed over because it cannot be spelt, and the like.
    ///   - failure: gets each path that cannot be read or is damaged; what it does not throw is left out.
    /// - Throws: what `failure` throws, which is the first failure unless it is given.
    package static func items(
        at paths: [String], keepsPaths: Bool = false, modality: Modality? = nil, decodes: Bool = false,
        note: (String) -> Void = { _ in },
        failure: (CorpusError) throws(CorpusError) -> Void = { (error) throws(CorpusError) in throw error }
    ) throws(CorpusError) -> [Item] {
        let reading = Reading(modality: modality, decodes: decodes)
        var files: [(path: String, asked: String)] = []
        var passedOver = 0
        for path in paths {
            do throws(CorpusError) {
                var status = stat()
                guard stat(path, &status) == 0 else {
                    throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
                }
                if status.st_mode & S_IFMT == S_IFDIR {
                    var found: [String] = []
                    defer { files += found.map { ($0, path) } }
                    try collect(folder: path, note: note, failure: failure, into: &found, passedOver: &passedOver)
                } else {
                    // Pipes and devices have no end, or cannot be read twice.
                    guard status.st_mode & S_IFMT == S_IFREG else {
                        throw .cannotRead(
                            path: path, reason: "it is neither a file nor a folder; copy its bytes into a file")
                    }
                    files.append((path, path))
                }
            } catch {
                try failure(error)
            }
        }
        if passedOver > 0 {
            note(
                "\(passedOver) name\(passedOver == 1 ? "" : "s") passed over: links to folders or to nothing, pipes, devices"
                    + " and the like")
        }
        let names = keepsPaths ? files.map(\.path) : PathNames(files).names
        var items: [Item] = []
        var notes = GroupedNotes()
        for (file, name) in zip(files, names) {
            do throws(CorpusError) {
                items.append(try reading.item(file.path, called: name, &notes))
            } catch {
                try failure(error)
            }
        }
        notes.lines.forEach(note)
        return items
    }

    /// The paths in a list: one a line, or each ended by a NUL, as `find -print0` writes them.
    package static func paths(inList data: Data, endedByNUL: Bool) -> [String] {
        data.split(separator: endedByNUL ? 0 : 0x0A).map { line in
            String(decoding: !endedByNUL && line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        }.filter { !$0.isEmpty }
    }

    private static func collect(
        folder: String, note: (String) -> Void, failure: (CorpusError) throws(CorpusError) -> Void,
        into files: inout [String], passedOver: inout Int
    ) throws(CorpusError) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw .cannotRead(path: folder, reason: FileProblem.reason(error))
        }
        for name in names {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            var own = stat()
            guard lstat(path, &own) == 0 else {
                if errno == ENOENT {
                    // Foundation spells names that are not UTF-8 with replacement characters, so they are not found.
                    note("'\(path)' is passed over: its name is not UTF-8, or it has just been removed")
                    continue
                }
                try failure(.cannotRead(path: path, reason: String(cString: strerror(errno))))
                continue
            }
            if own.st_mode & S_IFMT == S_IFDIR {
                do throws(CorpusError) {
                    try collect(folder: path, note: note, failure: failure, into: &files, passedOver: &passedOver)
                } catch {
                    try failure(error)
                }
                continue
            }
            var target = stat()
            // A link that leads nowhere is no file; one that leads to a folder could lead back here.
            guard stat(path, &target) == 0, target.st_mode & S_IFMT == S_IFREG else {
                passedOver += 1
                continue
            }
            files.append(path)
        }
    }

    /// How files become items.
    private struct Reading {
        let modality: Modality?
        let decodes: Bool

        func item(_ asked: String, called name: String, _ notes: inout GroupedNotes) throws(CorpusError) -> Item {
            let path = try SharedFile.path(of: asked)
            guard let file = FileHandle(forReadingAtPath: path) else {
                throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
            }
            defer { try? file.close() }
            let head: Data
            let byteCount: Int
            var format: MediaFormat?
            do {
                head = try file.read(upToCount: 1 << 16) ?? Data()
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
                let decoded = try format.decode(try FileProblem.contents(of: path), path: path) {
                    notes.add($0, path: path)
                }
                return Item(
                    id: name + "[decoded]", modality: modality ?? format.modality, byteCount: decoded.count,
                    sha256: SHA256Text.of(decoded), origin: .decoded(path: path))
            }
            return try plainItem(
                path, name, modality ?? format?.modality ?? Modality.detected(in: head), byteCount)
        }

        private func plainItem(
            _ path: String, _ name: String, _ modality: Modality, _ byteCount: Int
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
