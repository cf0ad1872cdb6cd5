import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A folder that nobody else reads, for one run of a program; gone with its contents when `remove` is called.
struct TemporaryFolder {
    /// Why a file could not be written or read; `reason` is the operating system's word. No paths: it becomes part of a row.
    struct Failure: Error {
        let operation: String
        let reason: String
    }

    let path: String

    init() throws(Failure) {
        let parent = FileManager.default.temporaryDirectory.path
        var template = Array("\(parent)/ncbench-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Self.failure("making a temporary folder") }
        path = String(cString: made)
    }

    func remove() {
        // Failing leaves a folder behind, which is no reason to lose a measurement.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file of bytes, with a date that is the same in every run: archives hold it.
    func write(_ bytes: UnsafeRawBufferPointer, to name: String) throws(Failure) {
        let operation = "writing the temporary file '\(name)'"
        let file = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure(operation) }
        var position = 0
        while position < bytes.count {
            let part = UnsafeRawBufferPointer(rebasing: bytes[position...].prefix(1 << 30))
            let count = writeBytes(file, part.baseAddress, part.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let failure = Self.failure(operation)
                close(file)
                throw failure
            }
            position += count
        }
        // 1 January 2000; where it cannot be set, archives differ by their dates.
        let date = timeval(tv_sec: 946_684_800, tv_usec: 0)
        futimes(file, [date, date])
        guard close(file) == 0 else { throw Self.failure(operation) }
    }

    /// The size of a regular file; nil where there is none of that name.
    func byteCount(of name: String) -> Int? {
        var information = stat()
        guard lstat("\(path)/\(name)", &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(information.st_size)
    }

    /// Reads a file into the front of `destination`, as much as fits.
    ///
    /// - Returns: how many bytes it read.
    func read(_ name: String, into destination: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        let operation = "reading the temporary file '\(name)'"
        let file = open("\(path)/\(name)", O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw Self.failure(operation) }
        defer { close(file) }
        var position = 0
        while position < destination.count {
            let part = UnsafeMutableRawBufferPointer(rebasing: destination[position...].prefix(1 << 30))
            let count = readBytes(file, part.baseAddress, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure(operation) }
            if count == 0 { break }
            position += count
        }
        return position
    }

    private static func failure(_ operation: String) -> Failure {
        Failure(operation: operation, reason: String(cString: strerror(errno)))
    }
}

// Outside the type, whose own `write` and `read` would hide the system's.
private func writeBytes(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(file, bytes, count) }
private func readBytes(_ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(file, bytes, count)
}
