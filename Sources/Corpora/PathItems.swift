package import CodecInterface
package import Foundation

/// Items from the user's own files and folders.
package enum PathItems {
    /// The files at `paths`, folders searched recursively in the order of their names.
    ///
    /// Symbolic links are followed to files, not to folders, so that loops do no harm. Sockets, devices and the like are
    /// left out.
    ///
    /// - Parameters:
    ///   - modality: of all of them; nil to tell by content.
    ///   - note: gets a line for people for each name in a folder that is passed over because it cannot be spelt.
    /// - Throws: ``CorpusError/cannotRead(path:reason:)`` for the first path that cannot be read.
    package static func items(
        at paths: [String], modality: Modality? = nil, note: (String) -> Void = { _ in }
    ) throws(CorpusError) -> [Item] {
        var items: [Item] = []
        for path in paths {
            var status = stat()
            guard stat(path, &status) == 0 else {
                throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
            }
            if status.st_mode & S_IFMT == S_IFDIR {
                try collect(folder: path, modality: modality, note: note, into: &items)
            } else {
                // Pipes and devices have no end, or cannot be read twice.
                guard status.st_mode & S_IFMT == S_IFREG else {
                    throw .cannotRead(
                        path: path, reason: "it is neither a file nor a folder; copy its bytes into a file")
                }
                items.append(try item(path, modality))
            }
        }
        return items
    }

    private static func collect(
        folder: String, modality: Modality?, note: (String) -> Void, into items: inout [Item]
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
                throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
            }
            if own.st_mode & S_IFMT == S_IFDIR {
                try collect(folder: path, modality: modality, note: note, into: &items)
                continue
            }
            var target = stat()
            // A link that leads nowhere is no file; one that leads to a folder could lead back here.
            guard stat(path, &target) == 0, target.st_mode & S_IFMT == S_IFREG else { continue }
            items.append(try item(path, modality))
        }
    }

    private static func item(_ path: String, _ modality: Modality?) throws(CorpusError) -> Item {
        let sha256 = try SHA256Text.ofFile(path)
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        defer { try? file.close() }
        let head: Data
        let byteCount: Int
        do {
            head = try file.read(upToCount: 1 << 16) ?? Data()
            byteCount = Int(try file.seekToEnd())
        } catch {
            throw .cannotRead(path: path, reason: FileProblem.reason(error))
        }
        return Item(
            id: path, modality: modality ?? Modality.detected(in: head), byteCount: byteCount, sha256: sha256,
            origin: .file(path: path))
    }
}

extension Modality {
    /// What the beginning of a file shows: the magic bytes of images and sound, text that is valid UTF-8 or single-byte
    /// text without control characters, else binary.
    package static func detected(in head: Data) -> Modality {
        func begins(_ magic: [UInt8], at offset: Int = 0) -> Bool {
            head.count >= offset + magic.count && head.dropFirst(offset).prefix(magic.count).elementsEqual(magic)
        }
        if begins([0x89, 0x50, 0x4E, 0x47])
            || begins([0x42, 0x4D]) && head.count > 26 && head[head.startIndex + 5] == 0
            || begins([0x50, 0x35, 0x0A]) || begins([0x50, 0x36, 0x0A])
        {
            return .image
        }
        if begins(Array("fLaC".utf8)) || begins(Array("RIFF".utf8)) && begins(Array("WAVE".utf8), at: 8) {
            return .audio
        }
        let isControl = head.contains { $0 < 32 && $0 != 9 && $0 != 10 && $0 != 12 && $0 != 13 && $0 != 27 }
        return head.isEmpty || isControl ? .binary : .text
    }
}
