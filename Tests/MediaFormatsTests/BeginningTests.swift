import CodecSamples
import MediaFormats
import Testing

/// Beginnings of pictures and sounds: of the same kind, with the same first samples.
@Suite("Beginnings of media files")
struct BeginningTests {
    @Test(
        "Pictures of every kind keep their spelling and lose rows", arguments: HostileFileTests.pictures.keys.sorted())
    func pictures(name: String) throws {
        let file = try #require(HostileFileTests.pictures[name])
        let whole = try file.withUnsafeBytes { bytes in try PictureLayout(head: bytes) }
        let all = try file.withUnsafeBytes { bytes in try PictureSamples(bytes, whole) }
        var rowCounts: Set<Int> = []
        for length in stride(from: 0, to: file.count, by: file.count < 100 ? 1 : 7) {
            guard let part = MediaBeginning.bytes(of: Array(file[..<length]), fileByteCount: file.count) else {
                continue
            }
            #expect(part.count <= length + 1 && MediaFormat(head: part) == whole.format)
            let layout = try part.withUnsafeBytes { bytes in try PictureLayout(head: bytes) }
            let samples = try part.withUnsafeBytes { bytes in try PictureSamples(bytes, layout) }
            #expect(layout.width == whole.width && layout.height < whole.height && layout.maximum == whole.maximum)
            let y = whole.isBottomUp ? whole.height - layout.height : 0
            #expect(samples == all.cropped(x: 0, y: y, width: whole.width, height: layout.height))
            rowCounts.insert(layout.height)
        }
        #expect(rowCounts.contains(1) && rowCounts.contains(whole.height - 1))
    }

    @Test(
        "Sounds of every kind keep their header, and its sizes are mended",
        arguments: HostileFileTests.sounds.keys.sorted())
    func sounds(name: String) throws {
        let file = try #require(HostileFileTests.sounds[name])
        let whole = try file.withUnsafeBytes { bytes in try SoundLayout(head: bytes) }
        let all = file.withUnsafeBytes { SoundSamples($0, whole) }.samples
        for length in 0..<file.count {
            guard let part = MediaBeginning.bytes(of: Array(file[..<length]), fileByteCount: file.count) else {
                // A format behind the samples is out of reach.
                #expect(length < whole.headerByteCount + whole.frameByteCount || name.contains("first"))
                continue
            }
            let layout = try part.withUnsafeBytes { bytes in try SoundLayout(head: bytes) }
            let frames = min(whole.frameCount, (length - whole.headerByteCount) / whole.frameByteCount)
            #expect(layout.frameCount == frames && layout.promisedByteCount == layout.sampleByteCount)
            #expect(layout.trailer(in: part.count).isEmpty && layout.container == whole.container)
            #expect(
                part.withUnsafeBytes { SoundSamples($0, layout) }.samples.elementsEqual(
                    all.prefix(layout.sampleByteCount)))
        }
    }

    @Test(
        "A picture is one by its first 64 KiB and by all of it alike, however long its header",
        arguments: ["P5", "P6", "P7"], [" #", "\n#", "\n", " "])
    func longHeaders(magic: String, gap: String) throws {
        let kind = magic == "P7"
        for length in [40_000, 70_000, 200_000] {
            let filler = [UInt8](repeating: gap.hasSuffix("#") ? UInt8(ascii: "x") : UInt8(ascii: " "), count: length)
            guard !kind || gap.hasPrefix("\n") else { continue }
            let rest = kind ? "\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\na" : "\n1 1\n255\nabc"
            let file = Array((magic + gap).utf8) + filler + Array(rest.utf8)
            let format: MediaFormat = kind ? .pam : .pnm
            #expect(MediaFormat(head: file) == format)
            #expect(MediaFormat(head: file.prefix(1 << 16)) == format)
            #expect(try file.withUnsafeBytes { try PictureLayout(head: $0) }.width == 1)
        }
        #expect(MediaFormat(head: Array("\(magic)\n  words".utf8)) == nil)
    }
}
