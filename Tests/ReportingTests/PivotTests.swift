import Benchmarking
import CodecInterface
import Foundation
import OutsideText
import Reporting
import Testing

/// Pivots of runs whose sums can be worked out by hand.
struct PivotTests {
    private static let run = ReportedRun(
        name: "run",
        records: [
            Fixture.record("a", .text, "xz", "6", raw: 1000, size: 500, compression: 1),
            Fixture.record("a", .text, "lstm", "1", raw: 1000, size: 250, compression: 0.1),
            Fixture.record("a", .text, "lstm", "5", raw: 1000, size: 200, compression: 0.05),
            Fixture.record("b", .image, "xz", "6", raw: 3000, size: 1500, compression: 3),
            Fixture.record("b", .image, "lstm", "1", raw: 3000, size: 2000, compression: 0.1),
            Fixture.record("b", .image, "lstm", "5", raw: 3000, size: 1800, compression: nil),
        ], environment: nil)

    private func csv(_ choice: PivotChoice, _ runs: [ReportedRun] = [run]) throws -> [String] {
        let file = try #require(try PivotFiles.file(of: Pivot(of: Report(runs: runs), choice), format: .csv))
        #expect(file.path == "pivot.csv")
        return String(decoding: file.data, as: UTF8.self).split(separator: "\n").map { String($0) }
    }

    private func text(_ run: ReportedRun, _ format: ReportFormat) throws -> String {
        let pivot = Pivot(of: Report(runs: [run]), PivotChoice(grouping: [.item]))
        return String(decoding: try #require(try PivotFiles.file(of: pivot, format: format)).data, as: UTF8.self)
    }

    /// What must be known of a report's data must be known of a pivot of it.
    @Test(arguments: [ReportFormat.markdown, .html, .json]) func notesOfTheRunAreSaid(format: ReportFormat) throws {
        var run = Self.run
        run.supersededCount = 2
        #expect(try text(run, format).contains("measured again later are left out"))
        #expect(!(try text(Self.run, format)).contains("measured again later"))
    }

    @Test(arguments: [ReportFormat.markdown, .html]) func emptyItemsAreCalledEmpty(format: ReportFormat) throws {
        let records = ["xz", "zlib"].map { Fixture.record("a", .text, $0, "6", raw: 0, size: 30, compression: 0) }
        let text = try text(ReportedRun(name: "run", records: records, environment: nil), format)
        #expect(text.contains("All of them are empty"))
    }

    @Test func byItemEachTableHasTheItemsOwnNumbers() throws {
        let lines = try csv(PivotChoice(columns: [.ratio, .compressedBytes, .againstClassical], grouping: [.item]))
        #expect(
            lines == [
                "run,item,codec,params,threads,block_bytes,ratio,comp_bytes,vs_classical",
                "20260101T000000Z-a,a,lstm,5,1,,5,200,-0.6",
                "20260101T000000Z-a,a,lstm,1,1,,4,250,-0.5",
                "20260101T000000Z-a,a,xz,6,1,,2,500,0",
                "20260101T000000Z-a,b,xz,6,1,,2,1500,0",
                "20260101T000000Z-a,b,lstm,5,1,,1.66667,1800,0.2",
                "20260101T000000Z-a,b,lstm,1,1,,1.5,2000,0.333333",
            ])
    }

    @Test func byCodecLevelsAreSummedUpOverAllItems() throws {
        let lines = try csv(PivotChoice(columns: [.ratio, .items, .rawBytes], grouping: [.codec]))
        #expect(
            lines.dropFirst() == [
                "20260101T000000Z-a,lstm,5,1,,2,2,4000", "20260101T000000Z-a,lstm,1,1,,1.77778,2,4000",
                "20260101T000000Z-a,xz,6,1,,2,2,4000",
            ])
    }

    @Test func familiesComeInTheOrderOfReportsAndAreAColumnOnce() throws {
        let lines = try csv(PivotChoice(columns: [.family, .compressedBytes], grouping: [.family, .modality]))
        #expect(lines[0] == "run,family,modality,codec,params,threads,block_bytes,comp_bytes")
        #expect(
            lines.dropFirst().map { $0.split(separator: ",")[1...4].joined(separator: " ") } == [
                "neural text lstm 5", "neural text lstm 1", "neural image lstm 5", "neural image lstm 1",
                "classical text xz 6", "classical image xz 6",
            ])
    }

    @Test func sortingPutsTheBestFirstAndWhatWasNotMeasuredLast() throws {
        func codecs(_ order: PivotChoice.Order) throws -> [String] {
            try csv(PivotChoice(columns: [.compressionSpeed], order: order, grouping: [.modality])).suffix(3).map {
                $0.split(separator: ",")[2...3].joined(separator: ",")
            }
        }
        #expect(try codecs(.column(.compressionSpeed, isReversed: false)) == ["xz,6", "lstm,1", "lstm,5"])
        #expect(try codecs(.column(.compressionSpeed, isReversed: true)) == ["lstm,1", "xz,6", "lstm,5"])
        #expect(try codecs(.column(.compressedBytes, isReversed: false)) == ["xz,6", "lstm,5", "lstm,1"])
        #expect(try codecs(.codec(isReversed: false)) == ["lstm,1", "lstm,5", "xz,6"])
        #expect(try codecs(.codec(isReversed: true)) == ["xz,6", "lstm,5", "lstm,1"])
        #expect(try codecs(.column(.family, isReversed: false)) == ["xz,6", "lstm,1", "lstm,5"])
    }

    @Test func withoutAChoiceTablesAreThoseOfTheReport() {
        let pivot = Pivot(of: Fixture.report, PivotChoice())
        #expect(pivot.tables.count == ItemGroup.all(of: Fixture.run).count)
        #expect(pivot.choice.columns == PivotColumn.usual)
    }

    @Test func everyFormatOfTablesHasTheSameLines() throws {
        let pivot = Pivot(
            of: Fixture.report, PivotChoice(columns: PivotColumn.allCases, grouping: [.modality, .corpus]))
        for format in PivotFiles.formats {
            let file = try #require(try PivotFiles.file(of: pivot, format: format))
            let text = String(decoding: file.data, as: UTF8.self)
            for totals in Totals.all(of: Fixture.run) {
                for line in totals.lines {
                    #expect(text.contains(line.variant.codec), "\(format): \(line.variant.label)")
                }
            }
            // The same again.
            #expect(try PivotFiles.file(of: pivot, format: format)?.data == file.data)
        }
        #expect(try PivotFiles.file(of: pivot, format: .svg) == nil)
    }

    @Test func jsonHasNumbersAndNoKeyForWhatIsMissing() throws {
        let pivot = Pivot(
            of: Report(runs: [Self.run]), PivotChoice(columns: [.ratio, .compressionSpeed, .family], grouping: [.item]))
        let data = try #require(try PivotFiles.file(of: pivot, format: .json)).data
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(document["kind"] as? String == "pivot")
        #expect(document["group_by"] as? [String] == ["item"])
        let tables = try #require(document["tables"] as? [[String: Any]])
        #expect(tables.map { $0["group"] as? [String: String] } == [["item": "a"], ["item": "b"]])
        let rows = try #require(tables[1]["rows"] as? [[String: Any]])
        #expect(rows.map { $0["ratio"] as? Double } == [2, 3000.0 / 1800, 1.5])
        // What was not measured has no key.
        #expect(rows[0]["c_mbps"] as? Double == 3 && rows[1]["c_mbps"] == nil)
        #expect(rows[0]["family"] as? String == "classical")
    }

    @Test func namesFromOutsideAreEscapedEverywhere() throws {
        let name = "<b>|x|</b>,\"q\""
        let run = ReportedRun(
            name: "r", records: [Fixture.record(name, .text, "xz", "6", raw: 10, size: 5)], environment: nil)
        let pivot = Pivot(of: Report(runs: [run]), PivotChoice(grouping: [.item]))
        for format in [ReportFormat.markdown, .html] {
            let text = String(
                decoding: try #require(try PivotFiles.file(of: pivot, format: format)).data, as: UTF8.self)
            #expect(!text.contains("<b>|"), "\(format)")
        }
        let csv = String(decoding: try #require(try PivotFiles.file(of: pivot, format: .csv)).data, as: UTF8.self)
        #expect(csv.contains("\"<b>|x|</b>,\"\"q\"\"\""))
    }
}
