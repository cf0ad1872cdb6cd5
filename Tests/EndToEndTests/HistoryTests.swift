import Foundation
import Testing

/// `ncbench history` through the built program, on a real run and on copies of it that were changed.
struct HistoryTests {
    private let program: Program

    /// Runs in `runs/01` to `runs/04`: a real one, and copies with other identifiers, dates and commits.
    init() throws {
        program = try Program()
        try program.write("novel.txt", sampleText(20_000))
        let run = try program.run(
            "run", "-e", "zlib,1/store", "novel.txt", "--runs", "4", "--rounds", "4", "--min-time", "0", "--warmup",
            "0",
            "--quiet", "--output", "real")
        #expect(run.status == 0, "\(run.errors)")
        let copies = try program.shell(
            """
            id=$(awk -F, 'NR == 2 { print $2 }' real/results.csv)
            for n in 1 2 3 4; do
                mkdir -p runs/0$n
                for file in results.csv samples.csv items.csv environment.json; do
                    sed "s/$id/2026010${n}T000000Z-a$n/; s/\\"date\\" : .*/\\"date\\" : \\"2026-01-0${n}T00:00:00Z\\",/; \
            s/\\"commit\\" : .*/\\"commit\\" : \\"c0ffee$n\\",/" real/$file >runs/0$n/$file
                done
            done
            """)
        #expect(copies.status == 0, "\(copies.errors)")
    }

    @Test func runsAreKeptAndNamed() throws {
        #expect(try program.run("history", "list").status == 1)
        let added = try program.run("history", "add", "runs/01", "runs/02", "runs/03", "--database", "h.sqlite")
        #expect(added.status == 0, "\(added.errors)")
        #expect(added.output.contains("20260101T000000Z-a1: added, 2 trials, 16 samples"))
        let again = try program.shell("NCBENCH_HISTORY=h.sqlite \"$0\" history add runs/0*")
        #expect(again.output.contains("a1: known already") && again.output.contains("a4: added"))
        let list = try program.run("history", "list", "--database", "h.sqlite", "--since", "2026-01-03")
        #expect(list.output.split(separator: "\n").count == 3, "\(list.output)")
        let show = try program.run("history", "show", "latest~1", "--database", "h.sqlite")
        #expect(show.output.contains("20260103T000000Z-a3") && show.output.contains("zlib,1"), "\(show.output)")
        let compare = try program.run("compare", "2026-01-01", "latest", "--database", "h.sqlite")
        #expect(compare.status == 0, "\(compare.errors)")
        #expect(compare.output.hasPrefix("20260101T000000Z-a1 → 20260104T000000Z-a4: no regression"))
        let report = try program.shell("NCBENCH_HISTORY=h.sqlite \"$0\" report latest --format markdown")
        #expect(report.status == 0 && report.output.contains("zlib,1"))
        #expect(try program.run("compare", "2027-01-01", "latest", "--database", "h.sqlite").status == 5)
        let unknown = try program.run("report", "c0ffeeee", "--database", "h.sqlite")
        #expect(unknown.status == 1 && unknown.errors.contains("no run is meant by 'c0ffeeee'"))
    }

    @Test func exportedRunsAreThoseThatWereAdded() throws {
        #expect(try program.run("history", "add", "runs/02", "--database", "h.sqlite").status == 0)
        let export = try program.run("history", "export", "c0ffee2", "--output", "saved", "--database", "h.sqlite")
        #expect(export.status == 0 && export.output == "saved/20260102T000000Z-a2\n", "\(export.errors)")
        let same = try program.shell(
            "for file in results.csv samples.csv items.csv; do cmp runs/02/$file saved/*/$file || exit 1; done")
        #expect(same.status == 0, "\(same.output)")
        #expect(
            try program.run("history", "add", "saved/20260102T000000Z-a2", "--database", "h.sqlite").output.contains(
                "known already"))
        let rows = try program.run("history", "export", "--database", "h.sqlite")
        #expect(try rows.output == program.read("runs/02/results.csv"))
        #expect(try program.run("history", "export", "--output", "saved", "--database", "h.sqlite").status == 1)
    }

    @Test func checksEndWithTheStatusOfComparisons() throws {
        #expect(try program.run("history", "check", "--database", "h.sqlite").status == 5)
        #expect(try program.run("history", "add", "runs/01", "--database", "h.sqlite").status == 0)
        #expect(try program.run("history", "check", "--database", "h.sqlite").status == 5)
        #expect(try program.run("history", "add", "runs/02", "--database", "h.sqlite").status == 0)
        let fine = try program.run("history", "check", "--database", "h.sqlite")
        #expect(fine.status == 0 && fine.output.contains("no regression"), "\(fine.output)\(fine.errors)")
        // One byte more.
        let edit = try program.shell(
            """
            awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; print; next }
                NR == 2 { ratio = $c["raw_bytes"] / ++$c["comp_bytes"]; $c["bpb"] = sprintf("%.6f", 8 / ratio)
                    $c["ratio"] = $c["adjusted_ratio"] = sprintf("%.6f", ratio) } { print }' runs/03/results.csv >edited &&
            mv edited runs/03/results.csv && "$0" history add runs/03 --database h.sqlite
            """)
        #expect(edit.status == 0, "\(edit.errors)")
        let larger = try program.run("history", "check", "--database", "h.sqlite", "--format", "json")
        #expect(larger.status == 3 && larger.output.contains("\"first_commit\" : \"c0ffee3\""), "\(larger.output)")
        #expect(try program.run("history", "check", "--database", "h.sqlite", "--limit", "size=5%").status == 0)
        let mismatch = try program.shell(
            "sed -i '2s/,ok$/,mismatch/' runs/04/results.csv && \"$0\" history add runs/04 --database h.sqlite && \"$0\" history check --database h.sqlite"
        )
        #expect(mismatch.status == 4, "\(mismatch.output)")
        #expect(try program.run("history", "compare", "latest~1", "--database", "h.sqlite").status == 4)
        let trend = try program.run("history", "trend", "--codec", "zlib", "--metric", "size", "--database", "h.sqlite")
        #expect(trend.output.contains("<- step"), "\(trend.output)")
    }

    @Test func runsAreRecordedAsTheyEnd() throws {
        let options = [
            "novel.txt", "--runs", "1", "--min-time", "0", "--warmup", "0", "--quiet", "--database", "new/h.sqlite",
        ]
        let run = try program.result(of: program.start(["run", "-e", "zlib,1", "--record", "--output", "a"] + options))
        #expect(run.status == 0, "\(run.errors)")
        // One that fails is kept as well, with its status.
        let failed = try program.result(
            of: program.start(["run", "-e", "cmd:false::false", "--record", "--output", "b"] + options))
        #expect(failed.status == 1)
        // A folder that is taken is left as it is, and nothing is added.
        let taken = try program.result(
            of: program.start(["run", "-e", "zlib,1", "--record", "--output", "real"] + options))
        #expect(taken.status == 1)
        let list = try program.run("history", "list", "--database", "new/h.sqlite", "--format", "json")
        #expect(list.output.components(separatedBy: "\"run\" :").count == 3, "\(list.output)")
        for wrong in [["--record"], ["--record", "--output", "s", "--shard", "1/2"], ["--database", "h.sqlite"]] {
            #expect(try program.result(of: program.start(["run", "-e", "zlib,1", "novel.txt"] + wrong)).status == 64)
        }
        try program.write("foreign", "not a database")
        let foreign = try program.result(
            of: program.start(
                ["run", "-e", "zlib,1", "novel.txt", "--record", "--output", "c", "--database", "foreign"]))
        #expect(foreign.status == 1 && foreign.errors.contains("not a history") && !program.exists("c"))
    }

    @Test func foldersHoldAFileARun() throws {
        let added = try program.run("history", "add", "runs/01", "runs/02", "--database", "shared/")
        #expect(added.status == 0, "\(added.errors)")
        #expect(try program.shell("ls shared | wc -l").output.trimmingCharacters(in: .whitespacesAndNewlines) == "2")
        #expect(try program.run("history", "list", "--database", "shared").output.contains("a2"))
        #expect(try program.run("history", "add", "shared", "--database", "h.sqlite").output.contains("a1: added"))
    }

    @Test func shardsAreNoRuns() throws {
        for number in 1...2 {
            let run = try program.run(
                "run", "-e", "zlib,1/store", "novel.txt", "--runs", "1", "--min-time", "0", "--warmup", "0", "--quiet",
                "--shard", "\(number)/2", "--output", "s\(number)")
            #expect(run.status == 0, "\(run.errors)")
        }
        let shard = try program.result(of: program.start(["history", "add", "s1", "--database", "h.sqlite"]))
        #expect(shard.status == 1 && shard.errors.contains("it is shard 1/2 of a run") && !program.exists("h.sqlite"))
        #expect(try program.run("merge", "whole", "s1", "s2").status == 0)
        let whole = try program.run("history", "add", "whole", "--database", "h.sqlite")
        #expect(whole.status == 0 && whole.output.contains("added, 2 trials"), "\(whole.errors)")
    }

    @Test func pagesAreWritten() throws {
        #expect(try program.run("history", "add", "runs/01", "runs/02", "--database", "h.sqlite").status == 0)
        let page = try program.run("history", "page", "--output", "site", "--database", "h.sqlite")
        #expect(page.status == 0 && page.output == "site/index.html\n", "\(page.errors)")
        #expect(
            try program.read("site/index.html").contains("codec-zlib.html") && program.exists("site/codec-zlib.html"))
        #expect(program.exists("site/run-20260102t000000z-a2.html"))
        #expect(try program.run("history", "page", "--output", "/dev/null/x", "--database", "h.sqlite").status == 1)
        let none = try program.run("history", "page", "--output", "n", "--since", "2030", "--database", "h.sqlite")
        #expect(none.status == 1 && !program.exists("n"))
    }

    @Test(arguments: [
        ["add"], ["add", "nowhere"], ["list", "--since", "yesterday"], ["trend", "--metric", "speed"], ["page"],
        ["check", "--recent", "0"], ["show", "x"],
    ])
    func wrongUse(_ arguments: [String]) throws {
        let result = try program.result(of: program.start(["history"] + arguments))
        #expect([1, 64].contains(result.status) && !result.errors.isEmpty)
    }
}
