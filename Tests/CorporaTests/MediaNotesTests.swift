import CodecInterface
import CodecSamples
import Corpora
import Foundation
import MediaFormats
import OutsideText
import SystemCodecs
import Testing

/// What decoding says it leaves out, and what it makes of alpha and tags.
@Suite struct MediaNotesTests {
    private func decode(_ bytes: [UInt8]) throws -> (file: [UInt8]?, notes: [String]) {
        var notes: [String] = []
        let file = try MediaFormat(head: bytes)?.decode(bytes, path: "file") { notes.append("\($0)") }
        return (file, notes)
    }

    /// A chunk of a PNG file; nothing that is read here looks at the checksums of these.
    private func chunk(_ name: String, _ contents: [UInt8]) -> [UInt8] {
        SoundFiles.big(contents.count, 4) + Array(name.utf8) + contents + [0, 0, 0, 0]
    }

    @Test func furtherPicturesAndBytesAreNoted() throws {
        let picture = Array("P5\n2 1\n255\nab".utf8)
        #expect(try decode(picture).notes == [])
        #expect(try decode(picture + picture).notes.first?.contains("first picture") == true)
        #expect(try decode(picture + picture).file == picture)
        #expect(try decode(picture + [1, 2, 3]).notes.first?.contains("3 bytes") == true)
        #expect(try decode(Array("P2 2 1 255 97 98\r\n".utf8)).notes == [])
        #expect(try decode(Array("P2 2 1 255 97 98\nP2 1 1 9 9".utf8)).notes.count == 1)
    }

    @Test func chunksAndFramesOfPNGsAreNoted() throws {
        let picture = SampleImage(width: 9, height: 5).file
        let png = try PNGCodec(parameters: "6", threads: 1).compressed(picture)
        #expect(try decode(png).notes == [])
        // Behind the header of 33 bytes.
        let chunks = chunk("acTL", [0, 0, 0, 7, 0, 0, 0, 0]) + chunk("tEXt", Array("a\0b".utf8)) + chunk("tIME", [1])
        let decoded = try decode(Array(png[..<33]) + chunks + png[33...])
        #expect(decoded.file == picture)
        #expect(decoded.notes.contains { $0.contains("7 frames") })
        #expect(decoded.notes.contains { $0.hasSuffix("tEXt, tIME") })
    }

    @Test func chunksOfSoundsAreNoted() throws {
        let format = SoundFiles.chunk("fmt ", SoundFiles.format())
        let list = SoundFiles.chunk("LIST", [1, 2])
        let data = SoundFiles.chunk("data", [1, 0, 2, 0])
        #expect(try decode(SoundFiles.riff(format + data)).notes == [])
        #expect(try decode(SoundFiles.riff(format + list + data)).notes == ["left out of WAV files: LIST"])
        let pipe = SoundFiles.riff(format + SoundFiles.chunk("data", [1, 0], claiming: 0), claiming: 0)
        #expect(try decode(pipe).notes.first?.contains("does not say") == true)
        let cut = SoundFiles.riff(format + SoundFiles.chunk("data", [1, 0], claiming: 99))
        #expect(try decode(cut).notes.first?.contains("promises 99") == true)
    }

    /// Nothing is left out without a word.
    @Test func soundsThatAreNotMeasuredWholeAreNoted() throws {
        let format = SoundFiles.chunk("fmt ", SoundFiles.format(channels: 2))
        let odd = try decode(SoundFiles.riff(format + SoundFiles.chunk("data", [1, 0, 2, 0, 3, 0])))
        #expect(odd.notes == ["2 bytes behind the samples, which are no whole frame, are left out"])
        let data = SoundFiles.chunk("data", [1, 0, 2, 0])
        #expect(
            try decode(SoundFiles.riff(format + data + data)).notes == ["left out of WAV files: a further data chunk"])
        #expect(try decode(SoundFiles.riff(format + data) + [9, 9]).notes == ["2 bytes behind the sound are left out"])
        let half = try decode(SoundFiles.aiff([1, 0, 2, 0, 3, 0, 4, 0], frames: 2))
        #expect(half.notes == ["4 bytes behind the samples, which are more than the header speaks of, are left out"])
        // 44100.5 and no number, as 80-bit floating point.
        let sound = SoundFiles.aiff([1, 0])
        let rate = try #require(sound.firstRange(of: [0x40, 0x0E, 0xAC, 0x44]))
        var fraction = sound
        fraction.replaceSubrange(rate.lowerBound + 4..<rate.lowerBound + 6, with: [0x80, 0])
        #expect(try decode(fraction).notes == ["the sample rate is no whole number of hertz and is written as 44101"])
        var none = sound
        none.replaceSubrange(rate, with: [0x7F, 0xFF, 0xC0, 0])
        #expect(try decode(none).notes == ["the sample rate makes no sense and is written as 0"])
        #expect(try decode(sound).notes == [])
    }

    @Test func whatFollowsAPNGIsNoted() throws {
        let png = try PNGCodec(parameters: "6", threads: 1).compressed(SampleImage(width: 9, height: 5).file)
        #expect(try decode(png + [1, 2, 3]).notes == ["3 bytes behind the picture are left out"])
        #expect(try decode(png + png).notes == ["only the first picture is measured: further pictures follow it"])
    }

    @Test(arguments: [2, 4]) func alphaMakesPAM(channelCount: Int) throws {
        for bytesPerSample in [1, 2] {
            let image = SampleImage(width: 8, height: 6, channelCount: channelCount, bytesPerSample: bytesPerSample)
            let png = try PNGCodec(parameters: "6", threads: 1).compressed(image.file)
            #expect(try decode(png).file == image.file)
            // Opaque everywhere, it says nothing.
            var pixels = image.pixels
            let pixel = channelCount * bytesPerSample
            for start in stride(from: 0, to: pixels.count, by: pixel) {
                for byte in start + pixel - bytesPerSample..<start + pixel { pixels[byte] = 255 }
            }
            let opaque = try PNGCodec(parameters: "6", threads: 1).compressed(image.header + pixels)
            #expect(try decode(opaque).file?.starts(with: channelCount == 2 ? "P5".utf8 : "P6".utf8) == true)
        }
    }

    @Test func tagsAroundFLACArePassedOver() throws {
        let sound = SampleSound(frameCount: 500).file
        let flac = try FLACCodec(parameters: "5", threads: 1).compressed(sound)
        #expect(try decode(flac).notes == [] && decode(flac).file == sound)
        let tag = Array("ID3".utf8) + [3, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5]
        let older = Array("TAG".utf8) + [UInt8](repeating: 32, count: 125)
        for file in [tag + flac, tag + tag + flac] {
            let decoded = try decode(file)
            #expect(decoded.file == sound && decoded.notes == ["left out of FLAC files: an ID3v2 tag"])
        }
        // A footer of 32 bytes, with a header like it or without, around one value.
        let value = SoundFiles.little(1, 4) + SoundFiles.little(0, 4) + Array("Title\0x".utf8)
        func end(_ flags: Int) -> [UInt8] {
            Array("APETAGEX".utf8) + SoundFiles.little(2000, 4) + SoundFiles.little(value.count + 32, 4)
                + SoundFiles.little(1, 4) + SoundFiles.little(flags, 4) + SoundFiles.little(0, 8)
        }
        let plain = value + end(0)
        let headed = end(0xA000_0000) + value + end(0x8000_0000)
        for (tags, names) in [
            (older, "an ID3v1 tag"), (plain, "an APEv2 tag"), (headed, "an APEv2 tag"),
            (headed + older, "an ID3v1 tag, an APEv2 tag"),
        ] {
            let decoded = try decode(flac + tags)
            #expect(decoded.file == sound && decoded.notes == ["left out of FLAC files: \(names)"])
        }
    }

    @Test func filesOfAFolderShareTheirNotes() throws {
        let folder = try TemporaryFolder()
        let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + Array("JFIF".utf8)
        for name in ["a.jpg", "b.jpg", "c.jpg"] { try folder.write(name, jpeg) }
        let sounds = [["LIST"], ["LIST", "cue "], ["bext"]].map { names in
            SoundFiles.riff(
                SoundFiles.chunk("fmt ", SoundFiles.format()) + names.flatMap { SoundFiles.chunk($0, [1, 2]) }
                    + SoundFiles.chunk("data", [1, 0]))
        }
        for (index, sound) in sounds.enumerated() { try folder.write("f\(index).wav", sound) }
        // Nothing is left out of what is not measured.
        let damaged = try PNGCodec(parameters: "6", threads: 1).compressed(SampleImage(width: 9, height: 5).file)
        let odd = Array(damaged.prefix(33)) + [0, 0, 0, 0] + Array("oddC".utf8) + [1, 2, 3, 4] + damaged.dropFirst(33)
        try folder.write("damaged.png", Array(odd.dropLast(4)) + [9, 9, 9, 9])
        try folder.write("d.pgm", Array("P5\n1 1\n255\nabc".utf8))
        // A tag longer than what recognition reads at once.
        let tag = Array("ID3".utf8) + [3, 0, 0, 0, 6, 0, 0] + [UInt8](repeating: 1, count: 6 << 14)
        let sound = SampleSound(frameCount: 300).file
        try folder.write("e.flac", tag + (try FLACCodec(parameters: "5", threads: 1).compressed(sound)))
        var notes: [String] = []
        var failures: [String] = []
        let items = try PathItems.items(at: [folder.path], decodes: true, note: { notes.append($0) }) { error in
            failures.append("\(error)")
        }
        #expect(failures.count == 1 && failures[0].contains("damaged.png"), "\(failures)")
        #expect(items.map(\.modality) == [.image, .image, .image, .image, .audio, .audio, .audio, .audio])
        #expect(items.map(\.byteCount) == [10, 10, 10, 12, sound.count, 46, 46, 46])
        #expect(try items[0].load() == jpeg && !items[0].id.text.contains("decoded"))
        #expect(notes.count == 4 && notes[3].hasSuffix("f0.wav' and 2 others: left out of WAV files: LIST, cue , bext"))
        #expect(notes[0].hasPrefix("'\(folder.path)/a.jpg' and 2 others: JPEG, lossy already"))
        #expect(try PathItems.items(at: [folder.path + "/e.flac"]).map(\.modality) == [.audio])
    }
}
