import Foundation
import OutsideText

/// What the operating system says when a file or folder cannot be had: its own words, without the path, which our messages name
/// themselves.
package struct FileProblem: Error, Sendable, Hashable {
    package let reason: String

    /// - Parameter number: a value of `errno`.
    package init(number: Int32) { reason = String(cString: strerror(number)) }

    init(reason: String) { self.reason = reason }

    /// The bytes of a file proper.
    static func contents(of path: String) throws(CorpusError) -> [UInt8] {
        do throws(FileProblem) {
            let file = try PathFile.regular(path)
            do {
                return [UInt8](try file.readToEnd() ?? Data())
            } catch {
                throw FileProblem(reason: reason(error))
            }
        } catch {
            throw .cannotRead(path: path, reason: error.reason)
        }
    }

    /// Makes a folder and those above it; one that is there already is fine.
    ///
    /// By `mkdir`, since Foundation keeps some of the system's reasons to itself.
    package static func createFolder(_ path: String) throws(FileProblem) {
        // What is written goes by ways that know UTF-8 only.
        guard PathText.isUTF8(path) else { throw FileProblem(reason: "its name is not UTF-8") }
        guard path.utf8.first == UInt8(ascii: "/") || PathText.isUTF8(ProcessText.currentFolder) else {
            throw FileProblem(reason: "the name of the current folder is not UTF-8")
        }
        guard mkdir(path, 0o777) != 0 else { return }
        let number = errno
        if number == EEXIST || number == EISDIR {
            guard !isFolder(path) else { return }
            throw FileProblem(reason: "a file of this name is there")
        }
        let above = PathText.folder(of: path)
        if number == ENOTDIR { throw FileProblem(reason: "'\(firstFile(above))' is not a folder") }
        guard number == ENOENT, above != path else { throw FileProblem(number: number) }
        try createFolder(above)
        guard mkdir(path, 0o777) == 0 || errno == EEXIST && isFolder(path) else { throw FileProblem(number: errno) }
    }

    /// Whether there is no file of that name (any more), rather than one that cannot be read: nothing, or a folder, a pipe, a device or
    /// links in a circle in its place.
    package static func isMissing(_ path: String) -> Bool {
        guard let status = PathFile.status(of: path) else { return [ENOENT, ENOTDIR, ESTALE, ELOOP].contains(errno) }
        return status.st_mode & S_IFMT != S_IFREG
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The part of a path that is there and no folder.
    private static func firstFile(_ path: String) -> String {
        var part = path
        var status = stat()
        while part != ".", part != "/", stat(part, &status) != 0 {
            part = PathText.folder(of: part)
        }
        return part
    }

    /// What Foundation's errors mean, in the system's words.
    package static func reason(_ error: any Error) -> String {
        if let error = error as? FileProblem { return error.reason }
        let error = error as NSError
        let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        if cause.domain == NSPOSIXErrorDomain { return FileProblem(number: Int32(cause.code)).reason }
        guard error.domain == NSCocoaErrorDomain else { return error.localizedDescription }
        let number: Int32? =
            switch CocoaError.Code(rawValue: error.code) {
            case .fileNoSuchFile, .fileReadNoSuchFile: ENOENT
            case .fileReadNoPermission, .fileWriteNoPermission: EACCES
            case .fileReadInvalidFileName, .fileWriteInvalidFileName: ENAMETOOLONG
            case .fileReadTooLarge: EFBIG
            case .fileWriteFileExists: EEXIST
            case .fileWriteOutOfSpace: ENOSPC
            case .fileWriteVolumeReadOnly: EROFS
            default: nil
            }
        if let number { return FileProblem(number: number).reason }
        if let path = error.userInfo[NSFilePathErrorKey] as? String, isFolder(path) {
            return FileProblem(number: EISDIR).reason
        }
        return switch CocoaError.Code(rawValue: error.code) {
        case .fileReadUnknown, .fileReadCorruptFile: "it cannot be read"
        case .fileWriteUnknown: "it cannot be written"
        case .fileReadInapplicableStringEncoding, .fileReadUnknownStringEncoding: "it is not UTF-8"
        default: error.localizedDescription
        }
    }
}
