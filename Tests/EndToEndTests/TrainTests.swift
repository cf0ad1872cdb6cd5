import Benchmarking
import Corpora
import Foundation
import OutsideText
import Testing

/// `ncbench train`, and runs over records.
@Suite struct TrainTests {
    private static func log(_ range: Range<Int>) -> String {
        range.map {
            "{\"time\":\"12:\(10 + $0 % 50)\",\"host\":\"h\($0 % 7)\",\"event\":\"login\",\"user\":\"u\($0 * 7919 % 1009)\",\"port\":\($0 * 104_729 % 60_000)}\n"
        }.joined()
    }

    private func program() throws -> Program {
        let program = try Program()
        try program.write("records", Self.log(0..<500))
        return program
    }

    @Test(arguments: ["zstd,19", "mix,1"]) func theFileHelpsOnWhatWasHeldOut(spec: String) throws {
        let program = try program()
        let result = try program.run(
            "train", "-e", spec, "--records", "--dictionary-size", "4096", "--held-out", "held", "-o", "FILE", "records"
        )
        #expect(result.status == 0, "\(result.errors)")
        let rows = result.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(rows[0] == ["records", "bytes", spec, "\(spec)@FILE"])
        let heldOut = try #require(rows.first { $0.starts(with: ["held", "out"]) })
        #expect(heldOut[2] == "100")
        let (plain, informed) = (try #require(Double(heldOut[4])), try #require(Double(heldOut[5])))
        #expect(informed > 1.5 * plain)
        #expect(result.output.contains("has paid for itself after"))
        let size = try Data(contentsOf: URL(fileURLWithPath: program.folder + "/FILE")).count
        #expect((1000...4096).contains(size))

        // The same again is the same; and the table's figures are those of a run.
        let again = try program.run(
            "train", "-e", spec, "--records", "--dictionary-size", "4096", "-o", "again", "records")
        #expect(again.status == 0)
        #expect(try program.shell("cmp FILE again").status == 0)
        let run = try program.run(
            "run", "-e", "\(spec)@FILE", "held", "--records", "--runs", "1", "--min-time", "0", "-q", "-o", "results")
        #expect(run.status == 0, "\(run.errors)")
        let row = try #require(try RunFolder.read(program.folder + "/results").records.first)
        #expect(row.blockByteCount == 1 && row.modelByteCount == size && row.status == .ok)
        #expect(abs((row.ratio ?? 0) - informed) < 0.001)
    }

    @Test func blocksOfWholeLinesAreResumedAsSuch() throws {
        let program = try program()
        let arguments = [
            "run", "-e", "zlib", "records", "--runs", "1", "--min-time", "0", "-q", "-o", "results", "--block-size",
            "4KiB,1",
        ]
        #expect(try program.result(of: program.start(arguments + ["--records"])).status == 0)
        let rows = try RunFolder.read(program.folder + "/results").records
        #expect(rows.map(\.blockByteCount) == [4096, 1] && rows.allSatisfy { $0.status == .ok })
        #expect((rows[0].ratio ?? 0) > 2 * (rows[1].ratio ?? 9))
        let other = try program.result(of: program.start(arguments + ["--resume"]))
        #expect(other.status == 1 && other.errors.contains("--records"))
    }

    @Test(
        "What cannot be trained is said, and no file is left",
        arguments: [
            (["-e", "zstd,19", "--records", "empty"], 1, "nothing to train with"),
            (["-e", "zstd,19", "--records", "blank"], 1, "only 3 empty ones"),
            (["-e", "zstd,19", "--records", "three"], 1, "too few"),
            (["-e", "zstd,19", "records"], 1, "one file is one record, which cannot be split"),
            (["-e", "lstm,1", "--records", "one"], 1, "1 record cannot be split into training data"),
            (["-e", "lstm,1", "--records", "--validation", "blank", "records"], 1, "nothing to hold out"),
            (["-e", "lstm,1", "--records", "short"], 1, "less than the 32 of one window"),
            (["-e", "zstd,19", "--records", "short"], 1, "give more and different records"),
            (["-e", "mix,1", "--records", "--dictionary-size", "2", "records"], 1, "larger --dictionary-size"),
            (["-e", "zstd,19", "--records", "missing"], 1, "missing"),
            (["-e", "xz,6", "--records", "records"], 64, "nothing to train"),
            (["-e", "zstd,3,19", "--records", "records"], 64, "at a time"),
            (["-e", "zstd,19@x", "--records", "records"], 64, "at a time"),
            (["-e", "zstd,19", "--dictionary-size", "10", "records"], 64, "--dictionary-size 10"),
            (["--validation-split", "1", "records"], 64, "--validation-split"),
            (
                ["-e", "zstd,19", "--epochs", "10", "--threads", "1", "records"], 64,
                "--epochs, --threads: only networks"
            ),
            (["-e", "mix,1", "--resume", "--records", "records"], 64, "--resume: only networks"),
            (
                ["-e", "lstm,1", "--seed", "9007199254740992", "--records", "records"], 64,
                "--seed takes 0 to 9007199254740991"
            ),
            (["-e", "lstm,1", "--dictionary-size", "4KiB", "records"], 64, "--dictionary-size is for dictionaries"),
        ] as [([String], Int32, String)])
    func refusals(arguments: [String], status: Int32, words: String) throws {
        let program = try program()
        for (name, text) in [
            ("empty", ""), ("one", "a line\n\n"), ("blank", "\n\n\n"), ("three", "a\nb\nc\n"),
            ("short", "a\nb\nc\nd\ne\nf\ng\nh\n"),
        ] {
            try program.write(name, text)
        }
        let result = try program.result(of: program.start(["train", "-o", "FILE"] + arguments))
        #expect(result.status == status && result.errors.contains(words), "\(result.status) \(result.errors)")
        #expect(!program.exists("FILE"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: program.folder).allSatisfy { !$0.hasPrefix(".ncbench") }
        )
    }

    /// Nor by being found in a folder, nor as what a training keeps beside its output.
    @Test func trainingDataIsNotOverwritten() throws {
        let program = try Program()
        try FileManager.default.createDirectory(atPath: program.folder + "/data", withIntermediateDirectories: true)
        try program.write("data/log", Self.log(0..<40))
        let arguments = ["train", "-e", "lstm,1", "--records", "--epochs", "1", "-f", "-o", "data/model.ncw"]
        #expect(try program.result(of: program.start(arguments + ["data"])).status == 0)
        let again = try program.result(of: program.start(arguments + ["data"]))
        #expect(again.status == 1 && again.errors.contains("the same file"), "\(again.status) \(again.errors)")
        for (held, status) in [("data/model.csv", 64), ("data/model.checkpoint", 64), ("data/log", 1)]
            as [(String, Int32)]
        {
            let result = try program.result(of: program.start(arguments + ["--held-out", held, "data/log"]))
            #expect(result.status == status && result.output.isEmpty, "\(held): \(result.status) \(result.errors)")
        }
        #expect(try program.read("data/log") == Self.log(0..<40))
        // The weights of the best epoch are in no checkpoint.
        try FileManager.default.removeItem(atPath: program.folder + "/data/model.ncw")
        let resumed = try program.result(
            of: program.start(arguments.map { $0 == "1" ? "2" : $0 } + ["--resume", "data/log"]))
        #expect(resumed.status == 1 && resumed.errors.contains("is gone"), "\(resumed.status) \(resumed.errors)")
    }

    /// Lines of files that end without their ends stay apart.
    @Test func whatIsHeldOutHasARecordALine() throws {
        let program = try Program()
        let names = ["a", "b", "c", "d"]
        for name in names { try program.write(name, "record of \(name)") }
        let result = try program.result(
            of: program.start(
                ["train", "-e", "mix,1", "--records", "--validation-split", "0.5", "--held-out", "held", "-o", "FILE"]
                    + names))
        #expect(result.status == 0, "\(result.errors)")
        let lines = try program.read("held").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3 && lines.dropLast().allSatisfy { $0.hasPrefix("record of ") && $0.utf8.count == 11 })
    }

    /// Each item of a suite of records with a file of its own, as the report of such a run shows.
    @Test func eachItemOfASuiteOfRecordsCanHaveItsOwnFile() throws {
        let program = try Program()
        try FileManager.default.createDirectory(
            atPath: program.folder + "/corpora/data", withIntermediateDirectories: true)
        var manifest = "schema: 1\nitems:\n"
        let zeros = String(repeating: "0", count: 64)
        for (name, range) in [("first", 0..<100), ("second", 200..<300)] {
            let text = Self.log(range)
            try program.write("corpora/data/\(name).txt", text)
            try program.write("\(name).known", Self.log((range.lowerBound + 1000)..<(range.upperBound + 1000)))
            let hash = SHA256Text.of(Array(text.utf8))
            manifest += """
                  - {id: \(name), modality: text, suites: [some], what: log, why: test, source: here, licence: CC0,
                     credit: nobody, package: none, member: none, decode: none, decoded_sha256: "\(zeros)",
                     records: lines, part: held-out, byte_count: \(text.utf8.count), sha256: "\(hash)"}

                """
        }
        try program.write("corpora/manifest.yaml", manifest)
        let result = try program.run(
            "run", "--suite", "some", "-e", "zstd,19", "-e", "zstd,19@{item}.known", "--block-size", "1,4KiB", "--runs",
            "1", "--min-time", "0", "-q", "-o", "results")
        #expect(result.status == 0, "\(result.errors)")
        let rows = try RunFolder.read(program.folder + "/results").records
        #expect(rows.count == 8 && rows.allSatisfy { $0.status == .ok })
        for name in ["first", "second"] {
            let own = rows.filter { $0.item.text == name && $0.parameters == "19@{item}.known" }
            let size = try program.read("\(name).known").utf8.count
            #expect(own.map(\.blockByteCount) == [1, 4096] && own.allSatisfy { $0.modelByteCount == size })
        }
        let report = try program.read("results/report.md")
        #expect(report.contains("**first**, 100 records of") && report.contains("single records"))
        #expect(report.contains("zstd,19&#64;{item}.known (records up to 4 KiB)"))
        // A shorter line than its own does not change which file is an item's.
        let cut = try program.run(
            "run", "--suite", "some", "-e", "zstd,19@{item}.known", "--prefix", "1KiB", "--runs", "1", "--min-time",
            "0",
            "-q", "-o", "cut")
        #expect(cut.status == 0, "\(cut.errors)")
        #expect(try RunFolder.read(program.folder + "/cut").records.count == 2)
        // One item without a file is a mistake, found before anything runs.
        #expect(try program.shell("rm second.known").status == 0)
        let missing = try program.run("run", "--suite", "some", "-e", "zstd,19@{item}.known", "-q")
        #expect(missing.status == 64 && missing.errors.contains("second.known"), "\(missing.errors)")
    }

    @Test func filesThatAreThereStayAndAFullDiskIsSaid() throws {
        let program = try program()
        try program.write("FILE", "mine")
        let arguments = ["train", "-e", "mix,1", "--records", "--dictionary-size", "1024", "records", "-o"]
        let kept = try program.result(of: program.start(arguments + ["FILE"]))
        #expect(kept.status == 1)
        #expect(try program.read("FILE") == "mine")
        let full = try program.result(of: program.start(arguments + ["/dev/full"]))
        #expect(full.status == 1 && full.errors.contains("No space left"))
        #expect(try program.result(of: program.start(arguments + ["FILE", "-f"])).status == 0)
    }
}

/// `ncbench report` of what a training left.
@Suite struct TrainingCurveTests {
    @Test func theLossCurveIsReported() throws {
        let program = try Program()
        try program.write(
            "log.csv", "epoch,training_bpb,validation_bpb,learning_rate,seconds,is_best\n1,2.5,2.1,0.9,1.5,true\n")
        let text = try program.run("report", "log.csv")
        #expect(text.status == 0 && text.output.contains("2.100"), "\(text.errors)")
        let files = try program.run("report", "log.csv", "--output", "curves")
        #expect(files.status == 0, "\(files.errors)")
        #expect(program.exists("curves/plots/training-log-csv.svg") && program.exists("curves/report.md"))
        for (arguments, status, words) in [
            (["log.csv", "--format", "json"], 64, "markdown or svg"), (["log.csv", "none.csv"], 1, "none.csv"),
            (["log.csv", "other"], 64, "apart"), (["damaged"], 1, "damaged"),
        ] as [([String], Int32, String)] {
            try program.write("other", "text\n")
            try program.write(
                "damaged", "epoch,training_bpb,validation_bpb,learning_rate,seconds,is_best\n1,2.5\n")
            let result = try program.result(of: program.start(["report"] + arguments))
            #expect(result.status == status && result.errors.contains(words), "\(result.status) \(result.errors)")
        }
    }
}
