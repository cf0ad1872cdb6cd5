import Benchmarking
import Foundation
import Reporting
import Testing

/// Every format of one report, byte for byte. A wanted change is made with `NCBENCH_UPDATE_GOLDEN=1` in the environment of
/// the tests, and reviewed as a difference of the files in `Golden`.
struct GoldenTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Golden")
    private static let isUpdating = ProcessInfo.processInfo.environment["NCBENCH_UPDATE_GOLDEN"] == "1"

    @Test(arguments: ReportFormat.allCases)
    func filesAreAsRecorded(format: ReportFormat) throws {
        for file in try ReportFiles.files(of: Fixture.report, formats: [format]) {
            try Self.check(file.data, file.path)
        }
    }

    @Test func severalRunsAreAsRecorded() throws {
        let runs = [
            Fixture.run,
            ReportedRunFixture(name: "later", run: "20260102T000000Z-b").reported(
                environment: Fixture.environment(run: "20260102T000000Z-b")),
        ]
        let data = try #require(try ReportFiles.text(of: Report(naming: runs), format: .markdown))
        try Self.check(data, "several-runs.md")
    }

    @Test(arguments: [120, 60, 30])
    func terminalTableIsAsRecorded(width: Int) throws {
        let text = TerminalTable.text(of: Fixture.run.records, environment: Fixture.environment(), width: width)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
        try Self.check(Data(text.utf8), "terminal-\(width).txt")
    }

    @Test func sameReportGivesTheSameBytes() throws {
        let formats = Set(ReportFormat.allCases)
        let first = try ReportFiles.files(of: Fixture.report, formats: formats)
        let second = try ReportFiles.files(of: Fixture.report, formats: formats)
        #expect(first.map(\.path) == second.map(\.path))
        #expect(first.map(\.data) == second.map(\.data))
        #expect(Set(first.map(\.path)).count == first.count)
    }

    private static func check(_ data: Data, _ path: String) throws {
        let url = folder.appendingPathComponent(path)
        if isUpdating {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: url)
            return
        }
        let recorded = try #require(FileManager.default.contents(atPath: url.path), "\(path) is not recorded")
        guard recorded != data else { return }
        let (new, old) = [data, recorded].map {
            String(decoding: $0, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        }.pair
        let line = zip(new, old).enumerated().first { $0.element.0 != $0.element.1 }
        Issue.record(
            "\(path) differs from line \((line?.offset ?? min(new.count, old.count)) + 1) on: now '\(line?.element.0 ?? "")', recorded '\(line?.element.1 ?? "")'"
        )
    }
}

extension [[Substring]] {
    fileprivate var pair: ([Substring], [Substring]) { (self[0], self[1]) }
}
