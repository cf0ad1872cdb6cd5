import Testing

/// `levels`, `kernels` and `tune`: what those see who look at the in-house coders themselves.
@Suite struct NeuralCommandTests {
    @Test func levelsAreSetBesideOtherCodecs() throws {
        let program = try Program()
        try program.write("a.txt", sampleText(4000))
        let result = try program.run("levels", "--levels", "1-2,4", "-e", "zlib,9", "a.txt")
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.first == "a.txt: 4000 bytes, 1 thread")
        #expect(
            lines.dropFirst(2).map { $0.prefix { $0 != " " } } == [
                "zlib,9", "mix,1", "mix,2", "mix,4", "lstm,1", "lstm,2", "lstm,4",
            ])
        // The size is that of the stream which the file tool writes.
        try program.run("compress", "-2", "-k", "-q", "-o", "a.ncb", "a.txt")
        let size = try program.shell("wc -c < a.ncb").output.filter(\.isNumber)
        let row = try #require(lines.first { $0.hasPrefix("mix,2") })
        #expect(row.split(separator: " ")[1] == size)
    }

    @Test(arguments: [
        (["levels", "--levels", "0", "a"], "--levels"), (["levels", "--levels", "5-3", "a"], "--levels"),
        (["levels", "-e", "zlib,77,", "a"], "zlib"), (["levels"], "file"),
        (["levels", "--coders", "xz", "a"], "--coders"),
        (["tune", "a"], "--model"), (["tune", "-m", "L63", "a"], "multiple of eight"),
        (["tune", "-m", "X64", "a"], "none of L"), (["tune", "-m", "12", "a"], "no level 12"),
        (["tune", "-m", "mix,11", "a"], "no level of mix"), (["kernels", "--coder", "zlib"], "zlib"),
        (["tune", "-m", "L64", "--horizon", "33", "a"], "carry"), (["kernels", "--build", "avx1024"], "avx1024"),
    ])
    func badArgumentsAreNamed(arguments: [String], word: String) throws {
        let program = try Program()
        try program.write("a", "text")
        let result = try program.result(of: program.start(arguments))
        #expect(result.status == 64)
        #expect(result.errors.contains(word), "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test(arguments: [["levels", "none"], ["tune", "-m", "1", "none"], ["kernels", "--sample", "none"]])
    func aMissingFileIsNamed(arguments: [String]) throws {
        let program = try Program()
        let result = try program.result(of: program.start(arguments))
        #expect(result.status == 1)
        #expect(result.errors.contains("none"))
    }

    @Test func modelsAreTriedOnSeveralFiles() throws {
        let program = try Program()
        try program.write("a", sampleText(3000))
        try program.write("b", sampleText(2000, seed: 9))
        let result = try program.run("tune", "-m", "1", "-m", "L16,Q16+L8", "--replays", "1", "a", "b")
        #expect(result.status == 0, "\(result.errors)")
        let rows = result.output.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(rows.map(\.first) == ["model", "1", "L16,Q16+L8"])
        #expect(rows.allSatisfy { $0.count == 5 })
        #expect(rows.dropFirst().allSatisfy { Int($0[1]) ?? .max < 3000 && Int($0[2]) ?? .max < 2000 })
    }

    /// Networks and counts together are smaller than either alone, and every part has its line.
    @Test func partsOfMixAreSetBesideEachOther() throws {
        let program = try Program()
        try program.write("a", sampleText(3000))
        let result = try program.run("tune", "-m", "mix,1", "-m", "mix,5", "--leave-out", "a")
        #expect(result.status == 0, "\(result.errors)")
        let rows = result.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(rows.allSatisfy { $0.count == 4 })
        let sizes = Dictionary(rows.compactMap { row in Int(row[1]).map { (row[0], $0) } }, uniquingKeysWith: { $1 })
        let whole = try #require(sizes["mix,5"])
        #expect(try #require(sizes["its networks alone"]) > whole && #require(sizes["without networks"]) > whole)
        for part in ["without order2", "without word", "without by match", "without estimations"] {
            #expect(rows.count { $0[0] == part } == 2, "\(part)")
        }
        #expect(try #require(sizes["mix,1"]) > whole)
    }

    @Test func kernelsAreSetAgainstThePeak() throws {
        let program = try Program()
        try program.write("a", sampleText(2000))
        let result = try program.run("kernels", "--levels", "1", "--sample", "a")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("peak of this core:"))
        for name in ["training step, encoding", "training step, decoding", "matrix × vector", "cell forward"] {
            let line = result.output.split(separator: "\n").first { $0.contains(name) }
            #expect(line?.contains("µs") == true, "\(name)")
        }
        let mix = try program.run("kernels", "--coder", "mix", "--levels", "1,5", "--sample", "a")
        #expect(mix.status == 0, "\(mix.errors)")
        for name in [
            "bytes, encoding", "bytes, decoding", "pixels, encoding", "samples, encoding", "mixing a bit",
            "learning a bit", "mixing a decision",
        ] {
            let lines = mix.output.split(separator: "\n").filter { $0.contains(name) }
            #expect(lines.count == 2 && lines.allSatisfy { $0.contains("µs") }, "\(name)")
        }
    }
}
