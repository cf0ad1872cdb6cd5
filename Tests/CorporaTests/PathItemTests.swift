import CodecInterface
import Corpora
import Foundation
import OutsideText
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
                    "a folder/-x \"quoted\"\nline,|.txt", "a folder/empty", "b.txt",
                ].map { ExactText(URL(fileURLWithPath: folder.path).lastPathComponent + "/" + $0) })
        #expect(
            try PathItems.items(at: [folder.path], keepsPaths: true).map(\.id).contains(
                ExactText(folder.path + "/b.txt")))
        #expect(items.map(\.byteCount) == [4, 0, 5])
        for item in items { #expect(try item.load().count == item.byteCount) }
    }

    @Test func absolutePathsStayAtHome() throws {
        let folder = try TemporaryFolder()
        for name in ["x/a", "x/b", "y/a"] { try folder.write(name, [1]) }
        func names(_ paths: String...) throws -> [ExactText] {
            try PathItems.items(at: paths.map { folder.path + "/" + $0 }).map(\.id)
        }
        #expect(try names("x/b", "x/a") == ["b", "a"])
        #expect(try names("x", "y/") == ["x/a", "x/b", "y/a"])
        // One name for two files would not do.
        #expect(try names("x/a", "x/b", "y/a") == ["x/a", "b", "y/a"])
        #expect(try names("x/a", "x/a") == ["a"])
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

    /// Makes a file by the bytes of its name; false where the file system insists on UTF-8.
    private func make(_ name: [UInt8], holding bytes: [UInt8], in folder: TemporaryFolder) -> Bool {
        let path = PathText.text(of: Array(folder.path.utf8) + [0x2F] + name)
        let descriptor = PathText.withCString(path) { open($0, O_WRONLY | O_CREAT, 0o600) }
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == bytes.count
    }

    @Test func namesAreBytes() throws {
        let folder = try TemporaryFolder()
        let names: [[UInt8]] = [
            Array("caf\u{E9}".utf8), Array("cafe\u{301}".utf8), [0x63, 0x61, 0x66, 0xE9], Array(#"caf\xE9"#.utf8),
            Array("/\u{301}".utf8.dropFirst()),
        ]
        for (index, name) in names.enumerated() {
            guard make(name, holding: Array(repeating: 7, count: index + 1), in: folder) else { return }
        }
        let base = URL(fileURLWithPath: folder.path).lastPathComponent
        let expected: [ExactText] = [#"caf\x5CxE9"#, "cafe\u{301}", "caf\u{E9}", #"caf\xE9"#, "\u{301}"]
        let items = try PathItems.items(at: [folder.path])
        #expect(Set(items.map(\.id)) == Set(expected.map { ExactText("\(base)/\($0)") }))
        #expect(items.map(\.id).sorted() == items.map(\.id) || items.count == 5)
        #expect(Set(items.map(\.byteCount)) == [1, 2, 3, 4, 5])
        for item in items { #expect(try item.load().count == item.byteCount) }
        // By name and in a list, with and without NULs.
        let paths = names.map { PathText.text(of: Array(folder.path.utf8) + [0x2F] + $0) }
        #expect(Set(try PathItems.items(at: paths).map(\.id)) == Set(expected))
        for end in [UInt8(0), 0x0A] {
            let list = Data([0xEF, 0xBB, 0xBF] + paths.flatMap { PathText.bytes(of: $0) + [end] })
            let read = PathItems.paths(inList: list, endedByNUL: end == 0)
            #expect(read.map { ExactText($0) } == paths.map { ExactText($0) })
        }
    }

    @Test func oneFileUnderSeveralSpellingsIsOneItem() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", [1, 2])
        try folder.write("sub/y", [3])
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "x")
        try manager.createSymbolicLink(atPath: folder.path + "/sub/other", withDestinationPath: "../x")
        var notes: [String] = []
        let base = folder.path
        let items = try PathItems.items(
            at: [base + "/x", base + "/./x", base + "/sub/../x", base + "/link", base], note: { notes.append($0) })
        #expect(items.map(\.byteCount) == [2, 1])
        #expect(items.map(\.id) == ["x", ExactText(URL(fileURLWithPath: base).lastPathComponent + "/sub/y")])
        #expect(notes.count == 4 && notes[3].contains("3 names passed over"), "\(notes)")
        // Two names with equal rights are two items, as are two files of equal bytes.
        #expect(link(base + "/x", base + "/hard") == 0)
        #expect(try PathItems.items(at: [base + "/x", base + "/hard"]).count == 2)
    }

    /// Otherwise a run that goes on would find other items than it began with: its own report.
    @Test func whatARunWritesIsNoItem() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", [1, 2])
        try folder.write("sub/results/results.csv", [3])
        try folder.write("results/results.csv", [3, 4, 5])
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/here", withDestinationPath: "results")
        var notes: [String] = []
        func sizes(_ paths: [String], output: String) throws -> [Int] {
            try PathItems.items(at: paths, output: output, note: { notes.append($0) }).map(\.byteCount)
        }
        #expect(try sizes([folder.path], output: folder.path + "/sub/../here") == [1, 2])
        #expect(notes.contains { $0.hasPrefix("'\(folder.path)/results' is passed over") }, "\(notes)")
        notes = []
        // Nothing is passed over that is asked for by its name, or where there is nothing yet.
        #expect(try sizes([folder.path + "/results"], output: folder.path + "/results") == [3])
        #expect(try sizes([folder.path + "/x"], output: folder.path + "/later") == [2])
        #expect(notes.isEmpty)
    }

    @Test func noTwoItemsHaveOneName() throws {
        let folder = try TemporaryFolder()
        let picture = Array("P2\n1 1\n255\n7\n".utf8)
        try folder.write("a.pgm", picture)
        try folder.write("a.pgm[decoded]", [1])
        let items = try PathItems.items(at: [folder.path], decodes: true)
        #expect(items.count == 2 && Set(items.map(\.id)).count == 2)
        #expect(items.contains { $0.id.hasSuffix("a.pgm[decoded][2]") })
    }

    @Test func aPathWithNULsIsAListOfAnotherKind() throws {
        let error = #expect(throws: CorpusError.self) { try PathItems.items(at: ["a\0b\0"]) }
        #expect("\(String(describing: error))".contains("--null"))
    }

    @Test(.enabled(if: getuid() != 0, "the superuser reads everything")) func anUnreadableFileIsNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write("secret", [1], permissions: 0)
        #expect(throws: CorpusError.self) { try PathItems.items(at: [folder.path]) }
    }

    @Test func aFileThatIsNoMoreIsNoUnreadableOne() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/circle", withDestinationPath: "circle")
        try folder.write("file", [1])
        for name in ["circle", "missing", "file/below", ""] { #expect(FileProblem.isMissing(folder.path + "/" + name)) }
        #expect(!FileProblem.isMissing(folder.path + "/file"))
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
