import Benchmarking
import Foundation
import OutsideText
import Testing

@Suite struct RunTests {
    @Test func aRunLeavesItsFiles() throws {
        let program = try Program()
        try program.write("text, \"odd\".txt", sampleText(5000))
        try program.write("empty", "")
        let result = try program.run(
            "run", "-e", "store/zlib,1,6", "-e", "xz,6", "--runs", "6", "--min-time", "0", "--output", "out dir",
            "text, \"odd\".txt", "empty")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("zlib,6") && result.output.contains("xz,6"))
        let contents = try RunFolder.read(program.folder + "/out dir")
        #expect(contents.damaged.isEmpty && contents.records.count == 8)
        #expect(contents.records.allSatisfy { $0.status == .ok })
        #expect(Set(contents.records.map(\.item)) == ["text, \"odd\".txt", "empty"])
        let record = try #require(contents.records.first { $0.spec == "zlib,6" && $0.rawByteCount == 5000 })
        #expect(record.compression.runs ?? 0 >= 6 && record.compression.confidenceLow != nil)
        #expect(record.compression.cpuSeconds ?? 0 > 0 && record.yardstickSpeed ?? 0 > 0)
        #expect(record.compression.minimumSpeed ?? .infinity <= record.compression.speed ?? 0)
        let samples = SampleRecord.read(try program.read("out dir/samples.csv"))
        let own = samples.filter { $0.item == record.item && $0.spec == record.spec && $0.direction == .compress }
        #expect(own.count == record.compression.runs)
        #if os(Linux)
        // What memory is told beyond: at least the item and the room for its stream.
        #expect(own.allSatisfy { $0.baselineByteCount ?? 0 > 2 * 5000 })
        #endif
        #expect(contents.environment?.run == record.run)
        let environment = try #require(contents.environment)
        #expect(!environment.command.contains("out dir"))
        #expect(environment.libraryVersions.count >= 8, "of every linked library, used or not")
        let text = try program.read("out dir/environment.json")
        #expect(!text.contains(program.folder) && !text.contains(NSHomeDirectory() + "/"))
        #expect(try program.read("out dir/report.md").contains("zlib,6"))
    }

    @Test func withoutAFolderNothingIsWritten() throws {
        let program = try Program()
        try program.write("a", sampleText(100))
        let result = try program.run("run", "-e", "store", "--runs", "1", "--min-time", "0", "a")
        #expect(result.status == 0 && result.output.contains("store"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder).sorted() == ["a", "err", "out"])
        let quiet = try program.run("run", "-e", "store", "--runs", "1", "--min-time", "0", "--quiet", "a")
        #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
    }

    @Test func failedRowsAreKeptAndTold() throws {
        let program = try Program()
        try program.write("a", sampleText(4_000_000))
        let result = try program.run(
            "run", "-e", "cmd:sleep 100000::cat", "-e", "lstm,9", "--timeout", "100ms", "--runs", "1", "--min-time",
            "0",
            "--output", "o", "a")
        #expect(result.status == 1 && result.output.contains("timeout"))
        // One sleeps, the other computes for minutes.
        #expect(try RunFolder.read(program.folder + "/o").records.map(\.status) == [.timeout, .timeout])
    }

    @Test func isolationNoneMeasuresTheSameBytes() throws {
        let program = try Program()
        try program.write("a", sampleText(3000))
        for isolation in ["none", "process"] {
            let result = try program.run(
                "run", "-e", "zlib,6", "--isolation", isolation, "--runs", "1", "--min-time", "0", "-o", isolation, "a")
            #expect(result.status == 0, "\(result.errors)")
        }
        let records = try ["none", "process"].map { try RunFolder.read(program.folder + "/" + $0).records[0] }
        #expect(records[0].streamSHA256 == records[1].streamSHA256)
        #expect(records[0].compression.peakByteCount == nil && records[1].compression.peakByteCount != nil)
    }

    #if os(Linux)
    /// Of another program its own memory counts whole, and nothing else.
    @Test func memoryOfOtherPrograms() throws {
        let program = try Program()
        try program.write("a", sampleText(30_000_000))
        let line = "cmd:dd bs=64M status=none if={in} of={out}::dd bs=4k status=none if={in} of={out}"
        let result = try program.run("run", "-e", line, "--runs", "2", "--min-time", "0", "-o", "o", "a")
        #expect(result.status == 0, "\(result.errors)")
        let record = try #require(try RunFolder.read(program.folder + "/o").records.first)
        let compression = try #require(record.compression.peakByteCount)
        // It reads all of the item into one buffer, and decompresses through a small one.
        #expect((30_000_000..<36_000_000).contains(compression), "\(compression)")
        #expect((1..<4_000_000).contains(record.decompression.peakByteCount ?? 0))
        let samples = SampleRecord.read(try program.read("o/samples.csv"))
        #expect(samples.allSatisfy { $0.baselineByteCount == 0 })
    }
    #endif

    /// A codec that takes a second for each megabyte, however fast the machine is: too long for the budget, so that items are cut.
    @Test func dryRunAndBudget() throws {
        let program = try Program()
        let byteCount = 20_000_000
        try program.write("a", sampleText(byteCount))
        let sleep = "sh -c 'sleep $(($(wc -c <{in}) / 1000000)).$(printf %06d $(($(wc -c <{in}) % 1000000))); cat {in}'"
        let specs = ["-e", "cmd:\(sleep)::\(sleep)", "-e", "store"]
        let dry = try program.result(of: program.start(["run"] + specs + ["--dry-run", "--output", "o", "a"]))
        #expect(dry.status == 0 && dry.output.contains("expected:") && dry.output.contains("wc -c"), "\(dry.errors)")
        #expect(!program.exists("o") && !dry.output.contains("note:"))
        let result = try program.result(of: program.start(["run"] + specs + ["--budget", "10s", "--output", "o", "a"]))
        #expect(result.status == 0, "\(result.errors)")
        let records = try RunFolder.read(program.folder + "/o").records
        #expect(records.count == 2 && Set(records.map(\.itemSHA256)).count == 1)
        #expect(records.allSatisfy { $0.rawByteCount < byteCount && $0.item == "a[:\($0.rawByteCount)]" })
        // What comes of it is said: no verdict on times, and none without the same cut.
        #expect(result.errors.contains("'ncbench compare' judges sizes alone"), "\(result.errors)")
        let options = try #require(
            result.errors.firstMatch(of: /--prefix \d+(KiB|MiB) --runs \d+ --min-time [\d.]+ --warmup \d --rounds \d/))
        let alike = try program.shell("exec \"$0\" run -e store \(options.0) --output alike a")
        #expect(alike.status == 0, "\(alike.errors)")
        #expect(try RunFolder.read(program.folder + "/alike").records.map(\.itemSHA256) == [records[0].itemSHA256])
        #expect(try program.run("run", "-e", "store", "--prefix", "1KiB", "--output", "other", "a").status == 0)
        let verdict = try program.run("compare", "alike", "other")
        #expect(verdict.status == 5 && verdict.errors.contains("--prefix cuts both alike"), "\(verdict.errors)")
    }

    @Test func theReportIsThatOfTheFiles() throws {
        let program = try Program()
        // Copying is so fast that the file has fewer digits than the clock gave.
        for index in 0..<8 { try program.write("a\(index)", sampleText(60_000, seed: UInt32(index))) }
        let run = try program.shell("exec \"$0\" run -e store/zlib,1 --runs 2 --min-time 0 --output o a?")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try program.run("report", "o", "--format", "markdown,html", "--output", "again").status == 0)
        for name in ["report.md", "report.html"] {
            #expect(try program.read("o/\(name)") == program.read("again/\(name)"))
        }
    }

    @Test func beginningsOfItems() throws {
        let program = try Program()
        try program.write("a", sampleText(5000))
        try program.write("b", sampleText(100))
        let arguments = ["run", "-e", "store", "--prefix", "1KiB", "--runs", "1", "--min-time", "0", "--output", "o"]
        let result = try program.result(of: program.start(arguments + ["a", "b"]))
        #expect(result.status == 0, "\(result.errors)")
        let records = try RunFolder.read(program.folder + "/o").records
        #expect(records.map(\.item) == ["a[:1024]", "b"] && records.map(\.rawByteCount) == [1024, 100])
        let again = try program.result(of: program.start(arguments + ["--resume", "a", "b"]))
        #expect(again.status == 0, "\(again.errors)")
        let other = try program.run(
            "run", "-e", "store", "--prefix", "2KiB", "--runs", "1", "--min-time", "0", "--output", "o", "--resume",
            "a",
            "b")
        #expect(other.status == 1 && other.errors.contains("the items are others"), "\(other.errors)")
        #expect(try program.run("run", "-e", "store", "--prefix", "0", "a").status == 64)
    }

    @Test func aBudgetThatFitsNothingIsRefusedBeforehand() throws {
        let program = try Program()
        try program.write("a", sampleText(5000))
        let result = try program.run("run", "-e", "store", "--budget", "1ms", "--dry-run", "a")
        #expect(result.status == 64 && result.output.contains("too short for anything"), "\(result.errors)")
    }

    @Test func manySmallFiles() throws {
        let program = try Program()
        try FileManager.default.createDirectory(atPath: program.folder + "/many", withIntermediateDirectories: true)
        for index in 0..<100 { try program.write("many/\(index)", sampleText(200, seed: UInt32(index))) }
        let result = try program.run(
            "run", "-e", "store/zlib,6", "--isolation", "none", "--runs", "1", "--min-time", "0", "--output", "o",
            "many"
        )
        #expect(result.status == 0, "\(result.errors)")
        #expect(try RunFolder.read(program.folder + "/o").records.count == 200)
    }
}
