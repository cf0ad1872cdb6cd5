import Foundation

/// A folder's files as one tar archive (POSIX.1-1988 `ustar`) that depends on nothing but their names and bytes: sorted by
/// the bytes of their paths, readable by all, owned by root, last changed in 1970. GNU tar writes the same of the paths that
/// `find FOLDER -type f | LC_ALL=C sort` tells, with `--format=ustar --mtime=@0 --owner=root:0 --group=root:0 --mode=644`.
package enum FolderArchive {
    private static let blockByteCount = 512
    /// What tar fills up to: 20 blocks.
    private static let recordByteCount = 20 * blockByteCount

    /// The regular files in `folder` and the folders below; links are left out. Their names begin with the folder's own.
    ///
    /// - Throws: ``CorpusError/cannotRead(path:reason:)``, also where a name or a file is too long for the format.
    package static func tar(_ folder: String) throws(CorpusError) -> [UInt8] {
        let paths: [String]
        do {
            paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
        } catch {
            throw .cannotRead(path: folder, reason: FileProblem.reason(error))
        }
        let name = folder.split(separator: "/").last.map(String.init) ?? ""
        var archive: [UInt8] = []
        for path in paths.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            let source = folder + "/" + path
            let bytes: [UInt8]
            do {
                let kind = try FileManager.default.attributesOfItem(atPath: source)[.type] as? FileAttributeType
                guard kind == .typeRegular else { continue }
                bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: source)))
            } catch {
                throw .cannotRead(path: source, reason: FileProblem.reason(error))
            }
            guard let header = header(name: "\(name)/\(path)", byteCount: bytes.count) else {
                throw .cannotRead(path: source, reason: "its name or the file is too long for a tar archive")
            }
            archive += header
            archive += bytes
            archive.pad(to: blockByteCount)
        }
        // Two blocks of zeros are the end.
        archive += [UInt8](repeating: 0, count: 2 * blockByteCount)
        archive.pad(to: recordByteCount)
        return archive
    }

    /// Nil where a field is too narrow.
    private static func header(name: String, byteCount: Int) -> [UInt8]? {
        guard name.utf8.count <= 100, byteCount < 1 << 33 else { return nil }
        let zero = octal(0, digits: 7)
        var header = field(name, 100) + octal(0o644, digits: 7) + zero + zero
        header += octal(byteCount, digits: 11) + octal(0, digits: 11)
        let checksumStart = header.count
        // Blanks stand for the sum while it is taken.
        header += field("        ", 8) + field("0", 1) + field("", 100) + field("ustar", 6) + field("00", 2)
        header += field("root", 32) + field("root", 32) + zero + zero
        header.pad(to: blockByteCount)
        let sum = header.reduce(0) { $0 + Int($1) }
        header.replaceSubrange(checksumStart..<checksumStart + 7, with: octal(sum, digits: 6))
        return header
    }

    private static func field(_ text: String, _ width: Int) -> [UInt8] {
        Array(text.utf8) + [UInt8](repeating: 0, count: width - text.utf8.count)
    }

    /// With a zero behind it.
    private static func octal(_ value: Int, digits: Int) -> [UInt8] {
        let text = String(value, radix: 8)
        return field(String(repeating: "0", count: digits - text.utf8.count) + text, digits + 1)
    }
}

extension [UInt8] {
    /// Appends zeros up to a multiple of `unit`.
    fileprivate mutating func pad(to unit: Int) {
        self += [UInt8](repeating: 0, count: (unit - count % unit) % unit)
    }
}
