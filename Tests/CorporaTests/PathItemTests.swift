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
            items.map { String($0.id.dropFirst(folder.path.count + 1)) } == [
                "a folder/-x \"quoted\"\nline,|.txt", "a folder/empty", "b.txt", "z-link",
            ])
        #expect(items.map(\.byteCount) == [4, 0, 5, 5])
        for item in items { #expect(try item.load().count == item.byteCount) }
    }

    @Test func aMissingFileIsNamed() {
        let error = #expect(throws: CorpusError.self) { try PathItems.items(at: ["/no/such/file"]) }
        #expect("\(String(describing: error))".contains("/no/such/file"))
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
