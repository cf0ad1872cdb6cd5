import Benchmarking
import Foundation
import OutsideText
import Testing

/// `run --shard` and `merge` through the built program.
@Suite struct ShardTests {
    private let program: Program
    private static let measured = [
        "-e", "store/zlib,1,9/lz4,1/xz,6", "--runs", "2", "--min-time", "0", "--warmup", "0", "--rounds", "2",
        "--quiet",
    ]
    private static let items = ["novel, \"one\"", "short", "longer", "empty"]

    init() throws {
        program = try Program()
        for (place, name) in Self.items.enumerated() {
            try program.write(name, sampleText([20_000, 300, 90_000, 0][place], seed: UInt32(place + 1)))
        }
    }

    private func shard(_ number: String, _ folder: String, _ more: String...) throws -> ProgramResult {
        try program.result(
            of: program.start(["run"] + Self.measured + more + ["--shard", number, "--output", folder] + Self.items))
    }

    /// What does not depend on when and where it was measured.
    private func sizes(_ folder: String) throws -> [String] {
        try RunFolder.read(program.folder + "/" + folder).records.map {
            "\($0.item)|\($0.itemSHA256)|\($0.spec)|\($0.rawByteCount)|\($0.compressedByteCount ?? -1)|\($0.streamSHA256 ?? "")|\($0.status)"
        }.sorted()
    }

    private func edit(_ file: String, _ change: (String) -> String) throws {
        try program.write(file, change(try program.read(file)))
    }

    @Test func shardsMakeTheRunInOnePiece() throws {
        let whole = try program.result(
            of: program.start(["run"] + Self.measured + ["--output", "whole"] + Self.items))
        #expect(whole.status == 0, "\(whole.errors)")
        for number in 1...3 {
            let result = try shard("\(number)/3", "s\(number)")
            #expect(result.status == 0, "\(result.errors)")
        }
        let merged = try program.run("merge", "merged", "s2", "s3", "s1")
        #expect(merged.status == 0 && merged.output.contains("zlib,9"), "\(merged.errors)")
        #expect(try sizes("merged") == sizes("whole"))
        let environments = ["merged", "whole"].map { RunFolder(path: program.folder + "/" + $0).environment() }
        let (one, other) = (try #require(environments[0]), try #require(environments[1]))
        #expect(one.options == other.options && one.shards?.count == 3)
        #expect(ExactText(one.command) == ExactText(other.command))
        // Samples and items are there as well, of the run's own name.
        let samples = RunFolder.readSamples(program.folder + "/merged")
        #expect(samples.count == RunFolder.readSamples(program.folder + "/whole").count)
        #expect(samples.allSatisfy { $0.run == one.run })
        #expect(RunFolder.readItems(program.folder + "/merged").map(\.item.text) == Self.items)
        #expect(program.exists("merged/report.html") && !program.exists("merged/machines"))
        // It is compared as any other.
        let compared = try program.run("compare", "whole", "merged", "--limit", "ctime=off,dtime=off,memory=off")
        #expect(compared.status == 0, "\(compared.output)\(compared.errors)")
    }

    @Test func whatIsMissingIsNamed() throws {
        for number in [1, 3] { #expect(try shard("\(number)/3", "s\(number)").status == 0) }
        let missing = try program.run("merge", "merged", "s1", "s3")
        #expect(missing.status == 1 && missing.errors.contains("there is no 2"), "\(missing.errors)")
        #expect(!program.exists("merged"))
        // A shard that was stopped: its last row is gone.
        try edit("s3/results.csv") { text in
            text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2).joined(separator: "\n") + "\n"
        }
        #expect(try shard("2/3", "s2").status == 0)
        let short = try program.run("merge", "merged", "s1", "s2", "s3")
        #expect(short.status == 1 && short.errors.contains("shard 3/3 lacks "), "\(short.errors)")
        let partial = try program.run("merge", "--partial", "merged", "s1", "s2", "s3")
        #expect(partial.status == 0 && partial.errors.contains("lacks"), "\(partial.errors)")
        // A row that cannot be true is not one that is missing.
        let whole = try program.read("s2/results.csv")
        try edit("s2/results.csv") { $0.replacing(",ok\n", with: ",fine\n") }
        let damaged = try program.run("merge", "--partial", "other", "s1", "s2", "s3")
        #expect(damaged.status == 1 && damaged.errors.contains("'s2'"), "\(damaged.errors)")
        #expect(damaged.errors.contains("line 2, column status"), "\(damaged.errors)")
        try program.write("s2/results.csv", whole)
        // Gone on with, it is whole, and nothing is measured twice.
        let before = try program.read("s3/results.csv").split(separator: "\n").count
        #expect(try shard("3/3", "s3", "--resume").status == 0)
        #expect(try program.read("s3/results.csv").split(separator: "\n").count == before + 1)
        #expect(try program.run("merge", "merged 2", "s1", "s2", "s3").status == 0)
        #expect(try program.run("merge", "merged 2", "s1", "s2", "s3").status == 1, "it is there already")
    }

    @Test func doublesMustAgree() throws {
        for (number, folder) in [("1/2", "s1"), ("2/2", "s2"), ("1/2", "again")] {
            #expect(try shard(number, folder).status == 0)
        }
        let fine = try program.run("merge", "fine", "s1", "s2", "again")
        #expect(fine.status == 0 && fine.errors.contains("twice, with the same result"), "\(fine.errors)")
        // Not what store wrote, which has the item's own hash.
        let row = try RunFolder.read(program.folder + "/again").records.first { $0.streamSHA256 != $0.itemSHA256 }
        let stream = try #require(row?.streamSHA256)
        try edit("again/results.csv") {
            $0.replacingOccurrences(of: stream, with: String(repeating: "0", count: 64))
        }
        let worse = try program.run("merge", "worse", "s1", "s2", "again")
        #expect(worse.status == 5 && worse.errors.contains("two shards disagree about"), "\(worse.errors)")
    }

    @Test func shardsOfDifferentPlansStayApart() throws {
        #expect(try shard("1/2", "s1").status == 0)
        #expect(try shard("2/2", "s2", "--threads", "2").status == 0)
        let threads = try program.run("merge", "merged", "s1", "s2")
        #expect(threads.status == 5 && threads.errors.contains("--threads"), "\(threads.errors)")
        try edit("short") { _ in "other bytes" }
        #expect(try shard("2/2", "s3").status == 0)
        #expect(try program.run("merge", "merged", "s1", "s3").status == 5)
        let nowhere = try program.run("merge", "merged", "s1", "nowhere")
        #expect(nowhere.status == 1 && nowhere.errors.contains("there is no such folder"), "\(nowhere.errors)")
        // A run in one piece is of no plan, whichever place it has.
        #expect(try program.result(of: program.start(["run"] + Self.measured + ["-o", "whole", "short"])).status == 0)
        for order in [["whole"], ["s1", "whole"], ["whole", "s1"]] {
            let whole = try program.result(of: program.start(["merge", "merged"] + order))
            #expect(whole.status == 5 && whole.errors.contains("'whole' is a whole run"), "\(whole.errors)")
        }
        let unwritable = try program.run("merge", "--partial", "short/merged", "s1")
        #expect(unwritable.status == 1 && unwritable.errors.contains("cannot write 'short/merged'"))
        #expect(!unwritable.errors.contains("RunFolderError"), "\(unwritable.errors)")
        // A shard is gone on with as itself alone.
        let other = try shard("2/2", "s1", "--resume")
        #expect(other.status == 1 && other.errors.contains("--shard"), "\(other.errors)")
        for wrong in [
            ["--shard", "5/2"], ["--shard", "auto"], ["--shard", "1/2", "--budget", "5s"], ["--costs", "x"],
        ] {
            #expect(try program.result(of: program.start(["run", "-e", "store"] + wrong + ["longer"])).status == 64)
        }
    }

    @Test func speedsStayWithTheirMachines() throws {
        for number in 1...3 { #expect(try shard("\(number)/3", "s\(number)").status == 0) }
        try edit("s2/environment.json") {
            $0.replacing(/"cpuModel" : "[^"]*"/, with: "\"cpuModel\" : \"Another Processor\"")
        }
        let merged = try program.run("merge", "merged", "s1", "s2", "s3")
        #expect(merged.status == 0 && merged.errors.contains("Another Processor"), "\(merged.errors)")
        let counts = try ["merged", "merged/machines/1", "merged/machines/2"].map {
            try RunFolder.read(program.folder + "/" + $0).records.count
        }
        #expect(counts[0] == 20 && counts[1] + counts[2] == 20 && counts[2] > 0, "\(counts)")
        let report = try program.read("merged/report.md")
        #expect(report.contains("Measured on 2 types of machines"))
        let compared = try program.run("compare", "merged", "merged")
        #expect(compared.status == 0 && compared.output.contains("2 types of machines"), "\(compared.output)")
    }
}
