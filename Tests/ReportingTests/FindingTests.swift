import Benchmarking
import CodecInterface
import Foundation
import Reporting
import Testing

/// The headline in words, against the rows it is computed from.
struct FindingTests {
    private func findings(_ records: [TrialRecord]) throws -> [String] {
        let report = Report(runs: [ReportedRun(name: "run", records: records, environment: nil)])
        let text = String(decoding: try #require(try ReportFiles.text(of: report, format: .markdown)), as: UTF8.self)
        // After the heading and the summary.
        return text.split(separator: "\n").dropFirst(2).prefix { $0.hasPrefix("- ") }.map { String($0.dropFirst(2)) }
    }

    @Test func classicalCodecWinsAndTheNeuralOneIsPlaced() throws {
        let sentences = try findings([
            Fixture.record("photo", .image, "jxl", "7", size: 33_000, compression: 6),
            Fixture.record("photo", .image, "xz", "6", size: 52_000, compression: 8),
            Fixture.record("photo", .image, "xz", "9e", size: 50_000, compression: 4),
            Fixture.record("photo", .image, "lstm", "5", size: 51_000, compression: 0.045),
        ])
        #expect(
            sentences == [
                "On images, `jxl,7` (ratio 3.030) is 34.0 % smaller than `xz,9e`; `lstm,5` comes third, 54.5 % larger than the "
                    + "smallest, compressing at 45 KB/s against 6 MB/s."
            ])
    }

    @Test func neuralCodecWins() throws {
        let sentences = try findings([
            Fixture.record("novel", .text, "lstm", "5", size: 20_000, compression: 0.045),
            Fixture.record("novel", .text, "xz", "9e", size: 25_000, compression: 4),
        ])
        #expect(
            sentences == [
                "On text, `lstm,5` (ratio 5.000) is 20.0 % smaller than the best classical codec, `xz,9e`, compressing at 45 KB/s "
                    + "against 4 MB/s."
            ])
    }

    @Test func tiesAndSinglesAreSaidAsTheyAre() throws {
        let tie = try findings([
            Fixture.record("novel", .text, "a", "", size: 20_000),
            Fixture.record("novel", .text, "b", "", size: 20_000),
        ])
        #expect(tie == ["On text, `a` (ratio 5.000) is exactly as small as `b`."])
        let single = try findings([Fixture.record("novel", .text, "a", "", size: 20_000)])
        #expect(single == ["On text, `a` reaches a ratio of 5.000."])
        let none = try findings([Fixture.record("novel", .text, "a", "", size: nil, status: .timeout)])
        #expect(none == [])
    }
}
