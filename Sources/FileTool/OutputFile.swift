import Console
import Foundation
import NeuralCodecs
import OutsideText

/// A file that appears under its name only when it is complete.
///
/// It is written under a temporary name in the same folder, gets the mode, owner (where allowed) and time stamps of the
/// input, and is then renamed. Without ``commit()`` the temporary file is removed, also on Ctrl-C. Devices and pipes
/// are written to as they are.
final class OutputFile: ByteSink {
    private let path: String
    private let overwrites: Bool
    private let descriptor: Int32
    /// Nil when the output is written in place.
    private let temporaryPath: String?
    private var isFinished = false

    /// - Parameters:
    ///   - overwrites: whether a file of that name may be replaced.
    ///   - inputs: files that the output must not be.
    ///   - paths: of others that it must not be either, as of a model that was read.
    init(
        path: String, overwrites: Bool, inputs: [InputFile], besides paths: [String] = []
    ) throws(FileToolError) {
        self.path = path
        self.overwrites = overwrites
        guard !path.isEmpty else { throw .cannotCreate(path: "''", reason: "a file needs a name") }
        var status = stat()
        if PathText.withCString(path, { stat($0, &status) }) == 0 {
            guard !inputs.contains(where: { $0.isFile(status) }), !paths.contains(where: { Self.isFile($0, status) })
            else { throw .outputIsInput(path: path) }
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                throw .isDirectory(path: path)
            case S_IFREG:
                guard overwrites else { throw .outputExists(path: path) }
            default:
                descriptor = PathText.withCString(path) { open($0, O_WRONLY | O_CLOEXEC) }
                guard descriptor >= 0 else { throw .cannotCreate(path: path, reason: systemErrorText()) }
                temporaryPath = nil
                return
            }
        }

        let bytes = PathText.bytes(of: path)
        let folder = bytes[..<(bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)]
        var template = (folder + Array(".ncbench-XXXXXX\0".utf8)).map { CChar(bitPattern: $0) }
        descriptor = Interruption.makeUnfinishedFile(&template)
        guard descriptor >= 0 else { throw .cannotCreate(path: path, reason: systemErrorText()) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        temporaryPath = PathText.text(of: template.dropLast().map { UInt8(bitPattern: $0) })
    }

    /// Whether a path leads to the file that a status is of.
    private static func isFile(_ path: String, _ other: stat) -> Bool {
        var status = stat()
        return PathText.withCString(path) { stat($0, &status) } == 0 && status.isSameFile(as: other)
    }

    deinit {
        guard !isFinished else { return }
        close(descriptor)
        removeTemporary()
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(StreamError) {
        try writeStream(bytes, to: descriptor)
    }

    /// Completes the file.
    ///
    /// - Parameters:
    ///   - input: whose mode, owner and time stamps the output takes, if it is a regular file; nil for none's.
    ///   - synchronised: whether to wait until the bytes are on the disk.
    func commit(like input: InputFile?, synchronised: Bool) throws(FileToolError) {
        isFinished = true
        guard let temporaryPath else {
            close(descriptor)
            return
        }
        copyAttributes(of: input)
        let isWritten = !synchronised || fsync(descriptor) == 0
        let code = errno
        guard close(descriptor) == 0, isWritten else {
            let reason = systemErrorText(isWritten ? errno : code)
            removeTemporary()
            throw .cannotCreate(path: path, reason: reason)
        }
        do throws(FileToolError) {
            try moveIntoPlace(temporaryPath)
        } catch {
            removeTemporary()
            throw error
        }
        Interruption.forgetUnfinishedFile()
    }

    private func copyAttributes(of input: InputFile?) {
        guard let input, input.isRegular else {
            // What a shell redirection would have made.
            let mask = umask(0)
            umask(mask)
            fchmod(descriptor, 0o666 & ~mask)
            return
        }
        // Only root may give files away; a failure leaves the file to whoever runs this.
        _ = fchown(descriptor, input.status.st_uid, input.status.st_gid)
        // A program's right to act as its owner is not for what is made of it.
        fchmod(descriptor, input.status.st_mode & 0o777)
        #if canImport(Darwin)
        let times = [input.status.st_atimespec, input.status.st_mtimespec]
        #else
        let times = [input.status.st_atim, input.status.st_mtim]
        #endif
        futimens(descriptor, times)
    }

    private func moveIntoPlace(_ temporaryPath: String) throws(FileToolError) {
        if !overwrites {
            // Unlike rename, link never replaces a file that has appeared in the meantime.
            if both(temporaryPath, link) == 0 {
                removeTemporaryName(temporaryPath)
                return
            }
            guard errno != EEXIST else { throw .outputExists(path: path) }
            // Not every file system has links; then there is rename.
        }
        guard both(temporaryPath, rename) == 0 else { throw .cannotRename(path: path, reason: systemErrorText()) }
    }

    /// Calls the system with the temporary path and the final one.
    private func both(_ temporaryPath: String, _ call: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32) -> Int32 {
        PathText.withCString(temporaryPath) { from in PathText.withCString(path) { to in call(from, to) } }
    }

    private func removeTemporaryName(_ temporaryPath: String) {
        _ = PathText.withCString(temporaryPath) { unlink($0) }
    }

    private func removeTemporary() {
        guard let temporaryPath else { return }
        removeTemporaryName(temporaryPath)
        Interruption.forgetUnfinishedFile()
    }
}

/// Standard output as the place for a stream's bytes.
final class StandardOutputSink: ByteSink {
    func write(_ bytes: UnsafeRawBufferPointer) throws(StreamError) {
        try writeStream(bytes, to: STDOUT_FILENO)
    }
}

extension ByteSink {
    fileprivate func writeStream(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(StreamError) {
        let code = writeAll(bytes, to: descriptor)
        if code != 0 { throw .outputFailed(reason: systemErrorText(code)) }
    }
}
