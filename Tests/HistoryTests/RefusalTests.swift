import Foundation
import GRDB
import History
import HistorySamples
import Testing

/// What is no history of ours is refused in words.
struct RefusalTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func problem(_ path: String, creates: Bool = false) -> HistoryError? {
        do throws(HistoryError) {
            _ = try HistoryDatabase(path: path, creates: creates).runs()
            return nil
        } catch {
            return error
        }
    }

    @Test func whatIsNotThereIsSaid() {
        #expect(problem(scratch.database) == .missing(path: scratch.database))
        #expect(!FileManager.default.fileExists(atPath: scratch.database))
        let below = scratch.path + "/a/b/history.sqlite"
        #expect(problem(below, creates: true) == nil)
    }

    @Test func otherFilesAreForeign() throws {
        let path = scratch.database
        try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: path))
        #expect(problem(path) == .foreign(path: path))
        let other = scratch.path + "/other.sqlite"
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE bookmarks (url TEXT)") }
        #expect(problem(other, creates: true) == .foreign(path: other))
        let tables = try DatabaseQueue(path: other).read {
            try String.fetchAll($0, sql: "SELECT name FROM sqlite_master")
        }
        #expect(tables == ["bookmarks"])
        // An empty file is a database without tables.
        let empty = scratch.path + "/empty.sqlite"
        try Data().write(to: URL(fileURLWithPath: empty))
        #expect(problem(empty, creates: true) == nil)
    }

    @Test func damageIsSaid() throws {
        let path = scratch.database
        let database = try HistoryDatabase(path: path, creates: true)
        for number in 0..<20 { _ = try database.add([try SampleRuns.run(number)]) }
        try database.queue.close()
        var data = try #require(FileManager.default.contents(atPath: path))
        for place in stride(from: 8192, to: data.count, by: 1) { data[place] = 0xA5 }
        try data.write(to: URL(fileURLWithPath: path))
        guard case .damaged = problem(path) else {
            Issue.record("\(String(describing: problem(path)))")
            return
        }
        try data.prefix(6000).write(to: URL(fileURLWithPath: path))
        guard case .damaged = problem(path) else {
            Issue.record("\(String(describing: problem(path)))")
            return
        }
    }

    @Test func newerHistoriesAreRefused() throws {
        let path = scratch.database
        let database = try HistoryDatabase(path: path, creates: true)
        try database.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 999") }
        #expect(problem(path) == .newer(path: path, version: 999))
    }

    @Test func readOnlyHistoriesCanBeRead() throws {
        let database = try HistoryDatabase(path: scratch.database, creates: true)
        _ = try database.add([try SampleRuns.run(1)])
        try database.queue.close()
        try #require(chmod(scratch.database, 0o444) == 0)
        #expect(try HistoryDatabase(path: scratch.database, creates: false).runs().count == 1)
    }

    @Test func networkFileSystemsAreKnown() {
        let mounts = """
            22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
            40 22 0:35 / /home rw,relatime shared:20 master:3 - nfs4 server:/home rw,vers=4.2
            41 40 0:36 / /home/me/local rw - tmpfs tmpfs rw
            42 22 0:37 / /mnt/with\\040blank rw - fuse.sshfs me@host: rw
            43 22 0:38 / /mnt/disk rw - fuseblk /dev/sdb1 rw
            44 22 0:39 / /homestead rw - xfs /dev/sdc1 rw
            """
        func name(_ path: String) -> String? { NetworkFileSystem.name(at: path, mounts: mounts) }
        #expect(name("/home/me/history.sqlite") == "nfs4")
        #expect(name("/home") == "nfs4")
        #expect(name("/home/me/local/history.sqlite") == nil)
        #expect(name("/homestead/history.sqlite") == nil)
        #expect(name("/mnt/with blank/x") == "fuse.sshfs")
        #expect(name("/mnt/disk/x") == nil)
        #expect(name("/var/x") == nil)
        #expect(NetworkFileSystem.name(at: scratch.database) == nil)
    }
}
