import CodecInterface
import Corpora
import Foundation
import Testing

@Suite struct PathItemTests {
    @Test func foldersAreSearchedInOrderAndLoopsDoNoHarm() throws {
        let folder = try TemporaryFolder()
        try folder.write("b.txt", Array("text\n".utf8))
        try folder.write("a folder/-x \"quoted\"\nline,|.txt", Array("odd\n".utf8))
        try folder.write("a folder/empty", [])
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: folder.path + "/a folder/loop", withDestinationPath: folder.path)
        try manager.createSymbolicLink(atPath: folder.path + "/nowhere", withDestinationPath: "/no/such/file")
        try manager.createSymbolicLink(atPath: folder.path + "/z-link", withDestinationPath: folder.path + "/b.txt")
        let items = try PathItems.items(at: [folder.path])
        #expect(
            items.map(\.id)
                == [
                    "a folder/-x \"quoted\"\nline,|.txt", "a folder/empty", "b.txt", "z-link",
                ].map { URL(fileURLWithPath: folder.path).lastPathComponent + "/" + $0 })
        #expect(try PathItems.items(at: [folder.path], keepsPaths: true).map(\.id).contains(folder.path + "/b.txt"))
        #expect(items.map(\.byteCount) == [4, 0, 5, 5])
        for item in items { #expect(try item.load().count == item.byteCount) }
    }

    @Test func absolutePathsStayAtHome() throws {
        let folder = try TemporaryFolder()
        for name in ["x/a", "x/b", "y/a"] { try folder.write(name, [1]) }
        func names(_ paths: String...) throws -> [String] {
            try PathItems.items(at: paths.map { folder.path + "/" + $0 }).map(\.id)
        }
        #expect(try names("x/b", "x/a") == ["b", "a"])
        #expect(try names("x", "y/") == ["x/a", "x/b", "y/a"])
        // One name for two files would not do.
        #expect(try names("x/a", "x/b", "y/a") == ["x/a", "b", "y/a"])
        #expect(try names("x/a", "x/a") == ["a", "a"])
        var notes: [String] = []
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/x/z", withDestinationPath: "nowhere")
        _ = try PathItems.items(at: [folder.path + "/x"]) { notes.append($0) }
        #expect(notes.count == 1 && notes[0].contains("1 name passed over"))
    }

    @Test func aMissingFileIsNamed() {
        let error = #expect(throws: CorpusError.self) { try PathItems.items(at: ["/no/such/file"]) }
        #expect("\(String(describing: error))".contains("/no/such/file"))
    }

    @Test(.timeLimit(.minutes(60))) func pipesAndDevicesAreRefusedRatherThanWaitedFor() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        #expect(throws: CorpusError.self) { try PathItems.items(at: [folder.path + "/pipe"]) }
        #expect(throws: CorpusError.self) { try PathItems.items(at: ["/dev/zero"]) }
        #expect(try PathItems.items(at: [folder.path]).isEmpty)
    }

    @Test func aNameThatIsNotUTF8IsNotedAndTheOthersAreKept() throws {
        let folder = try TemporaryFolder()
        try folder.write("good", [1])
        var name = Array(folder.path.utf8CString.dropLast()) + [0x2F, -1, 0x78, 0]
        let descriptor = open(&name, O_WRONLY | O_CREAT, 0o600)
        guard descriptor >= 0 else { return }  // A file system that insists on UTF-8.
        close(descriptor)
        var notes: [String] = []
        let items = try PathItems.items(at: [folder.path]) { notes.append($0) }
        #expect(items.map(\.byteCount) == [1])
        #expect(notes.count == 1)
    }

    @Test(.enabled(if: getuid() != 0, "the superuser reads everything")) func anUnreadableFileIsNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write("secret", [1], permissions: 0)
        #expect(throws: CorpusError.self) { try PathItems.items(at: [folder.path]) }
    }

    @Test func aFileThatChangedIsNoticed() throws {
        let folder = try TemporaryFolder()
        try folder.write("file", [1, 2, 3])
        let item = try #require(try PathItems.items(at: [folder.path]).first)
        try folder.write("file", [1, 2, 4])
        #expect(throws: CorpusError.self) { try item.load() }
    }

    @Test(arguments: [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], Modality.image), (Array("P6\n3 2\n255\n".utf8), .image),
        (Array("fLaC\0\0".utf8), .audio), (Array("RIFF\u{24}\0\0\0WAVEfmt ".utf8), .audio),
        (Array("Plain text.\r\n\tIndented.\n".utf8), .text), (Array("Grüße, 唐詩\n".utf8), .text), ([0, 1, 2], .binary),
        ([], .binary),
    ])
    func modalityIsToldByContent(head: [UInt8], modality: Modality) {
        #expect(Modality.detected(in: Data(head)) == modality)
    }
}
