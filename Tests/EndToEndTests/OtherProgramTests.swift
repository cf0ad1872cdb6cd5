import Benchmarking
import Foundation
import Testing

/// Other programs as codecs, in real runs.
@Suite struct OtherProgramTests {
    private let quick = ["--runs", "1", "--min-time", "0", "--warmup", "0", "--rounds", "1"]

    @Test func timesAndMemoryAreTheProgramsOwn() throws {
        let program = try Program()
        try program.write("a", sampleText(3000))
        let result = try program.result(
            of: program.start(["run", "-e", "cmd:cat::cat", "-e", "store"] + quick + ["-o", "o", "a"]))
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("starting 'cmd:cat::cat' takes"))
        let contents = try RunFolder.read(program.folder + "/o")
        let record = try #require(contents.records.first { $0.codec == "cmd" })
        #expect(record.status == .ok && record.compressedByteCount == 3000)
        // The process that starts it is several times as large as cat, which may end before its memory is looked at.
        #expect((1..<16 << 20).contains(record.compression.peakByteCount ?? 1))
        #expect(record.compression.cpuSeconds ?? -1 >= 0 && record.compression.speed ?? 0 > 0)
        let startUp = try #require(contents.environment?.startUp)
        #expect(startUp.keys.sorted() == ["cmd:cat::cat"])
        #expect(startUp.values.allSatisfy { $0.compressionSeconds > 0 && $0.decompressionSeconds > 0 })
        #expect(try program.read("o/report.md").contains("starting cmd:cat::cat"))
    }

    @Test func aProgramThatFailsIsARow() throws {
        let program = try Program()
        try program.write("a", sampleText(300))
        let result = try program.result(
            of: program.start(
                ["run", "-e", "cmd:sh -c 'echo no luck >&2; exit 3'::cat", "-e", "store"] + quick + ["-o", "o", "a"]))
        #expect(result.status == 1)
        let records = try RunFolder.read(program.folder + "/o").records
        #expect(records.count == 2 && records.contains { $0.status == .ok })
        #expect(records.contains { "\($0.status)".contains("no luck") })
    }

    @Test(arguments: [("SEGV", TrialStatus.crashed(signal: "SIGSEGV")), ("KILL", .outOfMemory)])
    func aProgramThatCrashesIsARow(signal: String, status: TrialStatus) throws {
        let program = try Program()
        try program.write("a", sampleText(300))
        let result = try program.result(
            of: program.start(["run", "-e", "cmd:sh -c 'kill -\(signal) $$'::cat"] + quick + ["-o", "o", "a"]))
        #expect(result.status == 1)
        #expect(try RunFolder.read(program.folder + "/o").records.map(\.status) == [status])
    }

    @Test func aProgramThatHangsAtOnceDoesNotHoldUpTheRun() throws {
        let program = try Program()
        try program.write("a", sampleText(300))
        let start = Date()
        let result = try program.result(
            of: program.start(
                ["run", "-e", "cmd:sleep 600::cat", "-e", "store"] + quick + ["--timeout", "1s", "-o", "o", "a"]))
        #expect(result.status == 1)
        #expect(Date().timeIntervalSince(start) < 120)
        let records = try RunFolder.read(program.folder + "/o").records
        #expect(records.first { $0.codec == "cmd" }?.status == .timeout)
        #expect(records.first { $0.codec == "store" }?.status == .ok)
    }

    @Test func whatAProgramSaysIsMadeReadable() throws {
        let program = try Program()
        try program.write("a", sampleText(300))
        let result = try program.result(
            of: program.start(
                ["run", "-e", "cmd:sh -c 'printf \"\\000\\033[31mno\\007 luck\" >&2; exit 3'::cat"] + quick
                    + ["-o", "o", "a"]))
        #expect(result.status == 1)
        let status = try #require(RunFolder.read(program.folder + "/o").records.first?.status)
        #expect("\(status)".contains("[31mno luck") && !"\(status)".contains("\u{1B}"))
    }

    @Test func aProgramThatHangsIsEnded() throws {
        let program = try Program()
        try program.write("a", sampleText(300))
        let start = Date()
        let result = try program.result(
            of: program.start(
                ["run", "-e", "cmd:sh -c 'test $(wc -c < item) -lt 2 && cat item || sleep 60'::cat"] + quick
                    + ["--timeout", "1s", "-o", "o", "a"]))
        #expect(result.status == 1)
        #expect(Date().timeIntervalSince(start) < 40)
        #expect(try RunFolder.read(program.folder + "/o").records.first?.status == .timeout)
    }
}
