package import Foundation
package import OutsideText

/// Files by their paths, whose bytes may be any: the paths are text as ``PathText`` has it.
package enum PathFile {
    /// Opens a file for reading.
    ///
    /// - Returns: its descriptor; less than 0, with the reason in `errno`, where there is none to be had.
    ///
    /// - Parameter waits: whether to wait for a pipe's other end.
    package static func open(_ path: String, waits: Bool = true) -> Int32 {
        PathText.withCString(path) { Foundation.open($0, O_RDONLY | O_CLOEXEC | (waits ? 0 : O_NONBLOCK)) }
    }

    /// Opens a file proper for reading. A pipe, a folder or a device, which may be there in place of one that was found before, is none:
    /// it is never waited for, and may have no end.
    ///
    /// - Throws: what the system says when it cannot be had, or that it is no file.
    package static func regular(_ path: String) throws(FileProblem) -> FileHandle {
        guard !path.utf8.contains(0) else { throw FileProblem(reason: "a path has no NUL in it") }
        let descriptor = open(path, waits: false)
        guard descriptor >= 0 else { throw FileProblem(number: errno) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileProblem(number: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileProblem(reason: "it is not a regular file") }
        return file
    }

    /// Opens a file for reading.
    ///
    /// - Throws: what the system says when it cannot be had.
    package static func handle(_ path: String) throws(FileProblem) -> FileHandle {
        guard !path.utf8.contains(0) else { throw FileProblem(reason: "a path has no NUL in it") }
        let descriptor = open(path)
        guard descriptor >= 0 else { throw FileProblem(number: errno) }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// All that a file or a pipe holds; `-` is standard input where `readsStandardInput` says so.
    package static func bytes(of path: String, readsStandardInput: Bool = false) throws(FileProblem) -> Data {
        let file = readsStandardInput && path == "-" ? FileHandle.standardInput : try handle(path)
        do {
            return try file.readToEnd() ?? Data()
        } catch {
            throw FileProblem(reason: FileProblem.reason(error))
        }
    }

    /// What the system knows of a file, of the one that a link leads to unless `followsLinks` says otherwise; nil, with the reason in
    /// `errno`, where there is none.
    package static func status(of path: String, followsLinks: Bool = true) -> stat? {
        var status = stat()
        let result = PathText.withCString(path) { followsLinks ? stat($0, &status) : lstat($0, &status) }
        return result == 0 ? status : nil
    }

    /// Whether nothing at all has that name, as far as the system says; a link that leads nowhere is nothing.
    package static func isNothing(at path: String) -> Bool {
        status(of: path) == nil && [ENOENT, ENOTDIR].contains(errno)
    }

    /// The one path of a file that has no links and detours in it; the path itself where the system knows none.
    package static func real(_ path: String) -> ExactText {
        guard let found = PathText.withCString(path, { realpath($0, nil) }) else { return ExactText(path) }
        defer { free(found) }
        return ExactText(text(at: found))
    }

    /// The names in a folder, by their bytes.
    static func names(in folder: String) throws(FileProblem) -> [String] {
        guard let stream = PathText.withCString(folder, { opendir($0) }) else { throw FileProblem(number: errno) }
        defer { closedir(stream) }
        var names: [ExactText] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee), text(at:))
            }
            if name != ".", name != ".." { names.append(ExactText(name)) }
        }
        guard errno == 0 else { throw FileProblem(number: errno) }
        return names.sorted().map(\.text)
    }

    private static func text(at pointer: UnsafePointer<CChar>) -> String {
        PathText.text(of: UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
    }
}
