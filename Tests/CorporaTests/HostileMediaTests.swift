import Corpora
import Testing

/// Files that lie about themselves: an error that names file and place, never a crash or a huge allocation.
@Suite struct HostileMediaTests {
    @Test(arguments: [[], [0x89], Array("\u{89}PNG".utf8), Array(repeating: UInt8(0), count: 1000)])
    func whatIsNoPNGOrFLACOrGzipIsRefused(bytes: [UInt8]) {
        #expect(throws: CorpusError.self) { try PNGReader.read(bytes, path: "a.png") }
        #expect(throws: CorpusError.self) { try FLACReader.read(bytes, path: "a.flac") }
        #expect(throws: CorpusError.self) { try Gunzip.read(bytes, path: "a.gz") }
    }

    /// A PNG header that claims four billion pixels, with nothing behind it.
    @Test func aHugePNGIsRefusedBeforeItIsAllocated() {
        let header: [UInt8] = [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 1, 0, 0, 0, 1, 0, 0,
            8, 2,
            0, 0, 0, 0, 0, 0, 0,
        ]
        #expect(throws: CorpusError.self) { try PNGReader.read(header, path: "a.png") }
    }

    @Test func aCutGzipFileIsRefused() throws {
        // printf 'hello\\n' | gzip -n
        let gzip: [UInt8] = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0xE7, 2, 0, 0x20, 0x30, 0x3A, 0x36, 6, 0,
            0, 0,
        ]
        #expect(try Gunzip.read(gzip, path: "a.gz") == Array("hello\n".utf8))
        for length in gzip.indices {
            #expect(throws: CorpusError.self) { try Gunzip.read(Array(gzip[..<length]), path: "a.gz") }
        }
    }
}
