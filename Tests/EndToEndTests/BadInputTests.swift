import Benchmarking
import Foundation
import Testing

/// Every mistake is told on standard error, with its own status, and leaves nothing behind.
@Suite struct BadInputTests {
    @Test(arguments: [
        (["-e", "zlob", "a"], "unknown codec 'zlob'"), (["-e", "zlib,12", "a"], "zlib"),
        (["-e", "zlib,,1", "a"], "malformed"),
        (["-e", "/", "a"], "malformed"), (["-e", "store", "--suite", "quack"], "unknown suite 'quack'"),
        (["-e", "store", "--modality", "smell", "a"], "unknown modality 'smell'"),
        (["-e", "store", "--suite", "smoke", "a"], "either --suite or paths"),
        (["-e", "store", "--runs", "0", "a"], "--runs"), (["-e", "store", "--runs", "many", "a"], "runs"),
        (["-e", "store", "--timeout", "soon", "a"], "timeout"), (["-e", "store", "--memory-limit", "1", "a"], "16MiB"),
        (["-e", "store", "--block-size", "0", "a"], "--block-size"), (["-e", "store", "--pin", "9999", "a"], "--pin"),
        (["-e", "store", "--threads", "0", "a"], "--threads"), (["-e", "store", "--wrong", "a"], "--wrong"),
        (["-e", "store", "--isolation", "none", "--timeout", "1s", "a"], "isolation"),
        (["-e", "store", "--quiet", "--verbose", "a"], "--quiet"),
        (["-e", "store", "--modality", "audio", "a"], "nothing to measure"),
    ])
    func usage(arguments: [String], message: String) throws {
        let program = try Program()
        try program.write("a", sampleText(100))
        let result = try program.result(of: program.start(["run"] + arguments + ["--output", "o"]))
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.output.isEmpty && !program.exists("o"))
    }

    @Test func missingFiles() throws {
        let program = try Program()
        let result = try program.run("run", "-e", "store", "--output", "o", "nowhere")
        #expect(result.status == 1 && result.errors.contains("'nowhere': No such file"))
        #expect(!program.exists("o"))
    }

    @Test func foldersThatCannotBeWritten() throws {
        let program = try Program()
        try program.write("a", sampleText(100))
        let result = try program.run("run", "-e", "store", "--output", "a/below", "a")
        #expect(result.status == 1)
        #expect(
            result.errors.contains("cannot create 'a/below': 'a' is not a folder; choose another"), "\(result.errors)")
        try FileManager.default.createDirectory(atPath: program.folder + "/o", withIntermediateDirectories: true)
        try program.write("o/results.csv", "mine")
        let occupied = try program.run("run", "-e", "store", "--output", "o", "a")
        #expect(occupied.status == 1 && occupied.errors.contains("--resume"))
        #expect(try program.read("o/results.csv") == "mine")
        let foreign = try program.run("run", "-e", "store", "--resume", "--output", "o", "a")
        #expect(foreign.status != 2)
    }

    /// A file size limit stands for a full disk. What happened to the stream is the row's, without paths; the record is kept
    /// where the report is not.
    @Test(arguments: ["none", "process"]) func aFullScratchFolder(isolation: String) throws {
        let program = try Program()
        try program.write("a", sampleText(50_000))
        let result = try program.shell(
            """
            trap '' XFSZ; ulimit -f 12
            exec "$0" run -e store --runs 1 --min-time 0 --isolation \(isolation) -o o a
            """)
        #expect(result.status == 1 && result.errors.contains("cannot write the report into 'o': "), "\(result.errors)")
        let record = try #require(try RunFolder.read(program.folder + "/o").records.first)
        guard case .failed(let reason) = record.status else {
            Issue.record("\(record.status)")
            return
        }
        #expect(
            reason
                == "the scratch folder did not take the stream: File too large; set TMPDIR to another folder, with room enough"
        )
    }

    /// A file size limit stands for a full disk: both end a write in the middle of a row.
    @Test func aFullDiskKeepsWholeRows() throws {
        let program = try Program()
        try program.write("a", sampleText(100))
        let result = try program.shell(
            """
            trap '' XFSZ; ulimit -f 3
            exec "$0" run -e store/zlib,1,2,3,4,5,6,7,8,9/xz,1,2,3,4,5,6 --runs 1 --min-time 0 --isolation none -o o a
            """)
        #expect(result.status == 1 && result.errors.contains("cannot write"), "\(result.errors)")
        let contents = try RunFolder.read(program.folder + "/o")
        #expect(contents.damaged.isEmpty && (1..<16).contains(contents.records.count))
        let resumed = try program.run(
            "run", "-e", "store/zlib,1,2,3,4,5,6,7,8,9/xz,1,2,3,4,5,6", "--runs", "1", "--min-time", "0",
            "--isolation", "none", "--resume", "-o", "o", "a")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try RunFolder.read(program.folder + "/o").records.count == 16)
    }
}
