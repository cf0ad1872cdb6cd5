import Benchmarking
import CodecInterface
import Foundation
import OutsideText
import Reporting
import Testing

/// Runs of small records: what their reports call the settings, and when a file that was known has paid for itself.
@Suite struct RecordTableTests {
    private func report() throws -> Report {
        var environment = Fixture.environment()
        environment.recordCounts = ["log": 500]
        var document = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(environment)) as? [String: Any])
        document["options"] = [
            "specs": ["zstd,19"], "itemCount": 1, "itemsSHA256": "", "threads": 1, "cutsAtLines": true,
            "repetitions": ["minimumRuns": 1, "minimumSeconds": 0, "warmups": 0, "slowPassSeconds": 1], "rounds": 1,
            "isolation": "process", "executableSHA256": "",
        ]
        environment = try JSONDecoder().decode(
            RunEnvironment.self, from: try JSONSerialization.data(withJSONObject: document))
        func row(_ codec: String, _ parameters: String, _ size: Int, _ block: Int, model: Int = 0) -> TrialRecord {
            Fixture.record("log", .text, codec, parameters, size: size, model: model, block: block)
        }
        let records = [
            row("zstd", "19", 60_000, 1), row("zstd", "19", 30_000, 4096), row("xz", "9e", 80_000, 1),
            row("xz", "9e", 28_000, 4096), row("zstd", "19@D", 20_000, 1, model: 10_000),
            row("zstd", "19@D", 29_000, 4096, model: 10_000), row("lstm", "1@{item}.ncw", 15_000, 1, model: 45_000),
        ]
        return Report(runs: [ReportedRun(name: "records", records: records, environment: environment)])
    }

    private func file(_ path: String, _ format: ReportFormat) throws -> String {
        let files = try ReportFiles.files(of: report(), formats: [format])
        let file = try #require(files.first { $0.path == path })
        return String(decoding: file.data, as: UTF8.self)
    }

    @Test func aFilePaysAgainstTheSmallestCodecThatKnewNothing() throws {
        let text = try file("report.md", .markdown)
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map {
            $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        #expect(text.contains("**log**, 500 records of 200 bytes in the mean"))
        let head = try #require(lines.firstIndex { $0.contains("file, bytes") })
        #expect(lines[head] == ["codec", "file, bytes", "single records", "records up to 4 KiB"])
        // 60,000 − 15,000 bytes saved on 500 records are 90 a record: 45,000 of them take 500 records.
        #expect(lines[head + 2] == ["**lstm,1&#64;{item}.ncw** ◆", "45\u{202F}000", "6.667 [500]", "–"])
        // 40,000 on 500 are 80; of more together xz is smaller without anything.
        #expect(lines[head + 3] == ["zstd,19&#64;D", "10\u{202F}000", "5.000 [125]", "3.448 [never]"])
        #expect(lines[head + 4] == ["zstd,19", "", "1.667", "3.333"])
        #expect(lines[head + 5] == ["xz,9e", "", "1.250", "3.571"])
    }

    @Test func settingsAreCalledByTheRecordsTheyCompress() throws {
        let text = try file("report.md", .markdown)
        #expect(text.contains("| zstd,19 (single records)") && text.contains("| xz,9e (records up to 4 KiB)"))
        #expect(!text.contains("1 B blocks"))
        let page = try file("report.html", .html)
        #expect(page.contains("log, 500 records of 200 bytes in the mean") && page.contains("[never]"))
        let plot = try file("plots/block-sizes-text.svg", .svg)
        #expect(plot.contains(">single</text>") && plot.contains("whole records up to so many bytes together"))
    }

    @Test func otherRunsHaveNoSuchTable() throws {
        let files = try ReportFiles.files(of: Fixture.report, formats: [.markdown])
        #expect(files.allSatisfy { !String(decoding: $0.data, as: UTF8.self).contains("Small records") })
    }
}
