import CodecInterface
import CodecSamples
import MediaFormats
import Testing

/// Sounds in every container, whole and as programs that write into a pipe leave them.
@Suite("Headers of sounds")
struct SoundTests {
    private static let data: [UInt8] = [1, 0, 2, 0, 3, 0, 4, 0]

    private func layout(_ file: [UInt8]) throws -> SoundLayout {
        #expect(MediaFormat(head: file)?.modality == .audio)
        return try file.withUnsafeBytes { bytes in try SoundLayout(head: bytes) }
    }

    private func samples(_ file: [UInt8]) throws -> SoundSamples {
        let layout = try layout(file)
        return file.withUnsafeBytes { SoundSamples($0, layout) }
    }

    @Test("The same samples in RIFF, RF64, BW64 and W64, whatever their sizes say", arguments: [nil, 0, -1] as [Int?])
    func containers(size: Int?) throws {
        let format = SoundFiles.chunk("fmt ", SoundFiles.format())
        let list = SoundFiles.chunk("LIST", [9, 9, 9])
        let files = [
            SoundFiles.riff(format + SoundFiles.chunk("data", Self.data, claiming: size), claiming: size),
            SoundFiles.riff(list + format + list + SoundFiles.chunk("data", Self.data, claiming: size), claiming: size),
            SoundFiles.rf64(Self.data, claiming: size), SoundFiles.rf64(Self.data, name: "BW64", claiming: size),
            SoundFiles.w64(Self.data, claiming: size),
        ]
        for file in files {
            let layout = try layout(file)
            #expect(layout.channels == 1 && layout.sampleRate == 8000 && layout.validBits == 16)
            #expect(layout.encoding == .signed && layout.byteOrder == .little && layout.bytesPerSample == 2)
            #expect(layout.headerByteCount == file.count - 8 && layout.sampleByteCount == 8 && layout.frameCount == 4)
            #expect(layout.promisedByteCount == (size == nil ? 8 : nil) && !layout.isCutShort)
            #expect(layout.trailer(in: file.count).isEmpty)
            #expect(try samples(file).file == SoundFiles.riff(format + SoundFiles.chunk("data", Self.data)))
            // Without its last sample, and with part of one.
            let cut = try file.dropLast(3).withUnsafeBytes { bytes in try SoundLayout(head: bytes) }
            #expect(cut.sampleByteCount == 4 && cut.isCutShort == (size == nil))
            #expect(cut.trailer(in: file.count - 3).count == 1)
        }
    }

    @Test("RIFX is RIFF with all numbers the other way round", arguments: [8, 16, 24, 32], [false, true])
    func bigEndian(bits: Int, isExtensible: Bool) throws {
        func file(_ order: ByteOrder) -> [UInt8] {
            func number(_ value: Int, _ count: Int) -> [UInt8] {
                let bytes = SoundFiles.little(value, count)
                return order == .little ? bytes : bytes.reversed()
            }
            let bytesPerSample = bits / 8
            let samples = [1, -2, 100, -128].flatMap { number($0 + (bits == 8 ? 128 : 0), bytesPerSample) }
            var format = number(isExtensible ? 0xFFFE : 1, 2) + number(2, 2) + number(8000, 4)
            format += number(8000 * 2 * bytesPerSample, 4) + number(2 * bytesPerSample, 2) + number(bits, 2)
            if isExtensible {
                format += number(22, 2) + number(bits, 2) + number(3, 4) + number(1, 4) + number(0, 2) + number(16, 2)
                format += [0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
            }
            let chunks =
                Array("fmt ".utf8) + number(format.count, 4) + format + Array("data".utf8) + number(samples.count, 4)
                + samples
            return Array((order == .little ? "RIFF" : "RIFX").utf8) + number(chunks.count + 4, 4)
                + Array("WAVE".utf8) + chunks
        }
        let (little, big) = (file(.little), file(.big))
        let layout = try layout(big)
        #expect(layout.channels == 2 && layout.sampleRate == 8000 && layout.frameCount == 2 && layout.validBits == bits)
        #expect(try samples(big).file == samples(little).file)
        #expect(MediaFormat(head: big) == .wav)
        // One frame of it is such a file again.
        let start = try #require(MediaBeginning.bytes(of: Array(big.dropLast(1)), fileByteCount: big.count))
        #expect(try self.layout(start).frameCount == 1 && self.layout(start).promisedByteCount == bits / 4)
    }

    @Test("A size of zero is believed where a chunk follows, in a file that says where it ends")
    func sizesOfZero() throws {
        let format = SoundFiles.chunk("fmt ", SoundFiles.format())
        let empty = format + SoundFiles.chunk("data", [], claiming: 0)
        #expect(try layout(SoundFiles.riff(empty + SoundFiles.chunk("LIST", [1, 2]))).sampleByteCount == 0)
        // As a program leaves it that wrote the header for no samples and could not come back.
        #expect(try layout(SoundFiles.riff(empty + Self.data, claiming: 36)).sampleByteCount == 8)
        #expect(try layout(SoundFiles.riff(empty + Self.data, claiming: 0)).sampleByteCount == 8)
        // As one leaves it that mended the file's size alone; letters in samples are no chunk unless it fits.
        #expect(try layout(SoundFiles.riff(empty + Self.data)).sampleByteCount == 8)
        let letters = Array("ABCDEFGHIJKL".utf8)
        #expect(try layout(SoundFiles.riff(empty + letters)).sampleByteCount == 12)
        #expect(try layout(SoundFiles.riff(empty + letters)).trailer(in: 56).isEmpty)
        // What follows must be at hand.
        let listed = SoundFiles.riff(empty + SoundFiles.chunk("LIST", [1, 2]))
        let error = #expect(throws: MediaFormatError.self) {
            try listed.prefix(48).withUnsafeBytes { try SoundLayout(head: $0, fileByteCount: listed.count) }
        }
        #expect(error?.kind == .incomplete && error?.offset == 52)
        let level = Array("levl".utf8) + [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A]
        var named = SoundFiles.w64(level + SoundFiles.little(32, 8) + Self.data)
        named.replaceSubrange(named.count - 40..<named.count - 32, with: SoundFiles.little(24, 8))
        #expect(try layout(named).sampleByteCount == 0)
        let title = Array("NAME".utf8) + SoundFiles.big(2, 4) + [65, 66]
        #expect(try layout(SoundFiles.aiff(title, frames: 0, claiming: 8)).sampleByteCount == 0)
        // The same in W64, whose sizes count the headers of the chunks, and in AIFF.
        for (whole, byteCount) in [(nil, 8), (0, 8), (-1, 8), (104, 8), (1 << 40, 8)] as [(Int?, Int)] {
            var file = SoundFiles.w64(Self.data, claiming: 24)
            file.replaceSubrange(file.count - 16..<file.count - 8, with: [24, 0, 0, 0, 0, 0, 0, 0])
            let size = whole ?? file.count
            for place in 0..<8 { file[16 + place] = UInt8(truncatingIfNeeded: size >> (8 * place)) }
            #expect(try layout(file).sampleByteCount == byteCount, "\(size)")
        }
        for (form, byteCount) in [(nil, 8), (0, 8), (0xFFFF_FFFF, 8), (46, 8)] as [(Int?, Int)] {
            var file = SoundFiles.aiff(Self.data, frames: 0, claiming: 8)
            let size = form ?? file.count - 8
            file.replaceSubrange(4..<8, with: SoundFiles.big(size, 4))
            #expect(try layout(file).sampleByteCount == byteCount, "\(size)")
        }
    }

    @Test("Chunks around the samples are named, and padding is none of them")
    func otherChunks() throws {
        let chunks =
            SoundFiles.chunk("JUNK", [1, 2, 3]) + SoundFiles.chunk("fmt ", SoundFiles.format())
            + SoundFiles.chunk("LIST", [1]) + SoundFiles.chunk("data", Self.data) + SoundFiles.chunk("id3 ", [7])
        let file = SoundFiles.riff(chunks)
        func others(_ file: [UInt8]) throws -> SoundChunks {
            let layout = try layout(file)
            return file.withUnsafeBytes { SoundChunks(in: $0, beside: layout) }
        }
        #expect(try others(file).names == ["LIST", "id3 "])
        #expect(try layout(file).trailer(in: file.count).count == 10)
        let aiff = SoundFiles.aiff(Self.data) + Array("NAME".utf8) + SoundFiles.big(2, 4) + [65, 66]
        #expect(try others(aiff).names == ["NAME"])
        // What is no chunk has no name, and samples whose length is open are none either.
        #expect(try others(file + [1, 2, 3, 4, 0, 0]).names == ["LIST", "id3 "])
        #expect(try others(file + [1, 2, 3, 4, 0, 0]).strayByteCount == 6)
        #expect(try others(file + [0, 0, 0]).strayByteCount == 0)
        // Text looks like a chunk's name, and then like a size that no file has.
        #expect(try others(file + Array("made by a program".utf8)).names == ["LIST", "id3 "])
        #expect(try others(file + Array("made by a program".utf8)).strayByteCount == 17)
        #expect(try others(aiff + Array("made by a program".utf8)).names == ["NAME"])
        let noise: [UInt8] = [1, 2, 3, 4, 0, 0, 0, 9] + [UInt8](repeating: 200, count: 40)
        let open = try others(SoundFiles.aiff(noise, frames: 0, claiming: 0))
        #expect(open.names.isEmpty && open.strayByteCount == 0)
        // Before the samples it does no harm what a chunk is called.
        let nameless = [UInt8](repeating: 0, count: 8) + chunks
        #expect(try others(SoundFiles.riff(nameless)).names == ["LIST", "id3 "])
        #expect(try others(SoundFiles.riff(nameless)).strayByteCount == 0)
        let second = try others(SoundFiles.riff(chunks + SoundFiles.chunk("data", Self.data)))
        #expect(second.names == ["LIST", "id3 ", "a further data chunk"])
        let cut = SoundFiles.riff(
            SoundFiles.chunk("fmt ", SoundFiles.format()) + SoundFiles.chunk("data", noise, claiming: 8))
        #expect(try others(cut).names.isEmpty && others(cut).strayByteCount == 40)
    }

    @Test("A chunk of W64 that is shorter than its own header is damage; one of 0 bytes was left open")
    func chunksOfW64() throws {
        for size in 1..<24 {
            var file = SoundFiles.w64(Self.data)
            file[file.count - Self.data.count - 8] = UInt8(size)
            #expect(throws: MediaFormatError.self) { try layout(file) }
        }
        var file = SoundFiles.w64(Self.data)
        file[file.count - Self.data.count - 8] = 0
        #expect(try layout(file).sampleByteCount == 8 && layout(file).promisedByteCount == nil)
    }

    @Test("WAVE_FORMAT_EXTENSIBLE: fewer bits than the container, floats, speakers")
    func extensible() throws {
        let samples: [UInt8] = [0, 1, 2, 0, 3, 4]
        let format = SoundFiles.chunk("fmt ", SoundFiles.extensible(bits: 24, valid: 16))
        let sound = try layout(SoundFiles.riff(format + SoundFiles.chunk("data", samples)))
        #expect(sound.validBits == 16 && sound.bytesPerSample == 3 && sound.frameCount == 2 && sound.channelMask == 4)
        let float = SoundFiles.chunk("fmt ", SoundFiles.extensible(tag: 3, bits: 32, valid: 32))
        let floats = try self.samples(SoundFiles.riff(float + SoundFiles.chunk("data", Self.data)))
        #expect(floats.isFloat && floats.file[20] == 3 && floats.file.count == 52)
    }

    @Test("Samples of every width", arguments: [(1, 8), (2, 12), (6, 16), (3, 24), (1, 32)])
    func widths(channels: Int, bits: Int) throws {
        let data = (0..<channels * ((bits + 7) / 8) * 3).map { UInt8($0) }
        let format = SoundFiles.chunk("fmt ", SoundFiles.format(channels: channels, bits: bits))
        let sound = try layout(SoundFiles.riff(format + SoundFiles.chunk("data", data)))
        #expect(sound.frameCount == 3 && sound.validBits == bits && sound.encoding == (bits == 8 ? .unsigned : .signed))
        // 24 bits in four bytes each.
        let wide = SoundFiles.chunk("fmt ", SoundFiles.format(channels: 2, bits: 24, frame: 8))
        #expect(try layout(SoundFiles.riff(wide + SoundFiles.chunk("data", Self.data))).bytesPerSample == 4)
    }

    @Test("AIFF and AIFF-C, in either order of chunks")
    func aiff() throws {
        let wav = SoundFiles.riff(
            SoundFiles.chunk("fmt ", SoundFiles.format(rate: 44100)) + SoundFiles.chunk("data", Self.data))
        let swapped: [UInt8] = [0, 1, 0, 2, 0, 3, 0, 4]
        for file in [
            SoundFiles.aiff(swapped), SoundFiles.aiff(swapped, soundFirst: true),
            SoundFiles.aiff(swapped, compression: "NONE"), SoundFiles.aiff(swapped, compression: "twos"),
            SoundFiles.aiff(Self.data, compression: "sowt"), SoundFiles.aiff(swapped, frames: 0, claiming: 0),
            SoundFiles.aiff(swapped, frames: 0xFFFF_FFFF, claiming: 0xFFFF_FFFF),
        ] {
            #expect(try samples(file).file == wav)
        }
        // Eight bits are signed there and unsigned in WAV.
        #expect(try samples(SoundFiles.aiff([0, 0x80, 0x7F], bits: 8)).samples == [0x80, 0, 0xFF])
        #expect(try samples(SoundFiles.aiff([0, 0x80], compression: "raw ", bits: 8)).samples == [0, 0x80])
        let float = try samples(SoundFiles.aiff([1, 2, 3, 4], compression: "fl32", bits: 32))
        #expect(float.isFloat && float.samples == [4, 3, 2, 1])
        let error = #expect(throws: MediaFormatError.self) { try layout(SoundFiles.aiff(swapped, compression: "ima4")) }
        #expect(error?.kind == .unsupported)
    }

    @Test("Headers that contradict themselves are refused")
    func refused() throws {
        let data = SoundFiles.chunk("data", Self.data)
        for (format, kind) in [
            (SoundFiles.format(channels: 0), MediaFormatError.Kind.malformed),
            (SoundFiles.format(channels: 65535), .malformed),
            (SoundFiles.format(bits: 0), .malformed), (SoundFiles.format(bits: 65), .malformed),
            (SoundFiles.format(channels: 2, frame: 3), .malformed), (SoundFiles.format(bits: 16, frame: 1), .malformed),
            (SoundFiles.format(tag: 2), .unsupported), (SoundFiles.format(tag: 0x55), .unsupported),
            (SoundFiles.format(bits: 64), .unsupported), (SoundFiles.format(tag: 3), .unsupported),
            (Array(SoundFiles.format().dropLast(2)), .malformed),
        ] {
            let error = #expect(throws: MediaFormatError.self) {
                try layout(SoundFiles.riff(SoundFiles.chunk("fmt ", format) + data))
            }
            #expect(error?.kind == kind, "\(format)")
        }
        #expect(throws: MediaFormatError.self) { try layout(SoundFiles.riff(data)) }
        #expect(throws: MediaFormatError.self) {
            try layout(SoundFiles.riff(SoundFiles.chunk("LIST", [], claiming: 99) + data))
        }
    }
}
