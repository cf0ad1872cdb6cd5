import Benchmarking
import Foundation
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
            (["-e", "zstd,19", "records"], 1, "one file is one record"),
            (["-e", "zstd,19", "--records", "short"], 1, "give more and different records"),
            (["-e", "mix,1", "--records", "--dictionary-size", "2", "records"], 1, "larger --dictionary-size"),
            (["-e", "zstd,19", "--records", "missing"], 1, "missing"),
            (["-e", "xz,6", "--records", "records"], 64, "nothing to train"),
            (["-e", "zstd,3,19", "--records", "records"], 64, "at a time"),
            (["-e", "zstd,19@x", "--records", "records"], 64, "at a time"),
            (["-e", "zstd,19", "--dictionary-size", "10", "records"], 64, "--dictionary-size 10"),
            (["--validation-split", "1", "records"], 64, "--validation-split"),
        ] as [([String], Int32, String)])
    func refusals(arguments: [String], status: Int32, words: String) throws {
        let program = try program()
        for (name, text) in [
            ("empty", ""), ("blank", "\n\n\n"), ("three", "a\nb\nc\n"), ("short", "a\nb\nc\nd\ne\nf\ng\nh\n"),
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
