import Foundation
import OutsideText

/// A folder for items, streams and the temporary files of codecs, which goes away with the run.
///
/// A run that is killed cannot clean up. The next one does: each run holds a lock in its folder for as long as it lives, and a
/// folder whose lock can be had has no owner any more.
package final class ScratchFolder {
    /// Where it is.
    package let path: String
    private let lock: Int32
    /// Where temporary files went before, for whoever comes after.
    private let outerTemporaryPath = ProcessInfo.processInfo.environment["TMPDIR"]

    private static let prefix = "ncbench-run-"
    private static let lockName = "owner.lock"

    /// Makes a folder below the system's folder for temporary files, and sweeps what killed runs left there.
    ///
    /// From then on, temporary files of this process and of those it starts lie in this folder as well: a worker that is ended
    /// in the middle, because its time is up, cannot remove its own.
    ///
    /// - Throws: ``RunFolderError``.
    package init() throws(RunFolderError) {
        if let named = ProcessText.environmentVariable("TMPDIR"), !PathText.isUTF8(named) {
            throw .cannotUseScratch(path: named, reason: "its name is not UTF-8")
        }
        let parent = FileManager.default.temporaryDirectory.path
        Self.sweep(parent)
        // A sweeping run may get between the making of the folder and the taking of its lock; then the next name is tried.
        for _ in 0..<3 {
            let path = "\(parent)/\(Self.prefix)\(UUID().uuidString)"
            guard mkdir(path, 0o700) == 0 else {
                throw .cannotUseScratch(path: parent, reason: String(cString: strerror(errno)))
            }
            let lock = open("\(path)/\(Self.lockName)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0, mkdir(path + "/temporary", 0o700) == 0 {
                self.path = path
                self.lock = lock
                setenv("TMPDIR", temporaryPath, 1)
                return
            }
            let number = errno
            if lock >= 0 { close(lock) }
            try? FileManager.default.removeItem(atPath: path)
            guard number == ENOENT || number == EWOULDBLOCK else {
                throw .cannotUseScratch(path: parent, reason: String(cString: strerror(number)))
            }
        }
        throw .cannotUseScratch(path: parent, reason: "another process removes what is new there")
    }

    private var temporaryPath: String { path + "/temporary" }

    /// Removes what a worker that did not end by itself left behind.
    package func removeTemporaryFiles() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: temporaryPath)) ?? [] {
            try? FileManager.default.removeItem(atPath: temporaryPath + "/" + name)
        }
    }

    /// Removes the folder and all in it.
    package func remove() {
        try? FileManager.default.removeItem(atPath: path)
        close(lock)
        if let outerTemporaryPath { setenv("TMPDIR", outerTemporaryPath, 1) } else { unsetenv("TMPDIR") }
    }

    /// Removes the folders of runs that are dead. Those of other users, and of living runs, stay.
    private static func sweep(_ parent: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            let folder = parent + "/" + name
            var status = stat()
            guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid() else {
                continue
            }
            let lock = open("\(folder)/\(lockName)", O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
            guard lock >= 0 else {
                // Without a lock it is just being made, unless that was long ago.
                if errno == ENOENT, time(nil) - status.lastChange > 3600 {
                    try? FileManager.default.removeItem(atPath: folder)
                }
                continue
            }
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: folder) }
            close(lock)
        }
    }
}

extension stat {
    /// Seconds since 1970.
    fileprivate var lastChange: time_t {
        #if canImport(Darwin)
        st_mtimespec.tv_sec
        #else
        st_mtim.tv_sec
        #endif
    }
}
