import Foundation
import OutsideText

/// A file that only grows, is locked while it does, and whose parts are on disk when ``append(_:)`` returns.
final class AppendedFile {
    private let path: String
    private var descriptor: Int32
    /// As long as this left it.
    private var byteCount: off_t = 0

    /// Creates a file that begins with `header`.
    init(path: String, header: String) throws(RunFolderError) {
        self.path = path
        descriptor = PathText.withCString(path) { open($0, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644) }
        guard descriptor >= 0 else {
            throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
        do throws(RunFolderError) {
            try lock()
            try append(header)
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Opens a file to go on with.
    init(resuming path: String) throws(RunFolderError) {
        self.path = path
        descriptor = PathText.withCString(path) { open($0, O_RDWR | O_APPEND | O_CLOEXEC) }
        guard descriptor >= 0 else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        try lock()
        byteCount = lseek(descriptor, 0, SEEK_END)
    }

    deinit {
        // Said and not left to closing: a process that is being started at this moment may hold the open file a little longer.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Held until this process ends, however it ends.
    ///
    /// A worker that was being started when its run was killed holds the lock until it becomes the worker; hence some patience.
    private func lock() throws(RunFolderError) {
        for attempt in 0..<40 {
            if attempt > 0 { usleep(50_000) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
        }
        throw .locked(path: path)
    }

    /// Whether the path still names this file, as long as it was left: what is written into a file that was removed, moved or
    /// replaced is lost, and a file that somebody else shortened lacks rows.
    func check() throws(RunFolderError) {
        var named = stat()
        var own = stat()
        let isThere = PathText.withCString(path) { stat($0, &named) } == 0
        guard fstat(descriptor, &own) == 0, isThere, own.st_dev == named.st_dev, own.st_ino == named.st_ino else {
            throw .recordGone(path: path, reason: "it was removed, moved or replaced")
        }
        guard own.st_size == byteCount else {
            throw .recordGone(path: path, reason: "another program wrote into it")
        }
    }

    func append(_ text: String) throws(RunFolderError) {
        try check()
        let bytes = Array(text.utf8)
        let start = lseek(descriptor, 0, SEEK_END)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                let reason = String(cString: strerror(errno))
                // A full disk takes part of a row: cut it off again, so that the file ends with a whole one.
                _ = ftruncate(descriptor, start)
                throw .cannotWrite(path: path, reason: reason)
            }
        }
        byteCount += off_t(bytes.count)
        try sync()
    }

    /// Replaces what is in the file from `byteCount` on by nothing.
    func truncate(to byteCount: Int) throws(RunFolderError) {
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        self.byteCount = off_t(byteCount)
        try sync()
    }

    /// Puts other contents in the place of the file's, whole or not at all, and goes on behind them.
    func replaceContents(by text: String) throws(RunFolderError) {
        let other = path + ".new"
        unlink(other)
        // Locked before it gets the name, so that nobody comes in between.
        let replacement = try AppendedFile(path: other, header: text)
        guard rename(other, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(other)
            throw .cannotWrite(path: path, reason: reason)
        }
        swap(&descriptor, &replacement.descriptor)
        swap(&byteCount, &replacement.byteCount)
    }

    private func sync() throws(RunFolderError) {
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
