import Benchmarking
import CodecInterface
import Foundation
import Reporting
import Testing

/// Codecs that take more threads than they were asked to.
@Suite struct ThreadUseTests {
    /// A run in which compressing took `processorSeconds` on each of two items, in a tenth of a second.
    private func report(processorSeconds: Double, threads: Int = 1) -> Report {
        let records = ["a.txt", "b.txt"].map { item in
            var record = Fixture.record(item, .text, "xz", "9e", raw: 1_000_000, size: 300_000)
            record.compression.cpuSeconds = processorSeconds
            record.threads = threads
            return record
        }
        return Report(runs: [
            ReportedRun(name: "sample", records: records, environment: Fixture.environment())
        ])
    }

    private func text(_ report: Report, _ format: ReportFormat) throws -> String {
        String(decoding: try #require(try ReportFiles.text(of: report, format: format)), as: UTF8.self)
    }

    @Test(arguments: [ReportFormat.markdown, .html]) func theirSpeedsAreMarked(format: ReportFormat) throws {
        let marked = try text(report(processorSeconds: 0.19), format)
        #expect(marked.contains("(1.9 threads)"))
        #expect(marked.contains("xz,9e compressing (up to 1.9 where 1 was asked for)"))
        #expect(!marked.contains("decompressing (up to"))
    }

    @Test(arguments: [(0.1, 1), (0.11, 1), (0.02, 1), (0.19, 2)])
    func othersAreNot(processorSeconds: Double, threads: Int) throws {
        let plain = try text(report(processorSeconds: processorSeconds, threads: threads), .markdown)
        #expect(!plain.contains("threads)") || threads > 1)
        #expect(!plain.contains("More threads than were asked for"))
    }

    @Test func theTerminalSaysSo() throws {
        let run = try #require(report(processorSeconds: 0.3).runs.first)
        let table = TerminalTable.text(of: run.records, environment: nil, width: 400)
        #expect(table.contains("compressing (up to 3.0 where 1 was asked for)"))
    }
}
