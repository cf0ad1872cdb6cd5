import Benchmarking
import CodecInterface
import Foundation
import Reporting
import Testing

/// What was written is read back as the same results.
struct RoundTripTests {
    @Test func jsonGivesTheSameRows() throws {
        for report in [Fixture.report, Report(runs: [Hostile.run]), Report(runs: [])] {
            let read = try JSONReport.read(try JSONReport.data(of: report), path: "report.json")
            #expect(read.runs.map(\.name) == report.runs.map(\.name))
            let isSame = read.runs.map(\.records) == report.runs.map(\.records)
            #expect(isSame)
            #expect(read.runs.map(\.environment) == report.runs.map(\.environment))
            #expect(read.runs.map(\.curves) == report.runs.map(\.curves))
            #expect(read.runs.map(\.items) == report.runs.map(\.items))
        }
    }

    @Test func jsonGivesTheSameReport() throws {
        var run = Fixture.run
        run.damaged = [DamagedRow(line: 7, column: "bpb", reason: "'x' is not a value of this column")]
        run.supersededCount = 2
        let report = Report(runs: [run])
        let data = try JSONReport.data(of: report)
        let read = try JSONReport.read(data, path: "report.json")
        for format in [ReportFormat.json, .csv, .markdown, .html] {
            let isSame = try ReportFiles.text(of: read, format: format) == ReportFiles.text(of: report, format: format)
            #expect(isSame, "\(format)")
        }
        // Reports from before these keys have none.
        let text = String(decoding: data, as: UTF8.self)
        let older = text.replacing("\"damagedRows\"", with: "\"x\"").replacing("\"supersededRows\"", with: "\"y\"")
            .replacing("\"leftOut\"", with: "\"z\"")
        #expect(try JSONReport.read(Data(older.utf8), path: "report.json").runs.first?.damaged == [])
    }

    @Test func csvGivesTheSameRows() throws {
        for run in [Fixture.run, Hostile.run] {
            let data = try #require(try ReportFiles.text(of: Report(runs: [run]), format: .csv))
            let read = try ResultsFile.read(String(decoding: data, as: UTF8.self), path: "results.csv")
            #expect(read.damaged == [])
            let isSame = read.records == run.records
            #expect(isSame, "\(zip(read.records, run.records).first { $0 != $1 }.map { "\($0)" } ?? "")")
        }
    }

    @Test func curvesGiveTheSamePoints() {
        let curves = Fixture.run.curves
        let text = CurveRecord.header + curves.map(\.row).joined()
        #expect(CurveRecord.read(text.utf8).records == curves)
        #expect(CurveRecord.read(text.utf8).damagedCount == 0)
        let damaged = CurveRecord.header + curves[0].row + "run,item,xz,9e,-5,1\nrun,item,xz,9e,5,nan\nrun,it"
        #expect(CurveRecord.read(damaged.utf8).records == [curves[0]])
        #expect(CurveRecord.read(damaged.utf8).damagedCount == 3)
    }

    @Test(arguments: [
        ("", "is not a JSON report"), ("{}", "schema"), ("{\"schema\": 99, \"runs\": 1}", "use a newer ncbench"),
        ("{\"schema\": 1, \"runs\": [{\"name\": 3}]}", ".runs[0].name"),
    ])
    func damagedJSONIsNamed(text: String, part: String) {
        let error = #expect(throws: JSONReportError.self) {
            try JSONReport.read(Data(text.utf8), path: "some.json")
        }
        #expect(error?.description.contains(part) == true)
        #expect(error?.description.contains("some.json") == true)
    }

    @Test func unknownStatusInJSONIsNamed() throws {
        let text = String(decoding: try JSONReport.data(of: Fixture.report), as: UTF8.self)
        let changed = Data(text.replacing("\"timeout\"", with: "\"exploded\"").utf8)
        let error = #expect(throws: JSONReportError.self) { try JSONReport.read(changed, path: "some.json") }
        #expect(error?.description.contains("trial 23 of run 'sample'") == true)
    }
}
