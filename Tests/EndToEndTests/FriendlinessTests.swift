import Benchmarking
import Foundation
import Testing

/// What people type and feed that is not quite what was expected.
@Suite struct FriendlinessTests {
    private let program: Program
    private static let quick = "--runs 1 --min-time 0 --warmup 0 --rounds 1 --isolation none"

    init() throws {
        program = try Program()
        try program.write("a", sampleText(3000))
    }

    @Test func onlyEmptyItemsAreTold() throws {
        try program.write("empty", "")
        let result = try program.shell("exec \"$0\" run -e zlib,6/store \(Self.quick) -o o empty")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("All of them are empty") && result.output.contains("zlib,6"), "\(result.output)")
        #expect(try RunFolder.read(program.folder + "/o").records.map(\.compressedByteCount) == [8, 0])
        #expect(try program.read("o/report.md").contains("All items that were measured are empty"))
        #expect(try program.read("o/report.html").contains("All items that were measured are empty"))
    }

    @Test func byteOrderMarksAreAccepted() throws {
        let mark = "printf '\\357\\273\\277'"
        let run = try program.shell(
            """
            { \(mark); echo a; } > list
            { \(mark); printf 'schema: 1\\ncodecs:\\n  - {name: mine, summary: s, compress: cat, decompress: cat}\\n'; } > c.yaml
            NCBENCH_CODECS=c.yaml exec "$0" run -e mine \(Self.quick) -o o --files-from list
            """)
        #expect(run.status == 0, "\(run.errors)")
        let marked = try program.shell(
            "cp -r o m; for f in results.csv samples.csv items.csv environment.json; do { \(mark); cat o/$f; } > m/$f; done"
        )
        #expect(marked.status == 0)
        #expect(
            try program.run("report", "m").output
                == program.run("report", "o").output.replacing("# Run o", with: "# Run m"))
        let limits = try program.shell(
            "{ \(mark); printf 'limits:\\n  size: 0%%\\n'; } > l.yaml; exec \"$0\" compare o m --limits l.yaml")
        #expect(limits.status == 0 && !limits.output.contains("has no samples"), "\(limits.output)\(limits.errors)")
    }

    @Test func recordsMayBePipes() throws {
        #expect(try program.shell("exec \"$0\" run -e zlib,6 \(Self.quick) -o o a").status == 0)
        let plain = try program.shell("exec \"$0\" report o/results.csv --format csv")
        #expect(plain.output == (try program.read("o/results.csv")))
        for line in [
            "\"$0\" report <(cat o/results.csv) --format csv", "cat o/results.csv | \"$0\" report - --format csv",
            "cat o/results.csv | \"$0\" report /dev/stdin --format csv",
            "\"$0\" report <(\"$0\" report o --format json) --format csv",
            "cd o; \"$0\" report results.csv --format csv",
        ] {
            let result = try program.shell(line)
            #expect(result.status == 0 && result.output == plain.output, "\(line): \(result.errors)")
        }
        let compared = try program.shell("cat o/results.csv | \"$0\" compare - <(cat o/results.csv)")
        #expect(compared.status == 0 && compared.output.contains("size 1"), "\(compared.output)\(compared.errors)")
        let written = try program.shell("exec \"$0\" baseline update --suite smoke --codec store --output b")
        #expect(written.status == 0, "\(written.errors)")
        for baseline in ["<(cat b/smoke.csv)", "- < b/smoke.csv", "b/smoke.csv"] {
            let checked = try program.shell("\"$0\" baseline check --suite smoke --codec store --baseline \(baseline)")
            #expect(
                checked.status == 0 && checked.output.contains("no size is worse"), "\(baseline): \(checked.errors)")
        }
        #expect(try program.shell("exec \"$0\" baseline check --baseline b/smoke.csv").status == 64)
    }

    @Test func aDashIsStandardOutput() throws {
        #expect(try program.shell("exec \"$0\" run -e zlib,6 \(Self.quick) -o o a").status == 0)
        let markdown = try program.run("compare", "o", "o", "--markdown", "-")
        #expect(
            markdown.status == 0 && markdown.output.hasPrefix("## Benchmark"), "\(markdown.output)\(markdown.errors)")
        #expect(try program.run("compare", "o", "o", "--junit", "-").output.hasPrefix("<?xml"))
        #expect(try program.run("compare", "o", "o", "--svg", "-").output.hasPrefix("<svg"))
        #expect(!program.exists("-"))
        #expect(try program.run("compare", "o", "o", "--svg", "-", "--junit", "-").status == 64)
        #expect(try program.run("compare", "o", "o", "--svg", "-", "--format", "json").status == 64)
    }

    @Test func rangesOfLevels() throws {
        let result = try program.shell("exec \"$0\" run -e zlib,1-3/xz,0e-1e \(Self.quick) -o o a")
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            try RunFolder.read(program.folder + "/o").records.map(\.spec) == [
                "zlib,1", "zlib,2", "zlib,3", "xz,0e", "xz,1e",
            ])
        let wrong = try program.shell("exec \"$0\" run -e zlib,1-10 a")
        #expect(wrong.status == 64 && wrong.errors.contains("does not take '1-10'; it takes 1-9"), "\(wrong.errors)")
    }

    /// A program that keeps the item elsewhere compresses nothing.
    @Test func nothingIsNoStream() throws {
        let result = try program.shell("exec \"$0\" run -e \"cmd:true::cat '$PWD/a'\" \(Self.quick) -o o a")
        #expect(result.status == 1)
        let contents = try RunFolder.read(program.folder + "/o")
        #expect(contents.damaged.isEmpty)
        #expect(contents.records.map(\.status) == [.failed(reason: "it compressed 3000 bytes to none at all")])
    }

    @Test func whatIsMissingIsNamed() throws {
        let missing = try program.run("run", "-e", "cmd:no-such-program::cat", "a")
        #expect(
            missing.status == 64 && missing.errors.contains("there is no program 'no-such-program'"),
            "\(missing.errors)")
        let file = try program.run("run", "-e", "cmd:./a::cat", "a")
        #expect(file.status == 64 && file.errors.contains("'./a' is there and is not a program"), "\(file.errors)")
        let shell = try program.run("run", "-e", "cmd:gzip < {in}::cat", "a")
        #expect(shell.status == 64 && shell.errors.contains("no shell runs"), "\(shell.errors)")
    }

    #if os(Linux)
    @Test func theProcessorsOfTheRunAreRecorded() throws {
        let result = try program.shell("taskset -c 0 \"$0\" run -e store \(Self.quick) -o o a")
        #expect(result.status == 0, "\(result.errors)")
        #expect(RunFolder(path: program.folder + "/o").environment()?.affinity == "0")
        #expect(try program.read("o/report.md").contains("may run on processors"))
    }

    /// Why a program died is in the row, beside the signal.
    @Test func theLastWordsOfACrashAreInTheRow() throws {
        let result = try program.result(
            of: program.start(
                ["run", "-e", "cmd:sh -c 'echo \"free(): invalid pointer\" >&2; kill -ABRT $$'::cat", "-o", "o", "a"]))
        #expect(result.status == 1)
        let status = try #require(try RunFolder.read(program.folder + "/o").records.first?.status)
        #expect(status == .crashed(signal: "SIGABRT: free(): invalid pointer"), "\(status)")
    }
    #endif
}
