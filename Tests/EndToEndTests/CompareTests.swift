import Foundation
import Testing

/// `ncbench compare` through the built program: every exit status, on a real run and on copies of it that were changed.
struct CompareTests {
    private let program: Program

    init() throws {
        program = try Program()
        try program.write("novel.txt", sampleText(20_000))
        try program.write("other.txt", sampleText(9_000, seed: 7))
        let run = try program.run(
            "run", "-e", "zlib,1/xz,0", "novel.txt", "other.txt", "--runs", "1", "--min-time", "0", "--warmup", "0",
            "--quiet", "--output", "base")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try program.shell("cp -r base new").status == 0)
    }

    /// Changes cells of the first row of zlib: an awk line with `$c["NAME"]` for a cell.
    private func edit(_ line: String) throws {
        let script = """
            awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; print; next } \(line) { print }' \
            base/results.csv > new/results.csv
            """
        let result = try program.shell(script)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try program.read("base/results.csv") != program.read("new/results.csv"))
    }

    @Test func equalRunsAreFine() throws {
        let result = try program.run("compare", "base", "new")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("base → new: no regression, 0 improvements\n"))
        #expect(result.output.contains("Unchanged: size 4"))
    }

    @Test func oneByteMoreIsARegression() throws {
        // What follows from the sizes has to follow, or the row would be a damaged one.
        try edit(
            """
            NR == 2 { ratio = $c["raw_bytes"] / ++$c["comp_bytes"]; $c["bpb"] = sprintf("%.6f", 8 / ratio);
                $c["ratio"] = $c["adjusted_ratio"] = sprintf("%.6f", ratio) }
            """)
        let result = try program.run(
            "compare", "base", "new", "--markdown", "a.md", "--junit", "a.xml", "--svg", "a.svg")
        #expect(result.status == 3)
        #expect(result.output.contains("Regressions (1)"))
        #expect(try program.read("a.md").contains("### Regressions"))
        #expect(try program.read("a.xml").contains("failures=\"1\""))
        #expect(try program.read("a.svg").hasPrefix("<svg "))
        #expect(try program.run("compare", "base", "new", "--limit", "size=1%").status == 0)
        #expect(try program.run("compare", "base", "new", "--limit", "xz:size=1%").status == 3)
        #expect(try program.run("compare", "new", "base").status == 0)
        try program.write("regression.yaml", "limits: {size: 1%}\n")
        #expect(try program.run("compare", "base", "new", "--limits", "regression.yaml").status == 0)
        let json = try program.run("compare", "base", "new", "--format", "json")
        #expect(json.status == 3)
        let root = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(root?["verdict"] as? String == "regression")
    }

    @Test func resultsGoWhereTheyAreSent() throws {
        let result = try program.shell(
            """
            mkfifo pipe && touch real.svg && ln -s real.svg link.svg && { cat pipe >copy & } && \
            "$0" compare base new --markdown pipe --junit /dev/null --svg link.svg && wait && test -p pipe && \
            test -c /dev/null && test -L link.svg && test -s real.svg && grep -q 'no regression' copy
            """)
        #expect(result.status == 0, "\(result.errors)")
        let unwritable = try program.run("compare", "base", "new", "--markdown", "nowhere/a.md")
        #expect(unwritable.status == 1 && unwritable.output.contains("no regression"))
        #expect(unwritable.errors.contains("cannot write 'nowhere/a.md'"))
        #expect(try program.run("compare", "base", "new", "--markdown", "a", "--junit", "a").status == 64)
    }

    /// Memory of two items is judged, times are not.
    @Test func timesWithoutAVerdictAreTold() throws {
        for folder in ["a", "b"] {
            let run = try program.run(
                "run", "-e", "zlib,1", "novel.txt", "other.txt", "--runs", "6", "--rounds", "6", "--min-time", "0",
                "--quiet", "--output", folder)
            #expect(run.status == 0, "\(run.errors)")
        }
        let result = try program.run("compare", "a", "b", "--limit", "memory=500%")
        #expect(result.output.contains("note: no time could be judged"), "\(result.output)")
        #expect(result.output.contains("Unchanged: ") && result.output.contains("memory"), "\(result.output)")
        let silent = try program.run("compare", "a", "b", "--limit", "ctime=off,dtime=off,memory=500%")
        #expect(!silent.output.contains("no time could be judged"), "\(silent.output)")
    }

    @Test func damagedSamplesAreTold() throws {
        for seconds in ["nan", "0"] {
            let edit = "2s/,compress,0,[0-9]*,[0-9.]*,/,compress,0,1,\(seconds),/"
            #expect(try program.shell("sed '\(edit)' base/samples.csv >new/samples.csv").status == 0)
            let result = try program.run("compare", "base", "new")
            #expect(result.output.contains("1 row of new's samples.csv cannot be read"), "\(result.output)")
        }
        try program.write("new/samples.csv", "junk\n")
        #expect(try program.run("compare", "base", "new").output.contains("1 row of new's samples.csv"))
    }

    @Test func aLostRowIsARegression() throws {
        try edit("NR == 2 { next }")
        let result = try program.run("compare", "base", "new")
        #expect(result.status == 3)
        #expect(result.output.contains("row lost"))
        #expect(try program.run("compare", "new", "base").status == 0, "a new row passes")
    }

    @Test func aWorseStatusIsARegression() throws {
        try edit("NR == 2 { $c[\"status\"] = \"timeout\" }")
        #expect(try program.run("compare", "base", "new").status == 3)
    }

    @Test func aFailedRoundTripIsWorse() throws {
        try edit("NR == 2 { $c[\"status\"] = \"mismatch\" } NR == 3 { $c[\"comp_bytes\"]++ }")
        #expect(try program.run("compare", "base", "new").status == 4)
    }

    @Test func aBaseMustBeThere() throws {
        let missing = try program.run("compare", "nowhere", "new")
        #expect(missing.status == 5)
        #expect(missing.errors.contains("nowhere"))
        #expect(try program.run("compare", "base", "nowhere").status == 1)
        try edit("NR == 2 { $c[\"comp_bytes\"] = \"many\" }")
        #expect(try program.run("compare", "new", "base").status == 5)
        try program.write("new/results.csv", "not a table\n")
        #expect(try program.run("compare", "new", "base").status == 5)
    }

    @Test(arguments: ["item_sha256", "threads", "block_bytes"])
    func otherInputsAreNotComparable(_ column: String) throws {
        let value = column == "item_sha256" ? String(repeating: "a", count: 64) : "2"
        try edit("{ $c[\"\(column)\"] = \"\(value)\" }")
        let result = try program.run("compare", "base", "new")
        #expect(result.status == 5, "\(result.output)\(result.errors)")
        #expect(result.errors.contains("cannot be compared"))
    }

    @Test func anotherSchemaIsNotComparable() throws {
        try edit("{ $c[\"schema\"] = 2 }")
        #expect(try program.run("compare", "base", "new").status == 5)
        #expect(try program.run("compare", "new", "base").status == 5)
    }

    /// On another processor times are shown and not judged, however bad.
    @Test func speedsOfAnotherProcessorAreInformation() throws {
        let change = """
            sed -i.bak 's/"cpuModel" : .*/"cpuModel" : "Another",/' new/environment.json
            awk -F, -v OFS=, 'NR > 1 { $8 *= 9 } { print }' base/samples.csv > new/samples.csv
            """
        #expect(try program.shell(change).status == 0)
        let result = try program.run("compare", "base", "new")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("the processors differ"))
        #expect(result.output.contains("For information, not judged"))
    }

    @Test(arguments: [
        ["--limit", "speed=1%"], ["--limit", "size=1"], ["--alpha", "2"], ["--limits", "no.yaml"], ["--format", "xml"],
    ])
    func wrongUsage(_ options: [String]) throws {
        let process = try program.start(["compare", "base", "new"] + options)
        #expect(try program.result(of: process).status == 64)
    }
}
