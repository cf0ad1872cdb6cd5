import Benchmarking
import CodecInterface
import Corpora
import Foundation
import OutsideText
import Testing

/// The user's own files: lists, media files, damage, and the views that only some runs take.
@Suite struct FileChoiceTests {
    private let program: Program

    init() throws {
        program = try Program()
        try program.write("a", sampleText(3000))
        try program.write("b c", sampleText(500, seed: 2))
        try program.write("picture.ppm", "P3\n2 2\n255\n1 2 3 4 5 6 7 8 9 10 11 12\n")
        try program.write("damaged.pgm", "P5\n20 20\n255\nshort")
    }

    private let quick = ["--runs", "1", "--min-time", "0", "--warmup", "0", "--rounds", "1", "--isolation", "none"]

    private func run(_ arguments: [String]) throws -> ProgramResult {
        try program.result(of: program.start(["run", "-e", "store"] + quick + arguments))
    }

    private func records(_ folder: String = "o") throws -> [TrialRecord] {
        try RunFolder.read(program.folder + "/" + folder).records
    }

    @Test func listsOfPaths() throws {
        try program.write("list", "a\nb c\r\n\n")
        #expect(try run(["--files-from", "list", "-o", "o"]).status == 0)
        #expect(try records().map(\.item) == ["a", "b c"])
        let piped = try program.shell(
            "printf 'a\\0b c\\0' | \"$0\" run -e store --files-from - --null \(quick.joined(separator: " ")) -o p")
        #expect(piped.status == 0, "\(piped.errors)")
        #expect(try records("p").map(\.item) == ["a", "b c"])
        #expect(try run(["--files-from", "nowhere", "-o", "q"]).status == 1)
    }

    @Test func decodingMeasuresSamples() throws {
        #expect(try run(["--decode", "-o", "o", "picture.ppm", "a"]).status == 0)
        let records = try records()
        #expect(records.map(\.item) == ["picture.ppm[decoded]", "a"])
        #expect(records.map(\.rawByteCount) == [23, 3000])
        let items = RunFolder.readItems(program.folder + "/o")
        #expect(items.first?.media?.pixelCount == 4 && items.first?.media?.sampleCount == 12)
        #expect(items.last?.media == nil)
        // Without, the bytes of the file.
        #expect(try run(["-o", "p", "picture.ppm"]).status == 0)
        #expect(try self.records("p").first?.rawByteCount == 38)
        #expect(try self.records("p").first?.modality == .image)
    }

    @Test func damagedAndMissingFilesAreNamedAndTheOthersMeasured() throws {
        let result = try run(["--decode", "-o", "o", "damaged.pgm", "nowhere", "a"])
        #expect(result.status == 1)
        #expect(result.errors.contains("'damaged.pgm' at byte 18"), "\(result.errors)")
        #expect(result.errors.contains("'nowhere': No such file"))
        #expect(try records().map(\.item) == ["a"])
        // Sound, but without a plain form: samples that are coded.
        try program.write(
            "adpcm.wav",
            "RIFF\u{30}\0\0\0WAVEfmt \u{10}\0\0\0\u{2}\0\u{1}\0@\u{1F}\0\0\0}\0\0\u{4}\0\u{20}\0data\u{4}\0\0\0\0\0\0\0"
        )
        let coded = try run(["--decode", "-o", "f", "adpcm.wav", "a"])
        #expect(coded.status == 0 && coded.errors.contains("NOTE: 'adpcm.wav'"), "\(coded.errors)")
        // What nobody decodes is not damaged.
        #expect(try run(["-o", "p", "damaged.pgm"]).status == 0)
    }

    @Test func theKindOfDataCanBeSaid() throws {
        #expect(try run(["--as", "binary", "-o", "o", "a", "picture.ppm"]).status == 0)
        #expect(try records().allSatisfy { $0.modality == .binary })
        #expect(try run(["--as", "smell", "-o", "p", "a"]).status == 64)
        #expect(try run(["--decode", "-o", "p"]).status == 64)
        #expect(try run(["--curve", "a"]).status == 64)
    }

    @Test func blockSizesAndCurves() throws {
        let arguments = ["-e", "zlib,6/lstm,1", "--curve", "--block-size", "512,1KiB,whole", "-o", "o", "a"]
        let result = try run(arguments)
        #expect(result.status == 0, "\(result.errors)")
        let records = try records()
        #expect(records.count == 9 && records.allSatisfy { $0.status == .ok })
        let zlib = records.filter { $0.codec == "zlib" }
        #expect(zlib.map(\.blockByteCount) == [512, 1024, nil])
        let sizes = zlib.compactMap(\.compressedByteCount)
        #expect(sizes.count == 3 && sizes[0] > sizes[1] && sizes[1] > sizes[2])
        let curves = RunFolder.readCurves(program.folder + "/o").records
        for codec in ["store", "zlib", "lstm"] {
            let bits = curves.filter { $0.codec == codec }.reduce(0) { $0 + $1.bits }
            let size = records.first { $0.codec == codec && $0.blockByteCount == nil }?.compressedByteCount ?? 0
            #expect(abs(bits - 8 * Double(size)) < 0.1, "\(codec)")
        }
        let again = try run(arguments + ["--resume"])
        #expect(again.status == 0, "\(again.errors)")
        #expect(RunFolder.readCurves(program.folder + "/o").records == curves)
        #expect(try run(["--block-size", "1KiB,none", "a"]).status == 64)
    }
}
