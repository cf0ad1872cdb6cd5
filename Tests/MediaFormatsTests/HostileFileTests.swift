import CodecSamples
import MediaFormats
import Testing

/// Files that are cut anywhere, have wrong bytes anywhere, or are nothing at all: an error with a place, never a crash, and no
/// memory for what is not there.
@Suite("Hostile media files")
struct HostileFileTests {
    static let pictures: [String: [UInt8]] = {
        let color = SampleImage(width: 7, height: 9)
        let alpha = (0..<7 * 9 * 4).map { UInt8(truncatingIfNeeded: $0 * 37) }
        let numbers = color.pixels.map(String.init).joined(separator: " ")
        let bits = (0..<99).map { "\($0 * 5 % 7 % 2)" }.joined(separator: " ")
        let pam = "P7\n# alpha\nWIDTH 7\nHEIGHT 9\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"
        return [
            "plain.ppm": Array("P3\n7 9\n255\n\(numbers)\n".utf8), "plain.pbm": Array("P1\n11 9\n\(bits)\n".utf8),
            "color.ppm": Array("P6\n# a comment\n7 9 # and another\n255\n".utf8) + color.pixels,
            "deep.pgm": SampleImage(width: 7, height: 9, channelCount: 1, bytesPerSample: 2).file,
            "bits.pbm": Array("P4 11 9\n".utf8) + (0..<18).map { UInt8($0 * 13) }, "alpha.pam": Array(pam.utf8) + alpha,
            "up.bmp": bitmap(height: 9, bits: 24), "down.bmp": bitmap(height: -9, bits: 32),
            "palette.bmp": bitmap(height: 9, bits: 8),
        ]
    }()

    static let sounds: [String: [UInt8]] = {
        let data = (0..<40).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let format = SoundFiles.chunk("fmt ", SoundFiles.format(channels: 2))
        let list = SoundFiles.chunk("LIST", [1, 2, 3])
        return [
            "plain.wav": SoundFiles.riff(list + format + SoundFiles.chunk("data", data) + list),
            "pipe.wav": SoundFiles.riff(format + SoundFiles.chunk("data", data, claiming: -1), claiming: -1),
            "extensible.wav": SoundFiles.riff(
                SoundFiles.chunk("fmt ", SoundFiles.extensible(bits: 24, valid: 20)) + SoundFiles.chunk("data", data)),
            "large.rf64": SoundFiles.rf64(data), "sony.w64": SoundFiles.w64(data), "sound.aiff": SoundFiles.aiff(data),
            "sowt.aifc": SoundFiles.aiff(data, compression: "sowt", channels: 2),
            "sound-first.aiff": SoundFiles.aiff(data, soundFirst: true),
        ]
    }()

    static func bitmap(height: Int, bits: Int) -> [UInt8] {
        let palette = bits == 8 ? (0..<1024).map { UInt8(truncatingIfNeeded: $0 * 3) } : []
        let row = (7 * bits + 31) / 32 * 4
        let pixels = (0..<row * abs(height)).map { UInt8(truncatingIfNeeded: $0 * 29) }
        let start = 54 + palette.count
        func little(_ value: Int, _ count: Int) -> [UInt8] { SoundFiles.little(value, count) }
        return Array("BM".utf8) + little(start + pixels.count, 4) + little(0, 4) + little(start, 4) + little(40, 4)
            + little(7, 4) + little(height, 4) + little(1, 2) + little(bits, 2) + little(0, 4)
            + little(pixels.count, 4) + little(0, 16) + palette + pixels
    }

    private static var files: [String: [UInt8]] { pictures.merging(sounds) { first, _ in first } }

    private enum Outcome: Equatable {
        case picture(PictureLayout)
        case sound(SoundLayout)
        case failure(MediaFormatError)
    }

    private func outcome(_ head: [UInt8], _ fileByteCount: Int?, isSound: Bool) -> Outcome {
        head.withUnsafeBytes { head in
            do throws(MediaFormatError) {
                return isSound
                    ? .sound(try SoundLayout(head: head, fileByteCount: fileByteCount))
                    : .picture(try PictureLayout(head: head, fileByteCount: fileByteCount))
            } catch {
                return .failure(error)
            }
        }
    }

    @Test("A beginning says what the whole file says, or how much more it needs", arguments: files.keys.sorted())
    func beginnings(name: String) throws {
        let file = try #require(Self.files[name])
        let isSound = Self.sounds[name] != nil
        let whole = outcome(file, nil, isSound: isSound)
        if case .failure(let error) = whole { Issue.record("\(error)") }
        for length in min(20, file.count)..<file.count {
            let head = Array(file[..<length])
            let found = outcome(head, file.count, isSound: isSound)
            if case .failure(let error) = found {
                #expect(
                    error.kind == .incomplete && error.offset > length && error.offset <= file.count,
                    "\(length): \(error)")
            } else {
                #expect(found == whole, "\(length) bytes")
            }
        }
    }

    @Test("Cut files and wrong bytes", arguments: files.keys.sorted())
    func damage(name: String) throws {
        let file = try #require(Self.files[name])
        for length in 0..<file.count { check(Array(file[..<length]), name) }
        var random = SplitMix64(seed: 5)
        for round in 0..<3000 {
            var damaged = file
            for _ in 0...round % 4 {
                let limit = round % 3 == 0 ? file.count : min(64, file.count)
                let extreme: [UInt8] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF, 0x0A, 0x20, 0x23, 0x39]
                let value = random.next()
                damaged[Int(random.next() >> 33) % limit] =
                    value & 0x100 == 0 ? UInt8(truncatingIfNeeded: value) : extreme[Int(value >> 33) % extreme.count]
            }
            check(round % 5 == 0 ? Array(damaged.prefix(Int(random.next() >> 33) % file.count)) : damaged, name)
        }
    }

    @Test("Noise behind every magic number")
    func noise() {
        var random = SplitMix64(seed: 6)
        let magics = [
            "", "P5\n", "P6 ", "P3#", "P7\nWIDTH ", "BM", "RIFF\0\0\0\0WAVE", "RF64\0\0\0\0WAVEds64",
            "FORM\0\0\0\0AIFF", "ID3",
        ]
        for magic in magics {
            for length in 0..<300 { check(Array(magic.utf8) + random.bytes(length), magic) }
        }
    }

    /// Everything that reads a file does so without a crash, and what it says lies within the file.
    private func check(_ file: [UInt8], _ name: String) {
        _ = MediaFormat(head: file)
        file.withUnsafeBytes { bytes in
            for fileByteCount in [nil, file.count + 1000, Int.max] {
                if let layout = try? PictureLayout(head: bytes, fileByteCount: fileByteCount) {
                    #expect(layout.headerByteCount >= 0 && layout.sampleByteCount >= 0)
                }
                if let layout = try? SoundLayout(head: bytes, fileByteCount: fileByteCount) {
                    #expect(layout.sampleByteCount <= fileByteCount ?? file.count)
                    #expect(SoundChunks(in: bytes, beside: layout).strayByteCount <= file.count)
                }
            }
            if let layout = try? PictureLayout(head: bytes), let picture = try? PictureSamples(bytes, layout) {
                #expect(picture.samples.count <= 8 * file.count + 3 * 8 * file.count)
                #expect(
                    picture.samples.count == picture.width * picture.height * picture.channels * picture.bytesPerSample)
            }
            if let layout = try? SoundLayout(head: bytes) {
                let sound = SoundSamples(bytes, layout)
                #expect(layout.headerByteCount + sound.samples.count <= file.count)
            }
        }
        for fileByteCount in [file.count, file.count + 50] {
            if let part = MediaBeginning.bytes(of: file, fileByteCount: fileByteCount) {
                #expect(part.count <= file.count + 1, "\(name)")
            }
        }
    }

    @Test("ID3v2 tags in front of FLAC are passed over, one after the other")
    func tags() {
        let tag = Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, 3, 9, 9, 9]
        let withFooter = Array("ID3".utf8) + [4, 0, 0x10, 0, 0, 0, 1, 9] + [UInt8](repeating: 7, count: 10)
        let flac = Array("fLaC".utf8) + [0, 0, 0, 34]
        for tags in [tag, withFooter, tag + withFooter + tag] {
            #expect(MediaFormat(head: tags + flac) == .flac)
            #expect((tags + flac).withUnsafeBytes { ID3v2Tag.endOfTags(in: $0) } == tags.count)
            #expect(MediaFormat(head: tags + Array("\u{FF}\u{FB}".utf8)) == nil)
        }
        let huge = Array("ID3".utf8) + [3, 0, 0, 0x7F, 0x7F, 0x7F, 0x7F]
        #expect(huge.withUnsafeBytes { ID3v2Tag.endOfTags(in: $0) } == 10 + 0xFFF_FFFF)
        #expect((Array("ID3".utf8) + [3, 0, 0, 0x80, 0, 0, 0]).withUnsafeBytes { ID3v2Tag.endOfTags(in: $0) } == 0)
    }

    @Test("JPEG is told from what only begins alike")
    func jpeg() {
        #expect(MediaFormat(head: [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + Array("JFIF".utf8)) == .jpeg)
        #expect(MediaFormat(head: [0xFF, 0xD8, 0xFF, 0xDB]) == .jpeg)
        #expect(MediaFormat(head: [0xFF, 0xD8, 0xFF, 0x00]) == nil && MediaFormat(head: [0xFF, 0xD8]) == nil)
        #expect(MediaFormat.allCases.filter(\.isLossy) == [.jpeg])
    }
}
