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
        // The process that starts it is several times as large as cat.
        #expect((1..<8 << 20).contains(record.compression.peakByteCount ?? 0))
        #expect(record.compression.cpuSeconds ?? -1 >= 0 && record.compression.speed ?? 0 > 0)
        let startUp = try #require(contents.environment?.startUp)
        #expect(startUp.keys.sorted() == ["cmd:cat::cat"])
        #expect(startUp.values.allSatisfy { $0.compressionSeconds > 0 && $0.decompressionSeconds > 0 })
        #expect(try program.read("o/report.md").contains("starting cmd:cat::cat"))
    }

    /// Forty megabytes without a line end, which tail holds, in a process whose parent ended before it.
    @Test func whatAProgramDoesNotWaitForCounts() throws {
        let program = try Program()
        try program.write("a", sampleText(300))
        try program.write(
            "eats",
            """
            #!/bin/sh
            mkfifo "$TMPDIR/end"
            (sh -c 'head -c 40000000 /dev/zero | tail -n 1 >/dev/null; echo >"$TMPDIR/end"' &)
            read -r line <"$TMPDIR/end"
            cat

            """)
        #expect(try program.shell("chmod +x eats").status == 0)
        let result = try program.result(
            of: program.start(["run", "-e", "cmd:'\(program.folder)/eats'::cat"] + quick + ["-o", "o", "a"]))
        #expect(result.status == 0, "\(result.errors)")
        let row = try #require(RunFolder.read(program.folder + "/o").records.first)
        #expect((38 << 20..<100 << 20).contains(row.compression.peakByteCount ?? 0), "\(row.compression)")
        #expect((1..<8 << 20).contains(row.decompression.peakByteCount ?? 0), "\(row.decompression)")
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

    @Test(arguments: ["SEGV", "KILL"])
    func aProgramThatCrashesIsARow(signal: String) throws {
        let program = try Program()
        let killsBefore = OutOfMemoryKills.count
        try program.write("a", sampleText(300))
        let result = try program.result(
            of: program.start(["run", "-e", "cmd:sh -c 'kill -\(signal) $$'::cat"] + quick + ["-o", "o", "a"]))
        #expect(result.status == 1)
        let statuses = try RunFolder.read(program.folder + "/o").records.map(\.status)
        // Only the kernel's own SIGKILL means that memory ran out; it may do that to somebody else meanwhile, and where it
        // does not count them nobody can know.
        if signal == "SEGV" || killsBefore != nil && killsBefore == OutOfMemoryKills.count {
            #expect(statuses == [.crashed(signal: "SIG\(signal)")])
        } else {
            #expect(statuses == [.outOfMemory] || statuses == [.crashed(signal: "SIGKILL")])
        }
    }

    /// A shell says so in words of its own and ends by itself; what it started was stopped.
    @Test(arguments: ["cat /dev/zero", "trap \"\" XFSZ; cat /dev/zero"])
    func outputWithoutEndIsNamed(command: String) throws {
        let program = try Program()
        try program.write("a", sampleText(300))
        let result = try program.result(
            of: program.start(["run", "-e", "cmd:sh -c '\(command); exit 1'::cat"] + quick + ["-o", "o", "a"]))
        #expect(result.status == 1)
        let row = try #require(RunFolder.read(program.folder + "/o").records.first)
        #expect("\(row.status)".contains("its output does not end"), "\(row.status)")
    }

    @Test func aProgramThatHangsAtOnceDoesNotHoldUpTheRun() throws {
        let program = try Program()
        try program.write("a", sampleText(300))
        let result = try program.result(
            of: program.start(
                ["run", "-e", "cmd:sleep 600000::cat", "-e", "store"] + quick + ["--timeout", "1s", "-o", "o", "a"]))
        #expect(result.status == 1)
        let records = try RunFolder.read(program.folder + "/o").records
        // The other has its turn; whether it comes to an end in a second is the machine's affair.
        #expect(records.map(\.codec) == ["cmd", "store"] && records[0].status == .timeout)
    }

    /// Too much is as little the original as too little.
    @Test(arguments: ["cat; echo x", "head -c 200"])
    func otherBytesThanTheOriginalAreAMismatch(command: String) throws {
        let program = try Program()
        try program.write("a", sampleText(300))
        let result = try program.result(
            of: program.start(["run", "-e", "cmd:cat::sh -c '\(command)'"] + quick + ["-o", "o", "a"]))
        #expect(result.status == 4, "\(result.errors)")
        #expect(try RunFolder.read(program.folder + "/o").records.map(\.status) == [.mismatch])
    }

    #if os(Linux)
    /// The program's own, not that of the process that starts it, whose memory is many times as large.
    @Test func theMemoryLimitIsTheProgramsOwn() throws {
        let program = try Program()
        try program.write("a", sampleText(300))
        // Reads 40 MB into one buffer.
        let greedy = "cmd:sh -c 'head -c 40000000 /dev/zero | tail -c 40000000 >/dev/null && cat'::cat"
        for (limit, status) in [("24MiB", Int32(1)), ("1GiB", 0)] {
            let result = try program.result(
                of: program.start(["run", "-e", greedy] + quick + ["--memory-limit", limit, "-o", limit, "a"]))
            #expect(result.status == status, "\(limit): \(result.errors)")
        }
        let record = try #require(RunFolder.read(program.folder + "/24MiB").records.first)
        #expect("\(record.status)".hasPrefix("failed("), "\(record.status)")
    }
    #endif

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

    /// Copies a byte, as when its start is measured, and hangs on more.
    private let hanging = "test $(wc -c <item) -lt 2 && cat item || "

    @Test func aProgramThatHangsIsEnded() throws {
        let program = try Program()
        try program.write("a", sampleText(300))
        let result = try program.result(
            of: program.start(
                ["run", "-e", "cmd:sh -c '\(hanging) sleep 600000'::cat"] + quick + ["--timeout", "1s", "-o", "o", "a"])
        )
        #expect(result.status == 1)
        #expect(try RunFolder.read(program.folder + "/o").records.first?.status == .timeout)
    }

    #if os(Linux)
    /// Also what it started in a session of its own, however the run ends.
    @Test(arguments: [SIGINT, SIGKILL]) func whatAProgramStartedEndsWithTheRun(signal: Int32) throws {
        let program = try Program()
        try program.write("a", sampleText(300))
        let line = "\(hanging) { setsid sleep 600000 & echo $! >\"$0\"; sleep 600000; }"
        let process = try program.start(
            ["run", "-e", "cmd:sh -c '\(line)' '\(program.folder)/orphan'::cat"] + quick + ["-o", "o", "a"])
        #expect(eventually { (try? program.read("orphan"))?.hasSuffix("\n") == true })
        let orphan = try program.read("orphan").dropLast()
        #expect(FileManager.default.fileExists(atPath: "/proc/\(orphan)/exe"))
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(eventually { !FileManager.default.fileExists(atPath: "/proc/\(orphan)/exe") })
    }
    #endif
}
