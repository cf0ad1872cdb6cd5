import Corpora
import Foundation
import NeuralCodecs

/// A file, pipe or terminal to read from, by its descriptor.
final class InputFile: ByteSource {
    let descriptor: Int32
    /// What the file is; for its mode, its time stamps and to tell it from the output.
    let status: stat

    /// Opens a file.
    init(path: String) throws(FileToolError) {
        descriptor = PathFile.open(path)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: systemErrorText()) }
        var status = stat()
        fstat(descriptor, &status)
        self.status = status
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw .isDirectory(path: path)
        }
    }

    /// Standard input.
    init() {
        descriptor = dup(STDIN_FILENO)
        var status = stat()
        fstat(descriptor, &status)
        self.status = status
    }

    deinit { close(descriptor) }

    /// Whether it is the file that a status is of, whatever its names.
    func isFile(_ other: stat) -> Bool { status.isSameFile(as: other) }

    var isRegular: Bool { status.st_mode & S_IFMT == S_IFREG }

    /// How many bytes are left to read; nil where that cannot be known, as in a pipe.
    var remainingByteCount: Int? {
        guard isRegular else { return nil }
        let position = lseek(descriptor, 0, SEEK_CUR)
        return position < 0 ? nil : max(0, Int(status.st_size) - Int(position))
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw .inputFailed(reason: systemErrorText()) }
        }
    }

    func skip(_ count: Int) throws(StreamError) -> Int {
        if let remaining = remainingByteCount {
            let skipped = min(count, remaining)
            guard lseek(descriptor, off_t(skipped), SEEK_CUR) >= 0 else {
                throw .inputFailed(reason: systemErrorText())
            }
            return skipped
        }
        var skipped = 0
        while skipped < count {
            let read = try bytes(upTo: min(count - skipped, 1 << 16)).count
            guard read > 0 else { break }
            skipped += read
        }
        return skipped
    }

    /// Calls `body` and goes back to where the file was. Only for regular files.
    func peeking<Result>(_ body: () throws(StreamError) -> Result) throws(StreamError) -> Result {
        let position = lseek(descriptor, 0, SEEK_CUR)
        defer { lseek(descriptor, position, SEEK_SET) }
        return try body()
    }
}

extension stat {
    /// Whether both are of one file.
    func isSameFile(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}
