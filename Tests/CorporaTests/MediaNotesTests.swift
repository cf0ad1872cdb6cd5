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
        for file in [tag + flac, tag + tag + flac, tag + flac + older] {
            let decoded = try decode(file)
            #expect(decoded.file == sound && decoded.notes == ["left out of FLAC files: an ID3v2 tag"])
        }
        #expect(try decode(flac + older).file == sound)
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
        try folder.write("d.pgm", Array("P5\n1 1\n255\nabc".utf8))
        // A tag longer than what recognition reads at once.
        let tag = Array("ID3".utf8) + [3, 0, 0, 0, 6, 0, 0] + [UInt8](repeating: 1, count: 6 << 14)
        let sound = SampleSound(frameCount: 300).file
        try folder.write("e.flac", tag + (try FLACCodec(parameters: "5", threads: 1).compressed(sound)))
        var notes: [String] = []
        let items = try PathItems.items(at: [folder.path], decodes: true, note: { notes.append($0) })
        #expect(items.map(\.modality) == [.image, .image, .image, .image, .audio, .audio, .audio, .audio])
        #expect(items.map(\.byteCount) == [10, 10, 10, 12, sound.count, 46, 46, 46])
        #expect(try items[0].load() == jpeg && !items[0].id.text.contains("decoded"))
        #expect(notes.count == 4 && notes[3].hasSuffix("f0.wav' and 2 others: left out of WAV files: LIST, cue , bext"))
        #expect(notes[0].hasPrefix("'\(folder.path)/a.jpg' and 2 others: JPEG, lossy already"))
        #expect(try PathItems.items(at: [folder.path + "/e.flac"]).map(\.modality) == [.audio])
    }
}
