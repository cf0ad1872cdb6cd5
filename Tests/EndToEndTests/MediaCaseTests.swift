import Benchmarking
import CodecInterface
import CodecSamples
import Corpora
import Foundation
import OutsideText
import Testing
import ncbench

/// Awkward pictures and sounds through the program: as they are, decoded, and their beginnings.
@Suite struct MediaCaseTests {
    private let program: Program
    private let quick = ["--runs", "1", "--min-time", "0", "--warmup", "0", "--rounds", "1", "--isolation", "none"]

    init() throws { program = try Program() }

    private func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: program.folder + "/" + name))
    }

    private func run(_ folder: String, _ arguments: [String]) throws -> (records: [TrialRecord], notes: String) {
        let result = try program.result(of: program.start(["run", "-o", folder] + quick + arguments))
        #expect(result.status == 0, "\(result.errors)")
        return (try RunFolder.read(program.folder + "/" + folder).records, result.errors)
    }

    /// Of these codecs, those of this build.
    private func codecs(_ names: [String]) -> String {
        codecRegistry.map { $0.information.name }.filter(names.contains).joined(separator: "/")
    }

    @Test func picturesInEverySpelling() throws {
        let pixels = SampleImage(width: 40, height: 30).pixels
        let headers = [
            "blank.ppm": "P6 \n40 30 \n# a comment\n255\n", "gimp.ppm": "P6\n# Created by a program\n40 30\n255\n",
            "lines.ppm": "P6\n\n40 30\n\n255\n", "glued.ppm": "P6#a\n40#b\n30#c\n255\n",
            "late.ppm": "P6\n40 30\n255#late\n",
            "crlf.ppm": "P6\r\n40 30\r\n255\r\n",
        ]
        for (name, header) in headers { try write(name, Array(header.utf8) + pixels) }
        let numbers = pixels.map(String.init).joined(separator: "\r\n")
        try write("plain.ppm", Array("P3\r\n40 30\r\n255\r\n\(numbers)\r\n".utf8))
        let names = headers.keys.sorted()
        let specs = codecs(["png", "webp", "jxl"])
        for arguments in [[], ["--prefix", "2000"]] {
            let (records, _) = try run("raw\(arguments.count)", ["-e", specs] + arguments + names)
            #expect(records.allSatisfy { $0.status == .ok && $0.modality == .image })
        }
        let decoded = try run("decoded", ["--decode", "-e", specs] + names + ["plain.ppm"]).records
        #expect(decoded.allSatisfy { $0.status == .ok } && Set(decoded.map(\.itemSHA256)).count == 1)
        // Text is a picture as well, though image codecs want it decoded; so is its beginning.
        let plain = try run("plain", ["--prefix", "3000", "-e", "store/png,1", "plain.ppm"]).records
        #expect(plain.map(\.modality) == [.image, .image] && plain[0].status == .ok)
        #expect("\(plain[1].status)".contains("--decode"))
    }

    @Test func soundsFromPipesAndInOtherContainers() throws {
        let sound = SampleSound(frameCount: 3000, channelCount: 1, sampleRate: 44_100)
        let samples = sound.samples
        let swapped = stride(from: 0, to: samples.count, by: 2).flatMap { [samples[$0 + 1], samples[$0]] }
        let format = SoundFiles.chunk("fmt ", sound.format)
        func pipe(_ size: Int, _ chunk: [UInt8] = []) -> [UInt8] {
            SoundFiles.riff(format + chunk + SoundFiles.chunk("data", samples, claiming: size), claiming: size)
        }
        let files = [
            "a-plain.wav": sound.file, "zero.wav": pipe(0), "pipe.wav": pipe(-1, SoundFiles.chunk("LIST", [1, 2, 3])),
            "big.aiff": SoundFiles.aiff(swapped), "sowt.aifc": SoundFiles.aiff(samples, compression: "sowt"),
        ]
        for (name, bytes) in files { try write(name, bytes) }
        let names = files.keys.sorted()
        let specs = codecs(["flac", "wavpack"])
        for arguments in [[], ["--prefix", "3000"]] {
            let (records, _) = try run("raw\(arguments.count)", ["-e", specs] + arguments + names)
            #expect(records.allSatisfy { $0.status == .ok && $0.modality == .audio })
        }
        let (decoded, notes) = try run("decoded", ["--decode", "-e", specs] + names)
        #expect(decoded.allSatisfy { $0.status == .ok } && Set(decoded.map(\.itemSHA256)).count == 1)
        #expect(notes.contains("'pipe.wav' and 1 other: the header does not say how many samples"))
        #expect(notes.contains("'pipe.wav': left out of WAV files: LIST"))
    }

    @Test func alphaDepthsAndLossyFiles() throws {
        try write("alpha.pam", SampleImage(width: 20, height: 10, channelCount: 4).file)
        try write("deep.pgm", SampleImage(width: 20, height: 10, channelCount: 1, maximum: 1023).file)
        try write("bits.pbm", Array("P4\n20 3\n".utf8) + [1, 2, 0x30, 4, 5, 0x60, 7, 8, 0x90])
        try write("a.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + Array("JFIF".utf8))
        try write("b.jpg", [0xFF, 0xD8, 0xFF, 0xDB, 0, 16])
        let specs = codecs(["png", "jxl"])
        let pictures = try run("pictures", ["-e", specs, "alpha.pam", "deep.pgm", "bits.pbm"]).records
        #expect(pictures.allSatisfy { $0.status == .ok })
        let (lossy, notes) = try run("lossy", ["--decode", "-e", "store/png,1", "a.jpg", "b.jpg"])
        #expect(lossy.map(\.rawByteCount) == [10, 10, 6, 6] && lossy.allSatisfy { $0.modality == .image })
        #expect(notes.contains("'a.jpg' and 1 other: JPEG, lossy already: their own bytes are measured"))
    }

    @Test func curvesOfPicturesWithCommentsAndSoundsOfUnknownLength() throws {
        let picture = SampleImage(width: 300, height: 20)
        try write("wide.ppm", Array("P6\n# wider than the first positions\n300 20\n255\n".utf8) + picture.pixels)
        let sound = SampleSound(frameCount: 2000)
        let format = SoundFiles.chunk("fmt ", sound.format)
        try write(
            "zero.wav", SoundFiles.riff(format + SoundFiles.chunk("data", sound.samples, claiming: 0), claiming: 0))
        let records = try run("curves", ["--curve", "-e", "png,1/flac,1/lstm,1", "wide.ppm", "zero.wav"]).records
        let curves = RunFolder.readCurves(program.folder + "/curves").records
        for record in records where record.status == .ok {
            let bits = curves.filter { $0.codec == record.codec && $0.item == record.item }
            #expect(bits.count > 5, "\(record.codec) \(record.item)")
            #expect(abs(bits.reduce(0) { $0 + $1.bits } - 8 * Double(record.compressedByteCount ?? 0)) < 0.1)
        }
        #expect(records.filter { $0.status == .ok }.count == 4)
    }
}
