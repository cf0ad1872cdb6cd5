import Foundation

/// Keeps two processes from fetching into one folder.
struct FolderLock {
    private let descriptor: Int32

    /// Creates the folder if need be.
    init(_ folder: String) throws(CorpusError) {
        do throws(FileProblem) {
            try FileProblem.createFolder(folder)
        } catch {
            throw .cannotWrite(path: folder, reason: error.reason)
        }
        descriptor = open(folder + "/.lock", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannotWrite(path: folder, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .locked(path: folder)
        }
    }

    /// Said and not left to closing: a process that is being started at this moment may hold the open file a little longer.
    func release() {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
