import Corpora
import Testing

/// Files that lie about themselves: an error that names file and place, never a crash or a huge allocation.
@Suite struct HostileMediaTests {
    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// A WAV of four 16-bit samples, with an odd chunk before them.
    private static func wav(dataSize: Int = 8, channels: Int = 1, bits: Int = 16, tag: Int = 1) -> [UInt8] {
        let format =
            little(tag, 2) + little(channels, 2) + little(8000, 4) + little(16000, 4) + little(2, 2) + little(bits, 2)
        return Array("RIFF".utf8) + little(60, 4) + Array("WAVE".utf8) + Array("note".utf8) + little(3, 4) + [
            1, 2, 3, 0,
        ]
            + Array("fmt ".utf8) + little(16, 4) + format + Array("data".utf8) + little(dataSize, 4)
            + [1, 0, 2, 0, 3, 0, 4, 0]
    }

    @Test func oddChunksArePassedOver() throws {
        let wav = Self.wav()
        let reader = try WAVReader(wav, path: "a.wav")
        #expect(Array(wav[reader.data]) == [1, 0, 2, 0, 3, 0, 4, 0])
        #expect(reader.format == WAVFormat(channels: 1, sampleRate: 8000, bitsPerSample: 16))
    }

    @Test(arguments: [wav(channels: 0), wav(channels: 65535), wav(bits: 0), wav(bits: 65)])
    func liesInAWAVAreFound(bytes: [UInt8]) throws {
        let error = #expect(throws: CorpusError.self) { try WAVReader(bytes, path: "a.wav") }
        guard case .media("a.wav", 32, _) = try #require(error) else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// Programs that write into a pipe do not know how long the sound will be.
    @Test(arguments: [9, 4_000_000_000, 0xFFFF_FFFF])
    func aSizeThatLiesGivesWhatIsThere(dataSize: Int) throws {
        let wav = Self.wav(dataSize: dataSize)
        let reader = try WAVReader(wav, path: "a.wav")
        #expect(wav[reader.data].elementsEqual([1, 0, 2, 0, 3, 0, 4, 0]))
        #expect(reader.promisedByteCount == dataSize)
    }

    @Test func everyTruncationOfAWAVIsFound() throws {
        let wav = Self.wav()
        // From the data chunk's own header on, a cut file is one whose size lies.
        for length in 0..<wav.count - 8 {
            #expect(throws: CorpusError.self, "\(length) bytes") { try WAVReader(Array(wav[..<length]), path: "a.wav") }
        }
        for length in wav.count - 8..<wav.count {
            let reader = try WAVReader(Array(wav[..<length]), path: "a.wav")
            #expect(reader.data.count == (length - wav.count + 8) / 2 * 2)
        }
    }

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
