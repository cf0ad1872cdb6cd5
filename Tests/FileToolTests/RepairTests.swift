import Foundation
import Testing

/// `ncbench repair`, as a stranger meets it.
@Suite struct RepairTests {
    let tool: FileTool

    init() throws {
        tool = try FileTool()
        try tool.write(Self.picture, to: "picture.pgm")
        try tool.write(GenerateTests.sound, to: "sound.wav")
        try tool.write(sampleData(3000), to: "text")
        try tool.write(Self.mask(width: 32, height: 24, Self.isMissing), to: "mask.pgm")
    }

    private static let picture: Data = {
        let pixels = (0..<768).map { UInt8(shade($0)) }
        return Data("P5\n# a comment that stays\n32 24\n255\n".utf8) + Data(pixels) + Data("behind the pixels".utf8)
    }()

    /// Of a slope.
    private static func shade(_ pixel: Int) -> Int { pixel % 32 * 5 + pixel / 32 * 2 }

    private static func isMissing(x: Int, y: Int) -> Bool { x >= 10 && x < 15 && y >= 8 && y < 12 }

    private static func mask(width: Int, height: Int, _ isMissing: (Int, Int) -> Bool) -> Data {
        let pixels = (0..<width * height).map { index -> UInt8 in isMissing(index % width, index / width) ? 255 : 0 }
        return Data("P5\n\(width) \(height)\n255\n".utf8) + Data(pixels)
    }

    @Test func onlyWhatIsMissingChanges() throws {
        var damaged = try tool.read("picture.pgm")
        let start = damaged.count - 768 - 17
        for row in 8..<12 { for column in 10..<15 { damaged[start + row * 32 + column] = 0 } }
        try tool.write(damaged, to: "damaged.pgm")
        let result = try tool.run("repair", "damaged.pgm", "--mask", "mask.pgm", "-o", "new.pgm")
        #expect(result.status == 0, "\(result.errors)")
        let repaired = try tool.read("new.pgm")
        #expect(try tool.read("damaged.pgm") == damaged, "the input is not touched")
        #expect(repaired.count == damaged.count)
        for index in damaged.indices {
            let pixel = index - start
            let isMissing = pixel >= 0 && pixel < 768 && Self.isMissing(x: pixel % 32, y: pixel / 32)
            if isMissing {
                #expect(abs(Int(repaired[index]) - Self.shade(pixel)) <= 4)
            } else {
                #expect(repaired[index] == damaged[index])
            }
        }
    }

    /// A bitmap stays one, and a picture of few colours gets no others.
    @Test func fewColoursStayFew() throws {
        let colours: [[UInt8]] = [[10, 200, 30], [250, 0, 90], [40, 40, 40]]
        var pixels: [UInt8] = []
        for pixel in 0..<768 {
            let patch: Int = pixel % 32 / 5 + pixel / 128
            pixels += colours[patch % 3]
        }
        for pixel in 0..<768 where Self.isMissing(x: pixel % 32, y: pixel / 32) {
            pixels.replaceSubrange(3 * pixel..<3 * pixel + 3, with: [1, 2, 3])
        }
        try tool.write(Data("P6\n32 24\n255\n".utf8) + Data(pixels), to: "few.ppm")
        #expect(try tool.run("repair", "few.ppm", "--mask", "mask.pgm", "-o", "new.ppm").status == 0)
        let repaired = Array(try tool.read("new.ppm").suffix(3 * 768))
        for pixel in 0..<768 { #expect(colours.contains(Array(repaired[3 * pixel..<3 * pixel + 3]))) }
        let bits = "P1\n32 24\n" + (0..<768).map { ($0 % 32 + $0 / 32) % 7 < 3 ? "1" : "0" }.joined(separator: " ")
        try tool.write(Data(bits.utf8), to: "bits.pbm")
        let result = try tool.run("repair", "bits.pbm", "--mask", "mask.pgm", "-o", "-")
        #expect(result.status == 0, "\(result.errors)")
        #expect(Set(result.output.suffix(768)).count == 2)
    }

    @Test(arguments: ["model", "janssen", "janssen-large", "linear"]) func gapsOfSound(method: String) throws {
        let sound = GenerateTests.sound
        let result = try tool.run(
            "repair", "sound.wav", "--gap", "25ms-30ms", "--gap", "400-410", "--method", method, "-o", "-")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.count == sound.count)
        let gaps = [200..<240, 400..<410]
        for index in sound.indices where !gaps.contains(where: { $0.contains((index - 44) / 2) }) || index < 44 {
            #expect(result.output[index] == sound[index])
        }
        #expect(result.output != sound)
    }

    @Test func textIsFilledFromBothSides() throws {
        let text = String(repeating: "The quick brown fox jumps over the lazy dog. ", count: 40)
        var damaged = Array(text.utf8)
        for index in 910..<916 { damaged[index] = UInt8(ascii: "?") }
        try tool.write(Data(damaged), to: "damaged")
        try tool.write(Data("# bytes\n910-916 # a word\r\n".utf8), to: "ranges")
        #expect(try tool.run("repair", "damaged", "--mask", "ranges", "-o", "new").status == 0)
        #expect(String(decoding: try tool.read("new"), as: UTF8.self) == text)
    }

    /// What only the text behind the gap tells is found by reading from there.
    @Test func theFarSideSaysWhatIsMissing() throws {
        var state: UInt32 = 5
        func word() -> String {
            String(
                (0..<7).map { _ in
                    state = state &* 1_664_525 &+ 1_013_904_223
                    return Character(Unicode.Scalar(UInt8(97 + state >> 16 % 26)))
                })
        }
        let lines = (0..<150).map { _ in "\(word()) \(word()) is \(word())\n" }
        let text = (lines + lines.reversed()).joined()
        // The first two words of a line.
        let start = 210 * 27
        var damaged = Array(text.utf8)
        for index in start..<start + 15 { damaged[index] = UInt8(ascii: "?") }
        try tool.write(Data(damaged), to: "damaged")
        #expect(try tool.run("repair", "damaged", "--gap", "\(start)-\(start + 15)", "-o", "new").status == 0)
        #expect(String(decoding: try tool.read("new"), as: UTF8.self) == text)
    }

    @Test func evaluationIsTheSameEachTime() throws {
        // Room for a gap of 50 ms and its surroundings.
        try tool.write(GenerateTests.sound(frames: 1300), to: "sound.wav")
        for name in ["a.csv", "b.csv"] {
            let result = try tool.run("repair", "--evaluate", "sound.wav", "-o", name)
            #expect(result.status == 0, "\(result.errors)")
        }
        let rows = String(decoding: try tool.read("a.csv"), as: UTF8.self).split(separator: "\n")
        #expect(rows.first?.hasPrefix("item,kind,damage,missing,method,psnr_db") == true)
        #expect(rows.count == 1 + 3 * 4)
        #expect(rows.dropFirst().allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 10 })
        #expect(try tool.read("a.csv") == (try tool.read("b.csv")))
        let names = try tool.names()
        #expect(try tool.run("repair", "--evaluate", "sound.wav", "-o", "a.csv").status == 1, "is there already")
        #expect(try tool.run("repair", "--evaluate", "text", "-f", "-o", "a.csv").status == 1)
        #expect(try tool.names() == names)
        #expect(try tool.read("a.csv") == (try tool.read("b.csv")))
    }

    @Test func whatWasEvaluatedIsKept() throws {
        let result = try tool.run(
            "repair", "--evaluate", "picture.pgm", "--side", "24", "--keep", "kept", "-o", "table.csv")
        #expect(result.status == 0, "\(result.errors)")
        let rows = String(decoding: try tool.read("table.csv"), as: UTF8.self).split(separator: "\n")
        #expect(rows.contains { $0.hasPrefix("picture,image,half,") && $0.contains(",model,") })
        #expect(result.errors.contains("no room for holes-16x16"), "\(result.errors)")
        let start = "P5\n24 24\n255\n".utf8.count
        let (mask, original) = (try tool.read("kept/picture-half-mask.pgm"), try tool.read("kept/picture.pnm"))
        let (damaged, repaired) = (
            try tool.read("kept/picture-half-damaged.pnm"), try tool.read("kept/picture-half-repaired.pnm")
        )
        #expect(original.count == start + 576)
        // The middle: from the fifth column on.
        #expect(original[start] == UInt8(Self.shade(4)))
        for index in original.indices {
            let isMissing = index >= start && mask[index] != 0
            #expect(damaged[index] == (isMissing ? 0 : original[index]))
            if !isMissing { #expect(repaired[index] == original[index]) }
        }
    }

    @Test(
        arguments: [
            (["picture.pgm"], 64, "what is missing"),
            (["picture.pgm", "--mask", "small.pgm"], 64, "the mask is 8 by 8"),
            (["picture.pgm", "--mask", "white.pgm"], 64, "everything is missing"),
            (["picture.pgm", "--mask", "black.pgm"], 64, "nothing is missing"),
            (["picture.pgm", "--mask", "text"], 64, "the mask of a picture"),
            (["picture.pgm", "--gap", "1-2"], 64, "--mask"), (["sound.wav", "--mask", "mask.pgm"], 64, "ranges"),
            (["sound.wav", "--gap", "1s-2s"], 64, "past the end: there are 600"),
            (["sound.wav", "--gap", "30-20"], 64, "empty"), (["sound.wav", "--gap", "0-600"], 64, "everything"),
            (["sound.wav", "--gap", "20ms-1"], 64, "both its bounds"),
            (["sound.wav", "--gap", "0.01-0.02"], 64, "0.01-0.02"),
            (["sound.wav", "--gap", "-1-5"], 64, "'-1-5'"), (["sound.wav", "--gap", "50ms-80ms"], 64, "0.075 s"),
            (["text", "--gap", "1-2", "--seed", "-1"], 64, "'-1'"), (["-", "--mask", "-"], 64, "one file"),
            (["photo", "--mask", "mask.pgm"], 1, "JPEG files are not read; PNG or PPM files are"),
            (["picture.pgm", "--mask", "scan"], 1, "TIFF"), (["text", "--mask", "blank"], 1, "names no range"),
            (["picture.pgm", "--mask", "mask.pgm", "--method", "linear"], 64, "--method is of sounds"),
            (["sound.wav", "--evaluate", "--method", "linear"], 64, "all methods"),
            (["sound.wav", "--gap", "xyz"], 64, "xyz"), (["text", "--gap", "0.1s-0.2s"], 64, "bytes"),
            (["text", "--gap", "2999-3001"], 64, "past the end"), (["text", "--mask", "text"], 1, "line 1"),
            (["text", "--gap", "1-2", "--method", "magic"], 64, "magic"),
            (["none", "--gap", "1-2"], 1, "none: cannot open"),
            (["text", "--gap", "1-2", "--mask", "mask.pgm"], 64, "contradict"),
            (["text", "--evaluate"], 1, "only pictures and sounds"),
            (["picture.pgm", "--evaluate", "--side", "0"], 64, "--side"),
            (["picture.pgm", "--mask", "white.pgm", "--side", "9"], 64, "--evaluate"),
        ] as [([String], Int32, String)])
    func badInputIsRefused(arguments: [String], status: Int32, word: String) throws {
        try tool.write(Data("# none\n\n".utf8), to: "blank")
        try tool.write(Data("MM\0*".utf8) + Data(count: 60), to: "scan")
        try tool.write(Data([0xFF, 0xD8, 0xFF, 0xE0]) + Data(count: 60), to: "photo")
        try tool.write(Self.mask(width: 8, height: 8) { $0 > 3 && $1 > 3 }, to: "small.pgm")
        try tool.write(Self.mask(width: 32, height: 24) { _, _ in true }, to: "white.pgm")
        try tool.write(Self.mask(width: 32, height: 24) { _, _ in false }, to: "black.pgm")
        let names = try tool.names()
        let result = try tool.run(["repair"] + arguments + ["-o", "new"])
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(word), "\(result.errors)")
        // Also of what is found only when the command runs.
        if status == 64 { #expect(result.errors.contains("ncbench repair "), "\(result.errors)") }
        #expect(try tool.names() == names, "nothing is left behind")
    }

    /// What is kept never takes the place of what was read, nor, unasked, of anything else.
    @Test func keptFilesReplaceNothing() throws {
        for name in ["kept", "other"] {
            try FileManager.default.createDirectory(at: tool.url(name), withIntermediateDirectories: false)
        }
        try tool.write(Data("P5\n8 8\n255\n".utf8) + Data(count: 64), to: "kept/here.pnm")
        try tool.write(Self.picture, to: "other/picture.pgm")
        let before = try tool.read("kept/here.pnm")
        for (arguments, status, word) in [
            (["kept/here.pnm", "--keep", "kept", "-f"], 1, "lies in the folder"),
            (["picture.pgm", "--keep", "kept"], 1, "--force"),
            (["picture.pgm", "--keep", "."], 1, "lies in the folder"),
            (["picture.pgm", "other/picture.pgm", "--keep", "new"], 64, "two files"),
        ] as [([String], Int32, String)] {
            let result = try tool.run(["repair", "--evaluate", "-o", "table.csv", "--side", "24"] + arguments)
            #expect(result.status == status && result.errors.contains(word), "\(arguments): \(result.errors)")
        }
        #expect(try tool.read("kept/here.pnm") == before)
        #expect(try !tool.names().contains("new") && !tool.names().contains("table.csv"))
        let result = try tool.run(
            "repair", "--evaluate", "picture.pgm", "--side", "24", "--keep", "kept", "-f", "-o", "table.csv")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try tool.read("kept/here.pnm") == before)
    }
}
