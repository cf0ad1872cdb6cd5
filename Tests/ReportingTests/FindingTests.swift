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
                "On images, `jxl,7` (ratio 3.030) is 34.0 % smaller than `xz,9e`; the best neural codec, `lstm,5`, comes "
                    + "third, 54.5 % larger than the smallest, compressing at 45 KB/s against 6 MB/s."
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

    @Test func hybridCodecIsSetBesideTheBestOfBothOtherFamilies() throws {
        let classical = [
            Fixture.record("novel", .text, "zpaq", "5", size: 22_000, compression: 0.7),
            Fixture.record("novel", .text, "xz", "9e", size: 25_000, compression: 4),
        ]
        let neural = [
            Fixture.record("novel", .text, "lstm", "1", size: 24_000, compression: 0.4),
            Fixture.record("novel", .text, "lstm", "5", size: 21_000, compression: 0.045),
        ]
        let hybrid = Fixture.record("novel", .text, "mix", "5", size: 18_900, compression: 0.06)
        #expect(
            try findings(classical + neural + [hybrid]) == [
                "On text, `mix,5` (ratio 5.291) is 14.1 % smaller than the best classical codec, `zpaq,5`, and 10.0 % smaller than "
                    + "the best neural one, `lstm,5`, compressing at 60 KB/s against 700 KB/s and 45 KB/s."
            ])
        #expect(
            try findings(neural + [hybrid]) == [
                "On text, `mix,5` (ratio 5.291) is 10.0 % smaller than the best neural codec, `lstm,5`, compressing at 60 KB/s "
                    + "against 45 KB/s."
            ])
        // Where a speed is not known, none stands for another's.
        let unmeasured = Fixture.record("novel", .text, "lstm", "5", size: 21_000, compression: nil)
        #expect(
            try findings(classical + [unmeasured, hybrid]) == [
                "On text, `mix,5` (ratio 5.291) is 14.1 % smaller than the best classical codec, `zpaq,5`, and 10.0 % smaller than "
                    + "the best neural one, `lstm,5`."
            ])
    }

    @Test func neuralCodecIsSetBesideTheBestHybridOne() throws {
        let sentences = try findings([
            Fixture.record("novel", .text, "lstm", "5", size: 20_000, compression: 0.045),
            Fixture.record("novel", .text, "xz", "9e", size: 25_000, compression: 4),
            Fixture.record("novel", .text, "mix", "1", size: 20_000, compression: 0.5),
        ])
        #expect(
            sentences == [
                "On text, `lstm,5` (ratio 5.000) is 20.0 % smaller than the best classical codec, `xz,9e`, and exactly as small as "
                    + "the best hybrid one, `mix,1`, compressing at 45 KB/s against 4 MB/s and 500 KB/s."
            ])
    }

    @Test func bestOfEachFamilyIsPlacedBehindAClassicalCodec() throws {
        let jxl = Fixture.record("photo", .image, "jxl", "7", size: 30_000, compression: 6)
        let others = [
            Fixture.record("photo", .image, "mix", "5", size: 33_000, compression: 0.06),
            Fixture.record("photo", .image, "mix", "1", size: 36_000, compression: 0.3),
            Fixture.record("photo", .image, "lstm", "5", size: 45_000, compression: 0.045),
        ]
        #expect(
            try findings([jxl] + others) == [
                "On images, `jxl,7` (ratio 3.333) is 9.1 % smaller than `mix,5`, the best hybrid codec, compressing at 60 KB/s against "
                    + "6 MB/s; the best neural one, `lstm,5`, comes third, 50.0 % larger than the smallest, compressing at 45 KB/s "
                    + "against 6 MB/s."
            ])
        let webp = Fixture.record("photo", .image, "webp", "9", size: 31_000, compression: 2)
        #expect(
            try findings([jxl, webp] + others) == [
                "On images, `jxl,7` (ratio 3.333) is 3.2 % smaller than `webp,9`; the best hybrid codec, `mix,5`, comes third, "
                    + "10.0 % larger than the smallest, compressing at 60 KB/s against 6 MB/s; the best neural one, `lstm,5`, comes "
                    + "fourth, 50.0 % larger than the smallest, compressing at 45 KB/s against 6 MB/s."
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
