import Benchmarking
import CodecInterface
import Foundation
import Reporting
import Testing

/// What gave no result, as each format lists it.
struct ProblemTests {
    private let run = ReportedRun(
        name: "run",
        records: ["a", "b", "c"].flatMap { item in
            [
                Fixture.record(item, .text, "xz", "6", size: 10_000),
                Fixture.record(item, .text, "flac", "8", size: nil, status: .unsupported(reason: "not for text")),
                Fixture.record(item, .text, "png", "6", size: nil, status: .unsupported(reason: "not for text")),
                Fixture.record(
                    item, .text, "webp", "6", size: nil,
                    status: item == "c" ? .failed(reason: "too wide") : .unsupported(reason: "not for text")),
            ]
        }, environment: nil)

    private func text(_ format: ReportFormat) throws -> String {
        String(
            decoding: try #require(try ReportFiles.text(of: Report(runs: [run]), format: format)), as: UTF8.self)
    }

    @Test func codecsThatDoNotTakeTheSameItemsAreOneRow() throws {
        let markdown = try text(.markdown).replacing(#/ +/#, with: " ")
        #expect(markdown.contains("| flac,8, png,6 | a, b, c | unsupported(not for text) |"))
        #expect(markdown.contains("| webp,6 | a, b | unsupported(not for text) |"))
        #expect(markdown.contains("| webp,6 | c | failed(too wide) |"))
        #expect(markdown.contains("Not made for such items: flac,8, png,6."))
        #expect(markdown.contains("In no total, because they managed too few items: webp,6 (0 of 3)."))
        let page = try text(.html)
        #expect(page.contains("<bdi>flac,8, png,6</bdi>") && page.contains("failed(too wide)"))
    }

    @Test func terminalCountsTheItemsOfOneReason() {
        let table = TerminalTable.text(of: run.records, environment: nil, width: 80)
        #expect(table.contains("flac,8, png,6 on 3 items: unsupported(not for text)\n"))
        #expect(table.contains("webp,6 on c: failed(too wide)\n"))
    }
}
