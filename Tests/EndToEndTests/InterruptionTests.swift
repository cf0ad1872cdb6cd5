import Benchmarking
import Foundation
import Testing

/// Ends a run in the middle, and goes on with it.
@Suite(.serialized) struct InterruptionTests {
    private static let specs = "store/zlib,1,3,6,9"
    private static let arguments = [
        "run", "-e", specs, "--runs", "2", "--rounds", "2", "--min-time", "0.01", "--output", "o", "a", "b",
    ]

    private func program() throws -> Program {
        let program = try Program()
        try program.write("a", sampleText(20_000))
        try program.write("b", sampleText(30_000, seed: 2))
        return program
    }

    @Test func controlCKeepsFinishedRows() throws {
        let program = try program()
        // It never gets beyond the third, which hangs on more than the byte that its start is measured with.
        let hanging = "cmd:sh -c 'test $(wc -c <item) -lt 2 && cat item || sleep 600000'::cat"
        let process = try program.start(
            ["run", "-e", "store/zlib,1", "-e", hanging, "--runs", "1", "--min-time", "0", "--output", "o", "a", "b"])
        func rows() throws -> [TrialRecord] {
            program.exists("o/results.csv") ? try RunFolder.read(program.folder + "/o").records : []
        }
        #expect(try eventually { try (try? rows())?.count == 2 || !process.isRunning })
        kill(process.processIdentifier, SIGINT)
        let result = try program.result(of: process)
        #expect(result.status == 130 && result.errors.contains("interrupted"), "\(result.errors)")
        let contents = try RunFolder.read(program.folder + "/o")
        #expect(contents.damaged.isEmpty && contents.records.map(\.codec) == ["store", "zlib"])
        let report = try program.read("o/report.md")
        #expect(report.contains("store"))
        #expect(report.contains("The run is not finished: 2 of 6 trials are here"))
    }

    @Test(arguments: [5, 60, 150, 300, 500, 800])
    func killedAtAnyMoment(milliseconds: UInt32) throws {
        let program = try program()
        let process = try program.start(Self.arguments)
        usleep(milliseconds * 1000)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        var before: [TrialRecord] = []
        if program.exists("o/results.csv"), !(try program.read("o/results.csv")).isEmpty {
            let contents = try RunFolder.read(program.folder + "/o")
            #expect(contents.damaged.allSatisfy { $0.isUnfinished } && contents.damaged.count <= 1)
            before = contents.records
        }
        let resumed = try program.result(of: try program.start(Self.arguments + ["--resume"]))
        #expect(resumed.status == 0, "\(resumed.errors)")
        let contents = try RunFolder.read(program.folder + "/o")
        #expect(contents.damaged.isEmpty && contents.records.count == 10)
        // Finished trials were not measured again.
        #expect(Array(contents.records.prefix(before.count)) == before)
        #expect(Set(contents.records.map(TrialKey.init)).count == 10 && Set(contents.records.map(\.run)).count == 1)
        let samples = SampleRecord.read(try program.read("o/samples.csv"))
        let expected = contents.records.reduce(0) { $0 + ($1.compression.runs ?? 0) + ($1.decompression.runs ?? 0) }
        #expect(samples.count == expected)
    }

    #if os(Linux)
    @Test func workersEndWithAKilledRun() throws {
        let program = try Program()
        try program.write("a", sampleText(3_000_000))
        let process = try program.start(["run", "-e", "lstm,9", "--output", "o", "a"])
        var workers: [String] = []
        #expect(
            eventually {
                workers = self.workers(of: process.processIdentifier)
                return !workers.isEmpty
            })
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        // A process that has ended, buried or not, has no executable.
        #expect(eventually { !workers.contains { FileManager.default.fileExists(atPath: "/proc/\($0)/exe") } })
    }

    /// The children that are workers; there are others at the beginning, such as git.
    private func workers(of process: pid_t) -> [String] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        func contents(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
        return tasks.flatMap { task in
            contents("/proc/\(process)/task/\(task)/children").split(separator: " ").map(String.init)
        }.filter { contents("/proc/\($0)/cmdline").contains("\0worker\0") }
    }
    #endif

    /// What a killed run leaves in the folder for temporary files goes with the next run; what belongs to a living one stays.
    @Test func killedRunsAreSweptUp() throws {
        let program = try program()
        try FileManager.default.createDirectory(atPath: program.folder + "/tmp", withIntermediateDirectories: true)
        func scratch() throws -> Set<String> {
            Set(
                try FileManager.default.contentsOfDirectory(atPath: program.folder + "/tmp")
                    .filter { $0.hasPrefix("ncbench-run-") })
        }
        let long = "export TMPDIR=\"$PWD/tmp\"; exec \"$0\" run -e store --min-time 6000 --quiet a"
        let killed = try program.start([], shell: long)
        #expect(try eventually { try scratch().count == 1 })
        let living = try program.start([], shell: long)
        #expect(try eventually { try scratch().count == 2 })
        let both = try scratch()
        #expect(
            try eventually {
                try both.allSatisfy {
                    try FileManager.default.contentsOfDirectory(atPath: program.folder + "/tmp/" + $0)
                        .contains("temporary")
                }
            })
        kill(killed.processIdentifier, SIGKILL)
        killed.waitUntilExit()
        #expect(try scratch() == both, "nobody could clean up")
        let short = "export TMPDIR=\"$PWD/tmp\"; exec \"$0\" run -e store --runs 1 --min-time 0 --quiet a"
        // A worker that was being started may hold the lock for a moment more.
        #expect(try eventually { try program.shell(short).status == 0 && scratch().count == 1 })
        #expect(living.isRunning)
        kill(living.processIdentifier, SIGINT)
        living.waitUntilExit()
        #expect(try scratch().isEmpty)
    }

    @Test func resumingRefusesOtherRuns() throws {
        let program = try program()
        let first = ["run", "-e", "store", "--runs", "1", "--min-time", "0", "--output", "o", "a"]
        #expect(try program.result(of: program.start(first)).status == 0)
        for (change, reason) in [
            (["--threads", "2"], "--threads was 1 and now is 2"), (["b"], "number of items was 1 and now is 2"),
            (["-e", "zlib"], "list of codecs was store and now is store/zlib,6"),
        ] {
            let result = try program.result(of: program.start(first + change + ["--resume"]))
            #expect(result.status == 1 && result.errors.contains(reason), "\(result.errors)")
        }
        try program.write("a", "other bytes")
        let changed = try program.result(of: program.start(first + ["--resume"]))
        #expect(changed.status == 1 && changed.errors.contains("contents have changed"))
        #expect(try RunFolder.read(program.folder + "/o").records.count == 1)
    }

    @Test func oneRunAFolder() throws {
        let program = try program()
        let process = try program.start(["run", "-e", "store", "--min-time", "6000", "--quiet", "--output", "o", "a"])
        #expect(eventually { program.exists("o/samples.csv") })
        let second = try program.shell("exec \"$0\" run -e store --min-time 6000 --resume --output o a")
        #expect(second.status == 1 && second.errors.contains("another run is writing"), "\(second.errors)")
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
    }
}
