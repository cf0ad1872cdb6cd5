import Corpora
import Foundation
import OutsideText

/// Whether a path lies on a file system of another machine.
///
/// SQLite keeps writers apart by locks of the file system. Those of network file systems are known not to hold on every server,
/// and a history that two writers wrote into at once is lost (SQLite, "How To Corrupt An SQLite Database File", section 2).
package enum NetworkFileSystem {
    /// The names under which Linux mounts them; those of FUSE are named after the program behind them.
    private static let names: Set<String> = [
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "gfs", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs",
        "nfs3", "nfs4", "ocfs2", "orangefs", "panfs", "pvfs2", "smb3", "smbfs", "virtiofs", "wekafs",
        "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.ceph-fuse", "fuse.rclone", "fuse.s3fs", "fuse.gcsfuse",
        "fuse.juicefs", "fuse.davfs", "fuse.moosefs", "fuse.mfs", "fuse.lizardfs", "fuse.curlftpfs", "fuse.quobyte",
        "fuse.weed", "fuse.seaweedfs", "fuse.goofys", "fuse.mount-s3", "fuse.blobfuse", "fuse.blobfuse2",
        "fuse.gvfsd-fuse",
        "fuse.dfuse", "fuse.cvmfs2", "fuse.vmhgfs-fuse", "vboxsf",
    ]

    /// The name of the network file system that a path lies on; nil where it lies on none, or nothing says so. The path need
    /// not be there yet.
    package static func name(at path: String) -> String? {
        let folder = nearest(path)
        #if os(Linux)
        let table = (try? PathFile.bytes(of: "/proc/self/mountinfo")).map { String(decoding: $0, as: UTF8.self) }
        return table.flatMap { name(at: PathFile.real(folder).text, mounts: $0) }
        #else
        var status = statfs()
        guard statfs(folder, &status) == 0, status.f_flags & UInt32(MNT_LOCAL) == 0 else { return nil }
        return withUnsafeBytes(of: status.f_fstypename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        #endif
    }

    /// What there is of a path: itself, or the nearest folder above it, behind links that lead nowhere yet as well.
    private static func nearest(_ path: String) -> String {
        var place = path
        var linkCount = 0
        while PathFile.isNothing(at: place) {
            let above = PathText.folder(of: place)
            if linkCount < 40, let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place) {
                linkCount += 1
                place = target.utf8.first == UInt8(ascii: "/") ? target : above + "/" + target
            } else if above != place {
                place = above
            } else {
                break
            }
        }
        return place
    }

    /// The same by the contents of `/proc/self/mountinfo` (proc_pid_mountinfo(5)), in which the fifth field is the place of a
    /// mount and the one behind the dash is its kind. Of mounts in one place the last one counts.
    package static func name(at path: String, mounts: String) -> String? {
        var longest = -1
        var kind = ""
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 4, let dash = fields.lastIndex(of: "-"), dash + 1 < fields.count else { continue }
            let place = unescaped(fields[4])
            let isAbove = place == "/" || path == place || path.hasPrefix(place + "/")
            guard isAbove, place.utf8.count >= longest else { continue }
            longest = place.utf8.count
            kind = String(fields[dash + 1])
        }
        return names.contains(kind) ? kind : nil
    }

    /// Blanks and the like are written as `\040`.
    private static func unescaped(_ field: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.first {
            let digits = rest.dropFirst().prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest = rest.dropFirst(4)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        return PathText.text(of: bytes)
    }
}
