import Benchmarking
import CodecInterface
import Foundation
import Reporting
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

struct RobustnessTests {
    private func files(_ run: ReportedRun) throws -> [ReportFile] {
        try ReportFiles.files(of: Report(runs: [run]), formats: Set(ReportFormat.allCases))
    }

    private func text(_ report: Report, _ format: ReportFormat) throws -> String {
        String(decoding: try #require(try ReportFiles.text(of: report, format: format)), as: UTF8.self)
    }

    @Test func plotsAreWellFormedXMLWhateverTheNames() throws {
        let plots =
            try files(Hostile.run).filter { $0.path.hasSuffix(".svg") }
            + files(Fixture.run).filter { $0.path.hasSuffix(".svg") }
        #expect(plots.count > 8)
        for plot in plots {
            let parser = XMLParser(data: plot.data)
            #expect(parser.parse(), "\(plot.path): \(parser.parserError.map { "\($0)" } ?? "")")
            let text = String(decoding: plot.data, as: UTF8.self)
            #expect(
                !text.contains("<script") && !text.contains("<img") && !text.contains("http:")
                    || text.contains("http://www.w3.org/2000/svg"))
            #expect(!text.contains("nan") && !text.contains("inf\""))
        }
    }

    @Test func namesDoNotBecomeMarkupOfThePage() throws {
        let page = try text(Report(runs: [Hostile.run]), .html)
        #expect(page.components(separatedBy: "<script").count == 2)
        #expect(!page.contains("<img"))
        #expect(!page.contains("<b>run"))
        #expect(!page.contains("\u{202E}"))
        #expect(page.contains("{{title}} {{{script}}}"))
        #expect(page.contains("&lt;/script&gt;"))
    }

    @Test func namesDoNotBreakMarkdownTables() throws {
        let markdown = try text(Report(runs: [Hostile.run]), .markdown)
        var columns: Int?
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                columns = nil
                continue
            }
            let bars = line.replacing("\\|", with: "").filter { $0 == "|" }.count
            #expect(columns == nil || columns == bars, "\(line)")
            columns = bars
        }
        #expect(!markdown.contains("<img") && !markdown.contains("<script") && !markdown.contains("\u{202E}"))
        #expect(!markdown.contains("https://example.org") && !markdown.contains("@name"))
    }

    @Test func namesDoNotReachTheTerminalAsControls() {
        let text = TerminalTable.text(of: Hostile.run.records, environment: nil, width: 80)
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }

    @Test func noRowsAndOneRowAreReports() throws {
        for records in [[], [Fixture.record("a", .text, "x", "", size: 10)]] {
            let files = try files(ReportedRun(name: "run", records: records, environment: nil))
            #expect(files.contains { $0.path == "report.md" } && files.contains { $0.path == "report.html" })
            #expect(
                try text(Report(runs: [ReportedRun(name: "run", records: records, environment: nil)]), .markdown)
                    .contains("environment.json"))
        }
        #expect(try text(Report(runs: []), .markdown).contains("no run"))
        #expect(try text(Report(runs: []), .html).contains("no run"))
    }

    @Test func numbersThatAreNoneAreDashes() throws {
        var row = Fixture.record("a", .text, "x", "1", size: 10)
        row.compression.speed = .nan
        row.compression.confidenceLow = -.infinity
        row.decompression.speed = .infinity
        row.yardstickSpeed = .nan
        var zero = Fixture.record("a", .text, "y", "2", size: 0)
        zero.decompression.speed = 0
        var huge = Fixture.record("a", .text, "z", "3", raw: .max, size: .max, model: .max)
        huge.compression.peakByteCount = .max
        var empty = Fixture.record("empty", .text, "x", "1", raw: 0, size: 20)
        empty.decompression.speed = -1
        let blocks = [1, 4096, Int.max].map { Fixture.record("a", .text, "b", "1", size: 50, block: $0) }
        let run = ReportedRun(name: "run", records: [row, zero, huge, empty] + blocks, environment: nil)
        for file in try files(run) where !file.path.hasSuffix(".csv") {
            let text = String(decoding: file.data, as: UTF8.self).lowercased()
            #expect(
                !text.contains("nan ") && !text.contains(">nan") && !text.contains(" nan")
                    && !text.contains("infinity"), "\(file.path)")
        }
        #expect(try text(Report(runs: [run]), .csv).contains(",nan,"))
    }

    @Test func damagedRowsAreNamedAndGoodOnesKept() throws {
        let good = Fixture.run.records
        let lines = ResultsFile.text(of: good).split(separator: "\n").map(String.init)
        var newer = lines[2].replacing("1,2026", with: "7,2026", maxReplacements: 1)
        newer += "\n" + lines[3].replacing(",text,", with: ",smell,")
        let text = ([lines[0], lines[1], newer] + lines[4...]).joined(separator: "\n") + "\n1,cut"
        let (records, damaged) = try ResultsFile.read(text, path: "results.csv")
        #expect(records.count == good.count - 2)
        let run = ReportedRun(name: "run", records: records, environment: nil, damaged: damaged)
        let markdown = try self.text(Report(runs: [run]), .markdown)
        let page = try self.text(Report(runs: [run]), .html)
        for words in ["3 rows", "use a newer ncbench", "column modality", "line 4"] {
            #expect(markdown.contains(words) && page.contains(words), "\(words)")
        }
    }

    @Test func rowsOfOneFaultAreOneLine() {
        let newer = (2...500).map { DamagedRow(line: $0, column: "schema", reason: "use a newer ncbench") }
        #expect(Damage.lines(newer) == ["lines 2 to 500, column schema: use a newer ncbench"])
        let many = (2...500).map { DamagedRow(line: $0, column: nil, reason: "fault \($0)") }
        let lines = Damage.lines(many)
        #expect(lines.count == 21)
        #expect(lines.first == "line 2: fault 2" && lines.last == "and 479 more rows")
    }

    @Test func severalMachinesAreToldApart() throws {
        let later = ReportedRunFixture(name: "later", run: "b").reported(
            environment: Fixture.environment(run: "b", cpu: "Another Processor"))
        let different = try text(Report(naming: [Fixture.run, later]), .markdown)
        #expect(different.contains("different machines"))
        let same = ReportedRunFixture(name: "later", run: "b").reported(environment: Fixture.environment(run: "b"))
        #expect(!(try text(Report(naming: [Fixture.run, same]), .markdown)).contains("different machines"))
        #expect(!different.contains("+0.0 %") && different.contains(" – |"))
        // A machine that is not known is not taken for another's.
        let unknown = ReportedRunFixture(name: "later", run: "b").reported(environment: nil)
        #expect(try text(Report(naming: [Fixture.run, unknown]), .markdown).contains("different machines"))
    }

    @Test func whatOnlyOneRunHasIsNamed() throws {
        var later = ReportedRunFixture(name: "later", run: "b").reported(environment: Fixture.environment(run: "b"))
        for index in later.records.indices where later.records[index].codec == "xz" {
            later.records[index].codecVersion = "2.0"
        }
        later.records.removeAll { $0.codec == "zlib" }
        later.records.append(Fixture.record("novel", .text, "ppmd", "5", size: 20_000, run: "b"))
        for format in [ReportFormat.markdown, .html] {
            let text = try text(Report(naming: [Fixture.run, later]), format)
            #expect(text.contains("Not the same version: xz 1.0 → 2.0."))
            #expect(text.contains("Only in the first run: zlib,6."))
            #expect(text.contains("Only in the second run: ppmd,5."))
            #expect(text.contains("all sizes are the same to the byte"))
        }
    }

    @Test func runsOfOneFileAndOfOneNameAreToldApart() throws {
        let records = ["a", "b"].map { Fixture.record("item", .text, "x", "", size: 10, run: $0) }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ncbench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("results.csv")
        try Data(ResultsFile.text(of: records).utf8).write(to: file)
        try Data((CurveRecord.header + Fixture.run.curves[0].row).utf8).write(
            to: folder.appendingPathComponent("curves.csv"))
        let curves = RunFolder.readCurves(folder.path).records
        #expect(curves == [Fixture.run.curves[0]] && RunFolder.readCurves(file.path).records == curves)
        let joined = Report(contents: [("joined", try RunFolder.read(file.path), curves, [])])
        #expect(joined.runs.map(\.name) == ["joined a", "joined b"])
        #expect(joined.runs.allSatisfy { $0.records.count == 1 })
        let twice = Report(naming: [Fixture.run, Fixture.run])
        #expect(Set(twice.runs.map(\.name)).count == 2)
    }
}
