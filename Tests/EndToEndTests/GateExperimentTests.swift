import Testing

/// `GateExperiment` on runs of the built program, with slowdowns that no load of the machine can hide.
@Suite struct GateExperimentTests {
    private let program: Program

    init() throws {
        program = try Program()
        try program.write("novel.txt", sampleText(20_000))
        try program.write("other.txt", sampleText(9_000, seed: 7))
    }

    private func experiment(_ arguments: [String]) throws -> ProgramResult {
        try program.result(of: program.start(arguments, program: Program.path(of: "GateExperiment")))
    }

    @Test func runsThatAreCompared() throws {
        let folders = ["a1", "a2", "a3", "a4"]
        // Fewer items than four decide nothing.
        for name in ["third.txt", "fourth.txt"] { try program.write(name, sampleText(7_000, seed: UInt32(name.count))) }
        for folder in folders {
            let run = try program.run(
                "run", "-e", "store", "novel.txt", "other.txt", "third.txt", "fourth.txt", "--runs", "6", "--rounds",
                "6", "--min-time", "0",
                "--quiet", "--output", folder)
            #expect(run.status == 0, "\(run.errors)")
        }
        let result = try experiment(folders + ["--slowdown", "100000", "--comparisons", "5"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("false alarms in 5 comparisons (0 without a test)"), "\(result.output)")
        for direction in ["compress", "decompress"] {
            #expect(result.output.contains("store \(direction) 100000 % slower: found in 5 of 5"), "\(result.output)")
        }
        #expect(try experiment(["a1", "a2"]).status == 64)
    }

    @Test func buildsInTurns() throws {
        let run = try program.run(
            "ab", "--base", Program.path, "--new", Program.path, "-e", "store", "novel.txt", "other.txt", "--runs", "8",
            "--quiet", "--output", "ab", "--limit", "ctime=off,dtime=off,memory=off")
        #expect(run.status == 0, "\(run.errors)")
        let usual = ["ab", "ab", "--rounds", "4", "--comparisons", "5"]
        let found = try experiment(usual + ["--slowdown", "100000"])
        #expect(found.status == 0 && found.output.hasPrefix("4 rounds, about "), "\(found.errors)")
        #expect(found.output.contains("store compress 100000 % slower: found in 5 of 5"), "\(found.output)")
        // Where times are not judged, nothing is found and nothing a false alarm.
        let silent = try experiment(usual + ["--sensitivity", "--limit", "ctime=off,dtime=off,memory=off"])
        #expect(silent.output.contains("nothing changed: 0 false alarms in 5 comparisons"), "\(silent.output)")
        #expect(silent.output.contains("store decompress: more than 200 % is found"), "\(silent.output)")
        let short = try experiment(["ab", "ab", "--rounds", "5"])
        #expect(short.status == 64 && short.errors.contains("has 8 rounds"), "\(short.errors)")
    }
}
