import Benchmarking
import Foundation
import OutsideText
import Testing

/// Names from outside are bytes: whatever they are, items are told apart, results can be read, and terminals stay as they are.
@Suite struct NameTests {
    private let program: Program
    private static let quick = "--runs 1 --min-time 0 --warmup 0 --rounds 1 --isolation none"

    init() throws { program = try Program() }

    private func records(_ folder: String = "o") throws -> [TrialRecord] {
        try RunFolder.read(program.folder + "/" + folder).records
    }

    /// Composed and decomposed, not UTF-8, looking like what is written for that, a mark on a quotation mark, a formula.
    private static let names = #"""
        printf 1 > "$(printf 'caf\303\251')"; printf 22 > "$(printf 'cafe\314\201')"; printf 333 > "$(printf 'caf\351')"
        printf 4444 > 'caf\xE9'; printf 55555 > "$(printf 'q"\314\201')"; printf 666666 > '=1+1'
        """#

    @Test func everyNameIsItsOwnItem() throws {
        let made = try program.shell("mkdir d; cd d; \(Self.names)")
        guard made.status == 0, made.errors.isEmpty else { return }  // A file system that insists on UTF-8.
        let expected: [ExactText] = ["=1+1", #"caf\x5CxE9"#, "cafe\u{301}", "caf\u{E9}", #"caf\xE9"#, "q\"\u{301}"]
        let ways = [
            (".", "*"), (".", "--null --files-from <(find . -maxdepth 1 -type f -printf '%P\\0' | sort -z)"),
            ("..", "d"),
        ]
        for (index, (folder, choice)) in ways.enumerated() {
            let result = try program.shell(
                "cd d; cd \(folder); exec \"$0\" run -e store \(Self.quick) -o \"$OLDPWD/../o\(index)\" \(choice)")
            #expect(result.status == 0, "\(result.errors)")
            let records = try records("o\(index)")
            let prefix = choice == "d" ? "d/" : ""
            #expect(Set(records.map(\.item)) == Set(expected.map { ExactText(prefix + $0.text) }), "\(choice)")
            #expect(Set(records.map(\.rawByteCount)) == Set(1...6) && records.allSatisfy { $0.status == .ok })
        }
        let resumed = try program.shell("cd d; exec \"$0\" run -e store \(Self.quick) -o ../o0 --resume *")
        #expect(resumed.status == 0 && resumed.errors.contains("6 trials are done"), "\(resumed.errors)")
        #expect(try program.run("report", "o0").status == 0)
        #expect(try program.shell("\"$0\" report o0 --format csv | cmp - o0/results.csv").status == 0)
        #expect(try program.shell("grep -q \"^[^,]*,[^,]*,'=1+1,\" o0/results.csv").status == 0)
        #expect(try program.run("compare", "o0", "o1", "--limit", "ctime=off,dtime=off,memory=off").status == 0)
    }

    @Test func oneFileIsOneItem() throws {
        try program.write("x", sampleText(500))
        let result = try program.shell("ln -s x y; exec \"$0\" run -e store \(Self.quick) -o o x ./x y \"$PWD/x\"")
        #expect(
            result.status == 0 && result.errors.contains("'./x' is the file 'x', and measured once"), "\(result.errors)"
        )
        #expect(try records().map(\.item) == ["x"])
    }

    /// What is printed is what was typed, for a shell in the folder where it was typed.
    @Test func theCommandInTheReportWorks() throws {
        let made = try program.shell(
            "mkdir 'a b'; cd 'a b'; \(Self.names) printf x > \"$(printf 'new\\nline')\"; printf x > \\~z")
        guard made.status == 0, made.errors.isEmpty else { return }
        let first = try program.shell(
            "printf '%s\\0' 'a b/'c* > list; exec \"$0\" run -e zlib,1-2 \(Self.quick) -o o --null --files-from=\"$PWD/list\" 'a b'/[n=q~]* ./a\\ b/../'a b'"
        )
        #expect(first.status == 0, "\(first.errors)")
        let report = try program.read("o/report.md")
        #expect(!report.contains(program.folder))
        let line = try #require(report.split(separator: "\n").first { $0.hasPrefix("    ncbench run ") })
        let command = line.replacing("    ncbench", with: "\"$0\"", maxReplacements: 1)
        #expect(command.contains("--files-from=list"), "\(command)")
        let again = try program.shell("exec \(command) -o again")
        #expect(again.status == 0, "\(again.errors)")
        #expect(try records("again").map(\.item) == records().map(\.item))
        #expect(try records("again").map(\.itemSHA256) == records().map(\.itemSHA256))
    }

    /// The program's name is the one it was called by, and the script's where that called it.
    @Test(arguments: [
        ("ln -s \"$0\" here; ./here", "./here run "), ("\"$0\"", "ncbench run "),
        ("mkdir d; ln -s \"$0\" d/x; \"$PWD/d/x\"", "./d/x run "),
        ("NCBENCH_CALLED_AS=../x/run-bench.sh \"$0\"", "../x/run-bench.sh -- run "),
        ("NCBENCH_CALLED_AS=/x/run-bench.sh \"$0\"", "./run-bench.sh -- run "),
    ])
    func theCommandNamesTheProgramAsItWasCalled(call: String, recorded: String) throws {
        try program.write("x", sampleText(100))
        let result = try program.shell("\(call) run -e store \(Self.quick) -o o x")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try program.read("o/report.md").contains("\n    \(recorded)-e store"))
    }

    /// Whatever prints a name, bytes that are not UTF-8 come out as escapes; and where such a name cannot be, that is said.
    @Test func otherBytesAreShownAsEscapes() throws {
        let bytes = "w=$(printf 'w\\351'); "
        guard try program.shell(bytes + "mkdir \"$w\" && printf text > \"$w.txt\"").status == 0 else { return }
        let listed = try program.shell(
            bytes + "\"$0\" compress -e lstm,1 \"$w.txt\" && \"$0\" decompress -l \"$w.txt.ncb\"")
        #expect(listed.status == 0 && listed.output.contains(#"w\xE9.txt.ncb"#), "\(listed)")
        let setting = try program.shell(bytes + "NCBENCH_CODECS=\"$w.yaml\" \"$0\" run -e nothing \"$w.txt\"")
        #expect(setting.status != 0 && setting.errors.contains(#"w\xE9.yaml: it cannot be read"#), "\(setting.errors)")
        let temporary = try program.shell(bytes + "TMPDIR=\"$PWD/$w\" \"$0\" run -e store \"$w.txt\"")
        #expect(
            temporary.status == 1 && temporary.errors.contains(#"w\xE9': its name is not UTF-8"#), "\(temporary.errors)"
        )
        let inside = try program.shell(bytes + "cd \"$w\"; printf text > x; \"$0\" run -e store \(Self.quick) -o oo x")
        #expect(
            inside.status == 1 && inside.errors.contains("the name of the current folder is not UTF-8"),
            "\(inside.errors)")
        #expect(try program.shell(bytes + "test ! -e \"$w/oo\"").status == 0)
        let kept = try program.shell(bytes + "cd \"$w\"; \"$0\" run -e store --runs 1 --rounds 1 -o \"$OLDPWD/o\" x")
        #expect(kept.status == 0, "\(kept.errors)")
    }

    @Test func aDashedNameIsNoRequestForHelp() throws {
        try program.write("-chart.txt", sampleText(100))
        try program.write("-h", sampleText(100))
        for words in ["*", "-chart.txt", "-h", "-xhy"] {
            let result = try program.shell("exec \"$0\" run -e store \(Self.quick) \(words)")
            #expect(result.status == 64 && result.output.isEmpty && result.errors.contains("behind --"), "\(words)")
        }
        let named = try program.shell("exec \"$0\" run -e store \(Self.quick) -o o -- -chart.txt ./-h")
        #expect(named.status == 0, "\(named.errors)")
        #expect(try records().map(\.item) == ["-chart.txt", "./-h"])
        #expect(try program.shell("rm -- -h; exec \"$0\" run -h").status == 0)
    }

    @Test func nothingActsOnTheTerminal() throws {
        let result = try program.shell(
            #"name=$(printf 'a\033[31m\nb\302\2332J'); printf x > "$name"; "$0" run -e store --verbose \#(Self.quick) -o o "$name" "$name.none""#
        )
        #expect(result.status == 1)
        for text in [result.output, result.errors] {
            #expect(!text.unicodeScalars.contains { VisibleText.isHidden($0) && $0 != "\n" })
        }
        #expect(result.errors.contains(#"cannot read 'a\x1B[31m\x0Ab\xC2\x9B2J.none'"#), "\(result.errors)")
        // The record has the name itself.
        #expect(try records().map(\.item) == ["a\u{1B}[31m\nb\u{9B}2J"])
        #if os(Linux)
        guard try program.shell("command -v script").status == 0 else { return }
        let typed = try program.shell("TERM=xterm script -qec \"'$0' report o --format csv\" /dev/null </dev/null")
        #expect(typed.output.contains(#"a\x1B[31m"#), "\(typed.output)")
        #expect(
            !typed.output.unicodeScalars.contains { VisibleText.isHidden($0) && !"\r\n".unicodeScalars.contains($0) })
        #endif
    }
}
