import Foundation
import Testing

/// `ncbench generate`, as a stranger meets it.
@Suite struct GenerateTests {
    let tool: FileTool

    init() throws {
        tool = try FileTool()
        try tool.write(sampleData(2000), to: "text")
        try tool.write(Self.picture, to: "picture.pgm")
        try tool.write(Self.sound, to: "sound.wav")
    }

    static let picture: Data = {
        let pixels = (0..<192).map { index -> UInt8 in UInt8(index % 16 * 10 + index / 16) }
        return Data("P5\n16 12\n255\n".utf8) + Data(pixels)
    }()

    static let sound = sound(frames: 600)

    static func sound(frames: Int) -> Data {
        let samples = (0..<frames).flatMap { index -> [UInt8] in
            let value = Int16((index % 50 - 25) * 300 + index % 7)
            return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
        }
        var header = Data("RIFF".utf8)
        func number(_ value: Int, _ bytes: Int) {
            for index in 0..<bytes { header.append(UInt8(value >> (8 * index) & 255)) }
        }
        number(36 + samples.count, 4)
        header += Data("WAVEfmt ".utf8)
        for (value, bytes) in [(16, 4), (1, 2), (1, 2), (8000, 4), (16_000, 4), (2, 2), (16, 2)] {
            number(value, bytes)
        }
        header += Data("data".utf8)
        number(samples.count, 4)
        return header + Data(samples)
    }

    @Test func textGoesOnTheSameEverywhere() throws {
        for name in ["a", "b"] {
            let result = try tool.run(
                "generate", "-e", "lstm,1", "--continue", "text", "--length", "120", "--seed", "3", "-o", name)
            #expect(result.status == 0, "\(result.errors)")
        }
        let first = try tool.read("a")
        #expect(first.count == 2120)
        #expect(first.prefix(2000) == (try tool.read("text")))
        #expect(first == (try tool.read("b")))
        let prompt = try tool.run(
            "generate", "-e", "mix,1", "--learn", "text", "--prompt", "the mat", "--length", "10", "-o", "-")
        #expect(prompt.status == 0, "\(prompt.errors)")
        #expect(prompt.output.count == 17)
        #expect(prompt.output.starts(with: Data("the mat".utf8)))
    }

    /// What a training left goes on by itself, after a prompt, and after a text; it is for texts alone.
    @Test func trainedNetworksGoOn() throws {
        let lines = (0..<300).map { "line \($0) of the records says \($0 * 7 % 13)\n" }.joined()
        try tool.write(Data(lines.utf8), to: "records")
        let training = try tool.run(
            "train", "-e", "rnn,1", "--records", "--epochs", "1", "-o", "m.ncw", "records")
        #expect(training.status == 0, "\(training.errors)")
        let free = try tool.run("generate", "--model", "m.ncw", "--length", "50", "-o", "-")
        #expect(free.status == 0 && free.output.count == 50, "\(free.errors)")
        #expect(try tool.run("generate", "-e", "rnn,1@m.ncw", "--length", "50", "-o", "-").output == free.output)
        let prompt = try tool.run(
            "generate", "--model", "m.ncw", "--prompt", "line 7", "--length", "20", "-o", "-")
        #expect(prompt.status == 0 && prompt.output.starts(with: Data("line 7".utf8)), "\(prompt.errors)")
        #expect(prompt.output.count == 26)
        let text = try tool.run(
            "generate", "--model", "m.ncw", "--continue", "text", "--length", "20", "-o", "-", "--threads", "2")
        #expect(text.status == 0 && text.output.count == 2020, "\(text.errors)")
        for (arguments, words) in [
            (["--model", "m.ncw", "--prompt", "§"], "nowhere"), (["--model", "text"], "no trained networks"),
            (["-e", "rnn,3", "--model", "m.ncw"], "weights of rnn,1"),
            (["-e", "rnn,1@m.ncw", "--model", "m.ncw"], "another"),
            (["--model", "m.ncw", "--continue", "picture.pgm"], "bytes alone"),
            (["--model", "m.ncw", "--measure"], "--measure"),
        ] {
            let result = try tool.run(["generate", "--length", "5", "-o", "x"] + arguments)
            #expect(result.status == 64 && result.errors.contains(words), "\(arguments): \(result.errors)")
            #expect(try !tool.names().contains("x"))
        }
        let missing = try tool.run("generate", "--model", "none", "--length", "5", "-o", "x")
        #expect(missing.status == 1 && missing.errors.contains("none: cannot open"), "\(missing.errors)")
        // The model is read, like any input, and so is the data that a training reads.
        let model = try tool.read("m.ncw")
        for arguments in [
            ["generate", "--model", "m.ncw", "--length", "5"], ["compress", "-e", "rnn,1@m.ncw", "text"],
            ["train", "-e", "rnn,1", "--records", "--epochs", "1", "m.ncw"],
        ] {
            let result = try tool.run(arguments + ["-f", "-o", "m.ncw"])
            #expect(result.status == 1 && result.errors.contains("same file"), "\(arguments): \(result.errors)")
            #expect(try tool.read("m.ncw") == model)
        }
    }

    @Test func picturesAndSoundsGoOn() throws {
        #expect(
            try tool.run("generate", "-e", "mix,1", "--continue", "picture.pgm", "--length", "4", "-o", "p").status == 0
        )
        let named = try tool.run("generate", "-e", "mix,1", "--continue", "picture.pgm", "--length", "1", "-o", "p.png")
        #expect(named.status == 0 && named.errors.contains("holds a PNM file"), "\(named.errors)")
        let picture = try tool.read("p")
        #expect(picture.starts(with: Data("P5\n16 16\n255\n".utf8)))
        #expect(picture.dropFirst(13).prefix(192) == Self.picture.dropFirst(13))
        #expect(picture.count == 13 + 256)
        #expect(
            try tool.run("generate", "-e", "mix,1", "--continue", "sound.wav", "--length", "50ms", "-o", "s").status
                == 0)
        let sound = try tool.read("s")
        #expect(sound.count == 44 + 2 * 1000)
        #expect(sound.dropFirst(44).prefix(1200) == Self.sound.dropFirst(44))
        #expect(sound.dropFirst(40).prefix(4) == Data([0xD0, 0x07, 0, 0]))
    }

    @Test func measuresArePrinted() throws {
        let result = try tool.run(
            "generate", "-e", "mix,1", "--learn", "text", "--length", "150", "-o", "a", "--measure")
        let output = String(decoding: result.output, as: UTF8.self)
        #expect(result.status == 0, "\(result.errors)")
        for word in ["held out:", "over the last 200", "new passages of 8", "longest copy", "xz,6"] {
            #expect(output.contains(word), "\(word): \(output)")
        }
        #expect(!output.contains("at the end"))
        let long = try tool.run(
            "generate", "-e", "mix,1", "--learn", "text", "--length", "600", "-o", "b", "--measure")
        #expect(String(decoding: long.output, as: UTF8.self).contains("xz,6, bytes at the end"), "\(long.errors)")
    }

    @Test(
        arguments: [
            (["--continue", "text", "--length", "0"], 64, "1 on"),
            (["--continue", "text", "--length", "1GB"], 64, "1 to"),
            (["--continue", "text", "--length", "2s"], 64, "bytes"),
            (["--continue", "text", "--length", "-4"], 64, "1 on"),
            (["--continue", "sound.wav", "--length", "4KiB"], 64, "frames"),
            (["--continue", "picture.pgm", "--length", "99999999"], 64, "rows"),
            (["--continue", "text", "--length", "5", "--temperature", "-1"], 64, "--temperature"),
            (["--continue", "text", "--length", "5", "--temperature", "nan"], 64, "--temperature"),
            (["--continue", "text", "--length", "5", "--top-p", "0"], 64, "--top-p"),
            (["--length", "5"], 64, "--learn"), (["--prompt", "x", "--length", "5"], 64, "--learn"),
            (["--learn", "text", "--prompt", "", "--length", "5"], 64, "empty"),
            (["--learn", "text", "--prompt", "the Zoo", "--length", "5"], 64, "90 ('Z')"),
            (["--learn", "text", "--prompt", "t", "--continue", "text", "--length", "5"], 64, "contradict"),
            (["--learn", "text", "--continue", "sound.wav", "--length", "5"], 64, "one kind"),
            (["-e", "lstm,1", "--continue", "picture.pgm", "--length", "5"], 64, "mix"),
            (["-e", "zlib,6", "--continue", "text", "--length", "5"], 64, "zlib"),
            (["--continue", "none", "--length", "5"], 1, "none: cannot open"),
            (["--continue", "empty", "--length", "5"], 1, "nothing to learn"),
            (["--continue", "cut.pgm", "--length", "5"], 1, "cut.pgm"),
            (["--continue", "out", "--length", "5", "-f"], 1, "same file"),
            (["--continue", "scan", "--length", "5"], 1, "TIFF"),
            (["--continue", "text", "--length", "18446744073709551616"], 64, "invalid"),
            (["--learn", "picture.pgm", "--continue", "narrow.pgm", "--length", "5"], 64, "16 by 12"),
            (["--continue", "-", "--learn", "-", "--length", "5"], 64, "one file"),
            (["--continue", "text", "--length", "5", "--seed", "-1"], 64, "'-1'"),
            (["-e", "zlib,6", "--continue", "text", "--length", "5"], 64, "transformer"),
        ] as [([String], Int32, String)])
    func badInputIsRefused(arguments: [String], status: Int32, word: String) throws {
        try tool.write(Data(), to: "empty")
        try tool.write(Data("II*\0".utf8) + Data(count: 60), to: "scan")
        try tool.write(Self.picture.prefix(60), to: "cut.pgm")
        try tool.write(Data("P5\n2 2\n255\nabcd".utf8), to: "narrow.pgm")
        try tool.write(sampleData(100), to: "out")
        let names = try tool.names()
        let codec = arguments.contains("-e") ? [] : ["-e", "mix,1"]
        let target = arguments.contains("out") ? "out" : "new"
        let result = try tool.run(["generate"] + arguments + codec + ["-o", target])
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(word), "\(result.errors)")
        #expect(try tool.names() == names, "nothing is left behind")
        #expect(try tool.read("out") == sampleData(100))
    }
}
