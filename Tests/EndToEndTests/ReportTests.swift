import Foundation
import Testing

/// `ncbench report` on a run that was saved.
struct ReportTests {
    private let program: Program

    init() throws {
        program = try Program()
        try program.write("novel.txt", String(repeating: "It was a dark and stormy night; ", count: 300))
        let run = try program.run(
            "run", "-e", "store/zlib,1/xz,0", "novel.txt", "--runs", "1", "--min-time", "0", "--warmup", "0", "--quiet",
            "--output", "old")
        #expect(run.status == 0)
        #expect(run.output == "", "--quiet prints no table")
    }

    @Test func allFormatsAreTheSameBytesEachTime() throws {
        for folder in ["first", "second"] {
            let result = try program.run(
                "report", "old", "--format", "csv,json,markdown,svg,html", "--output", folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "")
        }
        #expect(try program.shell("diff -r first second").output == "")
        #expect(try program.shell("cmp old/results.csv first/results.csv").status == 0)
        for file in ["totals.csv", "report.json", "report.md", "report.html", "plots/ratio-compression-text.svg"] {
            #expect(!(try program.read("first/" + file)).isEmpty, "\(file)")
        }
        // And from the JSON as from the folder.
        let fromFolder = try program.run("report", "old", "--format", "html")
        let fromJSON = try program.run("report", "first/report.json", "--format", "html")
        #expect(fromFolder.status == 0 && fromFolder.output.hasPrefix("<!DOCTYPE html>"))
        #expect(fromJSON.output == fromFolder.output)
    }

    @Test func runsAreSetSideBySide() throws {
        let edit = "sed -i.bak 's/\"operatingSystem\" : .*/\"operatingSystem\" : \"Other\",/' new/environment.json"
        #expect(try program.shell("cp -r old new && \(edit)").status == 0)
        let result = try program.run("report", "old", "new")
        #expect(result.status == 0)
        #expect(result.output.contains("## new beside old") && result.output.contains("# Run old"))
        #expect(result.output.contains("different machines"))
    }

    @Test func damageIsNamedAndTheRestReported() throws {
        #expect(try program.shell("sed -i.bak '3s/,ok/,great/' old/results.csv").status == 0)
        let result = try program.run("report", "old")
        #expect(result.status == 1)
        #expect(result.errors.contains("line 3, column status: 'great"))
        #expect(result.output.contains("xz,0") && !result.output.contains("| zlib,1"))
        let missing = try program.run("report", "nowhere")
        #expect(missing.status == 1)
        #expect(missing.errors.contains("cannot read 'nowhere'"))
        #expect(try program.run("report").status == 64)
        #expect(try program.run("report", "old", "--format", "csv,html").status == 64)
        #expect(try program.run("report", "old", "--format", "pdf").status == 64)
    }
}
