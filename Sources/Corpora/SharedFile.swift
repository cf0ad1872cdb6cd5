import Foundation
import OutsideText

/// Finds the path by which every process gets the same file.
///
/// `/dev/stdin`, `/dev/fd/3` and `/proc/self/cwd/x` are one file for this process and another, or none, for a worker; and a link may be
/// turned to another file at any time.
enum SharedFile {
    /// `path` itself, or the path of the file that it leads to now.
    ///
    /// - Throws: ``CorpusError/cannotRead(path:reason:)`` where there is no such path, or the system makes up what is read.
    static func path(of path: String) throws(CorpusError) -> String {
        let descriptor = PathText.withCString(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else { throw .cannotRead(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        let name = name(of: descriptor)
        if let name, isMadeUp(name) {
            throw .cannotRead(
                path: path,
                reason:
                    "the system makes up its contents anew for each process that reads it; copy its bytes into a file")
        }
        let isLink = PathFile.status(of: path, followsLinks: false).map { $0.st_mode & S_IFMT == S_IFLNK } ?? false
        guard isLink || path.hasPrefix("/dev/") || path.hasPrefix("/proc/") else { return path }
        var opened = stat()
        guard let name, fstat(descriptor, &opened) == 0, let named = PathFile.status(of: name),
            opened.st_dev == named.st_dev, opened.st_ino == named.st_ino
        else {
            throw .cannotRead(
                path: path, reason: "it has no name by which other processes find it; copy its bytes into a file")
        }
        return name
    }

    /// The name of an open file, without links.
    private static func name(of descriptor: Int32) -> String? {
        #if canImport(Darwin)
        var name = [CChar](repeating: 0, count: Int(MAXPATHLEN))
        guard fcntl(descriptor, F_GETPATH, &name) == 0 else { return nil }
        return PathText.text(of: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
        #else
        var name = [UInt8](repeating: 0, count: 1 << 14)
        let count = name.withUnsafeMutableBytes { room in
            room.bindMemory(to: CChar.self).baseAddress.map { readlink("/proc/self/fd/\(descriptor)", $0, room.count) }
                ?? -1
        }
        guard count > 0, count < name.count else { return nil }
        return PathText.text(of: name[..<count])
        #endif
    }

    /// Whether a file, by its name without links, is an answer of the kernel.
    private static func isMadeUp(_ name: String) -> Bool {
        #if os(Linux)
        name.hasPrefix("/proc/") || name.hasPrefix("/sys/")
        #else
        false
        #endif
    }
}
