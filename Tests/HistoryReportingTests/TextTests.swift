import Foundation
import History
import HistoryReporting
import HistorySamples
import Regression
import Testing

/// Tables and JSON of a history.
struct TextTests {
    private let history: MachineHistory
    private let runs: [RunSummary]

    init() throws {
        let database = try HistoryDatabase(path: try Scratch().database, creates: true)
        for number in 0..<14 {
            _ = try database.add([
                try SampleRuns.run(number, size: number == 13 ? 41_000 : 40_000) { _, _, _ in
                    number >= 12 ? 0.002 : 0.001
                }
            ])
        }
        history = try #require(try database.histories().first)
        runs = try database.runs()
    }

    @Test func runsAreListedNewestFirst() throws {
        let lines = RunListText.table(runs).split(separator: "\n")
        #expect(lines.count == 15)
        #expect(lines[1].contains("-r13") && lines[1].contains("000daaaaaa") && lines[14].contains("-r0"))
        let json = try JSONSerialization.jsonObject(with: try RunListText.json(runs)) as? [String: Any]
        let entries = try #require(json?["runs"] as? [[String: Any]])
        #expect(entries.count == 14 && entries[0]["trials"] as? Int == 4 && entries[0]["machine"] is String)
    }

    @Test func trendsShowTheirSteps() throws {
        let series = try #require(TrendSeries.joined(history.lines(of: history.specs[0]), .compressionTime))
        let steps = series.steps(smallestChange: 0.015, seriesCount: 1)
        let table = TrendText.table(series, history, steps: steps, most: 5)
        let lines = table.split(separator: "\n")
        #expect(
            lines[0]
                == "zlib,6: compression time over 2 items (lower quartile of changes), Test Processor 9000, 4 processors"
        )
        #expect(lines[1] == "(9 older runs are left out)" && lines.count == 7)
        #expect(lines[5].contains("2.000 ms") && lines[5].hasSuffix("<- step +100.0 %"))
        let json =
            try JSONSerialization.jsonObject(with: try TrendText.json([(series, history, steps)])) as? [String: Any]
        let first = try #require((json?["series"] as? [[String: Any]])?.first)
        #expect((first["points"] as? [Any])?.count == 14)
        #expect(((first["steps"] as? [[String: Any]])?.first)?["first_run"] as? String == history.runs[12].run)
    }

    @Test func whatCannotBeSeenIsTold() throws {
        let verdict = try #require(HistoryCheck(limits: .alternating).verdict(history))
        let spec = SeriesSpec(codec: "zlib", parameters: "6")
        func resolution(_ metric: HistoryMetric, _ smallest: Double?) -> SeriesResolution {
            SeriesResolution(
                spec: spec, span: .items(count: 7), metric: metric, limit: 0.015, smallestChange: smallest)
        }
        let fine = CheckText.text(verdict, [resolution(.compressionTime, 0.0151)])
        #expect(!fine.contains("Too noisy"))
        #expect(fine.hasSuffix("A step is seen in the codecs' times within 5 runs from 1.5 % on\n"))
        let text = CheckText.text(
            verdict,
            [resolution(.compressionTime, 0.0412), resolution(.decompressionTime, nil), resolution(.memory, 0.02)])
        #expect(text.contains("Too noisy for small steps (2)"))
        #expect(text.contains("a step of 3.0 % is not seen within 5 runs; from 4.1 %"))
        #expect(text.contains("a step of 3.0 % is not seen within 5 runs; none"))
        #expect(text.hasSuffix("A step is seen in 1 of 2 codecs' times within 5 runs from 4.1 % on\n"))
        let json =
            try JSONSerialization.jsonObject(
                with: try CheckText.json(verdict, [resolution(.compressionTime, 0.0412)])) as? [String: Any]
        let entry = try #require((json?["resolutions"] as? [[String: Any]])?.first)
        #expect(entry["spec"] as? String == "zlib,6" && entry["smallest_change"] as? Double == 0.0412)
        #expect(entry["items"] as? Int == 7 && entry["metric"] as? String == "ctime" && entry["runs"] as? Int == 5)
    }

    @Test func verdictsAreTold() throws {
        let verdict = try #require(HistoryCheck(limits: .alternating).verdict(history))
        let text = CheckText.text(verdict)
        #expect(
            text.hasPrefix(
                "\(runs[13].run) (000daaaaaa) on Test Processor 9000, 4 processors: 8 regressions, 0 improvements\n"))
        #expect(text.contains("40000 B -> 41000 B") && text.contains("+2.5 %"))
        #expect(text.contains("since \(runs[12].run) (000caaaaaa, 2 runs; before it 000baaaaaa)"))
        let json = try JSONSerialization.jsonObject(with: try CheckText.json(verdict)) as? [String: Any]
        #expect(json?["verdict"] as? String == "regression" && (json?["regressions"] as? [Any])?.count == 8)
    }
}
