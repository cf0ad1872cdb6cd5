import Benchmarking
import Foundation
import OutsideText
import Testing

/// Files that change while the built program measures them. A codec changes them itself, so that no clock decides when.
@Suite struct ChangingFileTests {
    private static let quick = ["--runs", "1", "--min-time", "0", "--warmup", "0", "--rounds", "1"]
    private static let changed = TrialStatus.changedItem
    private let program: Program

    init() throws {
        program = try Program()
        try program.write("x", sampleText(20_000))
        try program.write("y", sampleText(3000, seed: 2))
        try program.write("other", sampleText(20_000, seed: 3))
        try program.write("kept", sampleText(20_000))
    }

    /// Copies its input, and where that is `x` does something to the file first. Starting is measured with a byte.
    private func meddler(_ command: String) throws -> String {
        try program.write(
            "meddle",
            "#!/bin/bash\ncat >copy\nif [ $(wc -c <copy) = 20000 ]; then cd '\(program.folder)'; \(command); fi\n")
        #expect(try program.shell("chmod +x meddle").status == 0)
        return "cmd:bash -c '\"\(program.folder)/meddle\" && cat copy'::cat"
    }

    private func run(_ specs: [String], _ options: [String] = []) throws -> ProgramResult {
        try program.result(
            of: program.start(
                ["run"] + specs.flatMap { ["-e", $0] } + Self.quick + ["-o", "o"] + options + ["x", "y"]))
    }

    private func statuses() throws -> [String: TrialStatus] {
        Dictionary(
            uniqueKeysWithValues: try RunFolder.read(program.folder + "/o").records.map {
                ("\($0.codec) \($0.item)", $0.status)
            })
    }

    @Test(arguments: [
        "cat other >x", "echo more >>x", "truncate -s 10 x", "cp other z; mv z x", "rm -f x",
        "rm x; mkfifo x", "rm x; mkdir x",
    ])
    func theRowsSayItAndResumingMendsThem(command: String) throws {
        let specs = ["zlib,1", try meddler(command), "store"]
        let result = try run(specs)
        #expect(result.status == 1 && result.errors.contains("the file of item 'x' changed"), "\(result.errors)")
        #expect(
            try statuses() == [
                "zlib x": .ok, "cmd x": Self.changed, "store x": Self.changed, "zlib y": .ok, "cmd y": .ok,
                "store y": .ok,
            ])
        #expect(try program.read("o/report.md").contains("the file changed during the run"))
        // Such a row holds no result of other bytes.
        let spoilt = try RunFolder.read(program.folder + "/o").records.filter { $0.status == Self.changed }
        #expect(
            spoilt.allSatisfy { $0.compressedByteCount == nil && $0.streamSHA256 == nil && $0.compression.runs == nil })
        // With its bytes back, and left alone.
        #expect(try program.shell("rm -rf x; cp kept x && sed -i '/^if/d' meddle").status == 0)
        let before = try RunFolder.read(program.folder + "/o").records.filter { $0.status == .ok }
        let resumed = try run(specs, ["--resume"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let after = try RunFolder.read(program.folder + "/o").records
        #expect(Array(after.prefix(before.count)) == before && after.count == 6)
        #expect(after.allSatisfy { $0.status == .ok } && Set(after.map(\.run)).count == 1)
        let samples = RunFolder.readSamples(program.folder + "/o")
        #expect(samples.count == after.reduce(0) { $0 + ($1.compression.runs ?? 0) + ($1.decompression.runs ?? 0) })
    }

    /// A record that goes away ends the run: what came next would be lost. It is not made anew.
    @Test(arguments: ["rm -r o", "rm o/results.csv", "mv o p", ": >o/samples.csv", "rm o/environment.json"])
    func aRecordThatGoesAwayEndsTheRun(command: String) throws {
        let specs = ["zlib,1", try meddler(command), "store"]
        let result = try run(specs)
        #expect(result.status == 1 && result.errors.contains("while the run went on"), "\(result.errors)")
        #expect(program.exists("o") == !["rm -r o", "mv o p"].contains(command))
        if command == "mv o p" {
            #expect(try RunFolder.read(program.folder + "/p").records.map(\.codec) == ["zlib"])
        }
    }

    @Test func resumingTakesTheNewBytes() throws {
        let specs = ["zlib,1", try meddler("cat other >x"), "store"]
        #expect(try run(specs).status == 1)
        let before = try RunFolder.read(program.folder + "/o").records.filter { $0.item == "y" }
        let resumed = try run(specs, ["--resume"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let contents = try RunFolder.read(program.folder + "/o")
        #expect(contents.records.filter { $0.item == "y" } == before)
        let own = contents.records.filter { $0.item == "x" }
        #expect(own.count == 3 && Set(own.map(\.itemSHA256)).count == 1 && own.allSatisfy { $0.status == .ok })
        #expect(RunFolder.readItems(program.folder + "/o").first { $0.item == "x" }?.sha256 == own[0].itemSHA256)
        // From now on this is the run's item.
        #expect(try run(specs, ["--resume"]).status == 0)
        #expect(try program.shell("cp kept x").status == 0)
        let other = try run(specs, ["--resume"])
        #expect(other.status == 1 && other.errors.contains("contents have changed"), "\(other.errors)")
    }

    @Test func resumingWithoutTheFileKeepsItsRows() throws {
        let specs = ["zlib,1", try meddler("rm -f x")]
        #expect(try run(specs).status == 1)
        let before = try statuses()
        let resumed = try run(specs, ["--resume"])
        #expect(resumed.status == 1 && resumed.errors.contains("cannot read 'x'"), "\(resumed.errors)")
        #expect(try statuses() == before)
        #expect(try program.shell("cp kept x && sed -i '/^if/d' meddle").status == 0)
        #expect(try run(specs, ["--resume"]).status == 0)
        #expect(try statuses().values.allSatisfy { $0 == .ok })
    }

    @Test func aChangedItemIsNoRegression() throws {
        let specs = ["zlib,1", try meddler("cat other >x")]
        #expect(try run(specs).status == 1)
        #expect(try program.shell("cp kept x && mv o worse").status == 0)
        try program.write("meddle", "#!/bin/bash\ncat >copy\n")
        #expect(try run(specs).status == 0)
        let verdict = try program.run("compare", "o", "worse")
        #expect(verdict.status == 5 && verdict.errors.contains("the file of item 'x' changed"), "\(verdict.errors)")
    }

    #if os(Linux)
    /// What is another file for every process is measured by its own path, or refused.
    @Test func pathsThatOnlyThisProcessKnows() throws {
        let options = "-e store \(Self.quick.joined(separator: " ")) -q -o"
        for (place, path) in [("0", "/dev/stdin"), ("5", "/dev/fd/5"), ("5", "/proc/self/fd/5")] {
            #expect(try program.shell("rm -rf o; exec \"$0\" run \(options) o \(path) \(place)<x").status == 0)
            let record = try #require(try RunFolder.read(program.folder + "/o").records.first)
            #expect(record.status == .ok && record.rawByteCount == 20_000 && record.compressedByteCount == 20_000)
        }
        for (line, message) in [
            ("exec \"$0\" run \(options) p /proc/self/maps", "makes up its contents"),
            ("exec \"$0\" run \(options) p /sys/kernel/mm/transparent_hugepage/enabled", "makes up its contents"),
            ("exec 5<other; rm other; exec \"$0\" run \(options) p /dev/fd/5", "it has no name"),
            ("cat x | \"$0\" run \(options) p /dev/stdin", "copy its bytes into a file"),
            ("cat x | \"$0\" run \(options) p -", "copy them into a file"),
        ] {
            let result = try program.shell(line)
            #expect(result.status == 1 && result.errors.contains(message), "\(line): \(result.errors)")
        }
        #expect(!program.exists("p"))
    }
    #endif
}
