import Foundation
import Testing

/// `ncbench ab` through the built program: verdicts on sizes and statuses, which no load of the machine can change.
@Suite struct ABTests {
    private let program: Program
    private static let untimed = "ctime=off,dtime=off,memory=off"

    init() throws {
        program = try Program()
        try program.write("novel.txt", sampleText(20_000))
    }

    /// A build that differs from this one in what a named codec does.
    private func variant(_ name: String, command: String) throws {
        try program.write(
            "\(name).yaml",
            """
            schema: 1
            codecs:
              - name: mine
                summary: a codec under test
                compress: \(command)
                decompress: tail -n +2 -- {in}

            """)
        try program.write(
            name, "#!/bin/sh\nNCBENCH_CODECS='\(program.folder)/\(name).yaml' exec '\(Program.path)' \"$@\"\n")
        #expect(try program.shell("chmod +x \(name)").status == 0)
    }

    @Test func theSameBuildIsFine() throws {
        let result = try program.run(
            "ab", "--base", Program.path, "--new", Program.path, "-e", "zlib,1/store", "--runs", "4", "--limit",
            Self.untimed, "novel.txt", "--markdown", "a.md", "--junit", "a.xml", "--output", "kept")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.hasPrefix("base → new: no regression"))
        #expect(result.errors.contains("round 4 done") && !result.errors.contains("round 5"))
        #expect(try program.read("a.md").contains("no regression") && program.read("a.xml").contains("failures=\"0\""))
        // What it measured is two runs like any other.
        #expect(try program.run("compare", "kept/base", "kept/new", "--limit", Self.untimed).status == 0)
        #expect(try program.read("kept/rounds.csv").split(separator: "\n").count == 5)
        // Whatever is in it.
        try program.write("short", "a file")
        for folder in ["kept", ".", "short"] {
            let again = try program.run(
                "ab", "--base", Program.path, "--new", Program.path, "-e", "store", "novel.txt", "--output", folder)
            #expect(again.status == 1 && again.errors.contains("'\(folder)"), "\(again.errors)")
            #expect(!again.errors.contains("round"), "nothing was measured")
        }
        #expect(try program.shell("rm short && mkdir short").status == 0)
        let json = try program.run(
            "ab", "--base", Program.path, "--new", Program.path, "-e", "store", "--budget", "1ms", "--limit",
            Self.untimed, "novel.txt", "--format", "json", "--quiet", "--prefix", "4KiB", "--output", "short")
        #expect(json.status == 0 && json.output.contains("\"verdict\"") && json.errors.isEmpty, "\(json.errors)")
        #expect(try program.read("short/new/results.csv").contains("novel.txt[:4096],"))
    }

    @Test func aBuildWhoseStreamIsLargerIsARegression() throws {
        try variant("old", command: "sh -c 'echo; cat'")
        try variant("young", command: "sh -c 'echo longer; cat'")
        func compare(_ base: String, _ new: String) throws -> ProgramResult {
            try program.shell(
                """
                NCBENCH_CODECS="$PWD/old.yaml" exec "$0" ab --base \(base) --new \(new) -e mine --runs 4 --quiet \
                --limit \(Self.untimed) novel.txt
                """)
        }
        let worse = try compare("old", "young")
        #expect(worse.status == 3, "\(worse.output)\(worse.errors)")
        #expect(worse.output.contains("mine on novel.txt") && worse.output.contains("20001 → 20007 B"))
        #expect(try compare("young", "old").status == 0)
    }

    /// A wrapper whose worker reads another file than it was asked to from its `after`-th start on.
    private func misreading(_ name: String, after: Int = 0) throws {
        try program.write("other.txt", sampleText(20_000, seed: 5))
        try program.write("starts", "")
        try program.write(
            name,
            """
            #!/bin/bash
            [ "$1" = worker ] || exec '\(Program.path)' "$@"
            echo >>'\(program.folder)/starts'
            [ $(wc -l <'\(program.folder)/starts') -gt \(after) ] || exec '\(Program.path)' worker
            exec '\(Program.path)' worker < <(sed -u 's,novel[.]txt",other.txt",' 2>/dev/null)

            """)
        #expect(try program.shell("chmod +x \(name)").status == 0)
    }

    /// The probe takes two starts, the look at the item one, and each round two.
    @Test(arguments: [0, 6]) func sidesThatReadOtherBytesAreNotCompared(after: Int) throws {
        try misreading("astray", after: after)
        for sides in [["astray", Program.path], [Program.path, "astray"]] {
            try program.write("starts", "")
            let result = try program.result(
                of: program.start(
                    ["ab", "--base", sides[0], "--new", sides[1], "-e", "store", "--runs", "4", "novel.txt"]))
            #expect(result.status == 5 && result.output.isEmpty, "\(result.output)\(result.errors)")
            #expect(result.errors.contains("do not measure the same bytes of item 'novel.txt'"), "\(result.errors)")
            for name in ["novel.txt", "other.txt"] {
                let hash = try program.shell("sha256sum \(name)").output.prefix(64)
                #expect(result.errors.contains(hash), "\(result.errors)")
            }
        }
    }

    /// As docs/ci.md has them: each in a folder of its own.
    @Test func wrappersInOtherFoldersReadTheSameFile() throws {
        try program.write("here", "#!/bin/sh\ncd / && exec '\(Program.path)' \"$@\"\n")
        #expect(try program.shell("chmod +x here").status == 0)
        let result = try program.run(
            "ab", "--base", "here", "--new", Program.path, "-e", "store", "--runs", "4", "--limit", Self.untimed,
            "novel.txt")
        #expect(result.status == 0, "\(result.errors)")
    }

    /// Each has a file of that name of its own; both are given the one that the command names.
    @Test func bothSidesKnowTheSameFile() throws {
        for (name, seed) in [("one", UInt32(1)), ("two", 2)] {
            try program.write(
                name, "#!/bin/sh\ncd '\(program.folder)/of-\(name)' && exec '\(Program.path)' \"$@\"\n")
            #expect(try program.shell("chmod +x \(name) && mkdir of-\(name)").status == 0)
            try program.write("of-\(name)/known", sampleText(3000, seed: seed))
        }
        try program.write("known", sampleText(3000, seed: 3))
        try program.write("short.txt", sampleText(900, seed: 3))
        let result = try program.run(
            "ab", "--base", "one", "--new", "two", "-e", "mix,1@known", "--runs", "4", "--limit", Self.untimed,
            "short.txt")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(!result.output.contains("failed"), "\(result.output)")
    }

    @Test func aFileThatChangesMeanwhileIsNotJudged() throws {
        try program.write(
            "meddling",
            """
            #!/bin/bash
            if [ "$1" = worker ]; then
                echo >>'\(program.folder)/starts'
                [ $(wc -l <'\(program.folder)/starts') -ne 6 ] || echo more >>'\(program.folder)/novel.txt'
            fi
            exec '\(Program.path)' "$@"

            """)
        #expect(try program.shell("chmod +x meddling").status == 0)
        let result = try program.run(
            "ab", "--base", Program.path, "--new", "meddling", "-e", "store", "--runs", "4", "novel.txt")
        #expect(result.status == 5 && result.errors.contains("its file changed"), "\(result.errors)")
    }

    @Test func whatCannotBeWrittenIsFoundOutBeforehand() throws {
        let result = try program.run(
            "ab", "--base", Program.path, "--new", Program.path, "-e", "store", "--runs", "4", "--markdown",
            "nowhere/a.md", "novel.txt")
        #expect(result.status == 1 && result.errors.contains("cannot write 'nowhere/a.md'"), "\(result.errors)")
        #expect(!result.errors.contains("round") && result.output.isEmpty, "nothing was measured")
    }

    @Test func aCodecThatNeverWorksIsNoSuccess() throws {
        let result = try program.run(
            "ab", "--base", Program.path, "--new", Program.path, "-e", "cmd:false::cat", "--runs", "4", "novel.txt")
        #expect(result.status == 5 && result.errors.contains("no trial worked in either run"), "\(result.errors)")
    }

    @Test func whatIsNoBuildIsRefused() throws {
        let own = Program.path
        try program.write("silent", "#!/bin/sh\n[ \"$1\" = codecs ] && exec '\(own)' \"$@\"\nexit 64\n")
        #expect(try program.shell("chmod +x silent").status == 0)
        for (arguments, status, message) in [
            (["--base", "/bin/true", "--new", own], Int32(5), "--base '/bin/true' cannot be driven"),
            (["--base", own, "--new", "/bin/true"], 1, "--new '/bin/true' cannot be driven"),
            (["--base", "nowhere", "--new", own], 5, "no such file"),
            (["--base", "novel.txt", "--new", own], 5, "may be run"),
            (["--base", program.folder, "--new", own], 5, "it is a folder"),
            (["--base", "silent", "--new", own], 5, "its worker cannot be used by this build"),
            (["--base", own, "--new", own, "--runs", "3"], 64, "--runs must be 4"),
            (["--base", own, "--new", own, "-e", "zlob"], 64, "unknown codec"),
            (["--base", own, "--new", own, "--limit", "ctime=5"], 64, "limit"), (["--base", own], 64, "--new"),
        ] {
            let result = try program.result(of: program.start(["ab"] + arguments + ["novel.txt"]))
            #expect(result.status == status && result.errors.contains(message), "\(arguments): \(result.errors)")
        }
    }
}
