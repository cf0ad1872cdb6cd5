import Corpora
import Foundation
import Testing

@Suite struct FolderArchiveTests {
    /// Files of several sizes, one in a folder below and one empty, and a link.
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, count) in [("b.m4", 512), ("a.m4", 513), ("below/z.txt", 1), ("below.txt", 2), ("empty", 0)] {
            try folder.write("tree/" + name, (0..<count).map { UInt8($0 % 251) }, permissions: 0o600)
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/tree/link", withDestinationPath: "a.m4")
        return folder
    }

    @Test func theSameFilesGiveTheSameBytesWheneverTheyWereWritten() throws {
        let (one, other) = (try folder(), try folder())
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000_000)], ofItemAtPath: one.path + "/tree/b.m4")
        let archive = try FolderArchive.tar(one.path + "/tree")
        #expect(try FolderArchive.tar(other.path + "/tree/") == archive)
        #expect(archive.count == 10240)
        try other.write("tree/b.m4", [1])
        #expect(try FolderArchive.tar(other.path + "/tree") != archive)
    }

    /// What GNU tar writes of the same files, byte for byte.
    @Test(.enabled(if: gnuTar != nil, "there is no GNU tar here")) func itIsWhatTarWrites() throws {
        let folder = try folder()
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: try #require(Self.gnuTar))
        tar.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        tar.arguments =
            ["--format=ustar", "--mtime=@0", "--owner=root:0", "--group=root:0", "--mode=644", "-cf", "out.tar"]
            + ["a.m4", "b.m4", "below.txt", "below/z.txt", "empty"].map { "tree/" + $0 }
        try tar.run()
        tar.waitUntilExit()
        let expected = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/out.tar")))
        #expect(try FolderArchive.tar(folder.path + "/tree") == expected)
    }

    @Test func aNameThatIsTooLongIsAnError() throws {
        let folder = try TemporaryFolder()
        try folder.write("tree/" + String(repeating: "n", count: 96), [])
        #expect(throws: CorpusError.self) { try FolderArchive.tar(folder.path + "/tree") }
        #expect(throws: CorpusError.self) { try FolderArchive.tar(folder.path + "/nothing") }
    }

    private static let gnuTar = ["/usr/bin/tar", "/bin/tar"].first { path in
        let version = Process()
        let pipe = Pipe()
        version.executableURL = URL(fileURLWithPath: path)
        version.arguments = ["--version"]
        version.standardOutput = pipe
        guard (try? version.run()) != nil else { return false }
        let words = pipe.fileHandleForReading.readDataToEndOfFile()
        version.waitUntilExit()
        return String(decoding: words, as: UTF8.self).contains("GNU tar")
    }
}
