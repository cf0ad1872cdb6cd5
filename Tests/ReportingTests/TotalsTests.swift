import Benchmarking
import CodecInterface
import OutsideText
import Reporting
import Testing

/// Sums, means and frontiers against numbers worked out by hand.
struct TotalsTests {
    private func totals(_ records: [TrialRecord]) -> [Totals] {
        Totals.all(of: ReportedRun(name: "run", records: records, environment: nil))
    }

    @Test func sumsAndMeansCoverCommonItemsOnly() throws {
        let totals = try #require(
            totals([
                Fixture.record("a", .text, "x", "", raw: 1000, size: 500, compression: 1),
                Fixture.record("b", .text, "x", "", raw: 3000, size: 375, compression: 3),
                Fixture.record("a", .text, "y", "", raw: 1000, size: 250, compression: 2),
                Fixture.record("b", .text, "y", "", raw: 3000, size: 1500, compression: 2),
                // Only x manages c: it is in no sum, however well x does on it.
                Fixture.record("c", .text, "x", "", raw: 9000, size: 9, compression: 100),
                Fixture.record("c", .text, "y", "", raw: 9000, size: nil, status: .timeout),
            ]).first)
        #expect(totals.commonItems == ["a", "b"])
        #expect(totals.otherItems == ["c"])
        #expect(totals.missing.map { $0.map(\.label) } == [["y"]])
        #expect(totals.lines.map(\.variant.label) == ["x", "y"])
        let x = totals.lines[0]
        #expect(x.rawByteCount == 4000)
        #expect(x.compressedByteCount == 875)
        #expect(abs(x.ratio - 4000.0 / 875) < 1e-12)
        // Ratios 2 and 8: their geometric mean is 4.
        #expect(abs(x.meanRatio - 4) < 1e-12)
        // 1 ms and 1 ms for 4000 bytes.
        #expect(abs((x.compression.value ?? 0) - 2) < 1e-9)
        #expect(abs((x.compression.low ?? 0) - 1.8) < 1e-9)
    }

    @Test func variantOfFewItemsIsLeftOutAndNamed() throws {
        var records = (1...4).flatMap { number in
            ["x", "y"].map { Fixture.record("item\(number)", .text, $0, "", size: 10_000 * number) }
        }
        records.append(Fixture.record("item1", .text, "rare", "9", size: 1))
        let totals = try #require(totals(records).first)
        #expect(totals.commonItems.count == 4)
        #expect(totals.lines.map(\.variant.codec) == ["x", "y"])
        #expect(totals.leftOut.map(\.variant.label) == ["rare,9"])
        #expect(totals.leftOut.map(\.itemCount) == [1])
    }

    @Test func variantsWithoutACommonItemDoNotEmptyTheTable() throws {
        let totals = try #require(
            totals([
                Fixture.record("a", .text, "x", "", size: 10), Fixture.record("b", .text, "y", "", size: 10),
            ]).first)
        #expect(totals.lines.count == 1)
        #expect(totals.leftOut.count == 1)
    }

    @Test func frontierHoldsWhatNothingBeats() throws {
        let totals = try #require(
            totals([
                Fixture.record("a", .text, "small", "", size: 10, compression: 1),
                Fixture.record("a", .text, "middle", "", size: 20, compression: 5),
                Fixture.record("a", .text, "beaten", "", size: 21, compression: 4),
                Fixture.record("a", .text, "equal", "", size: 20, compression: 5),
                Fixture.record("a", .text, "fast", "", size: 90, compression: 100),
                Fixture.record("a", .text, "unmeasured", "", size: 5, compression: nil),
            ]).first)
        let optimal = totals.lines.filter(\.isCompressionOptimal).map(\.variant.codec)
        #expect(optimal.sorted() == ["equal", "fast", "middle", "small"])
    }

    @Test func mediaHaveBitsPerPixelAndSample() throws {
        let all = Totals.all(of: Fixture.run)
        let jxl = try #require(all.first { $0.group.modality == .image }?.lines.first)
        // 40,000 bytes for 200 × 166 pixels of three samples.
        #expect(abs((jxl.bitsPerPixel ?? 0) - 320_000 / 33_200.0) < 1e-12)
        #expect(abs((jxl.bitsPerSample ?? 0) - 320_000 / 99_600.0) < 1e-12)
        let flac = try #require(all.first { $0.group.modality == .audio }?.lines.first)
        #expect(flac.bitsPerPixel == nil && abs((flac.bitsPerSample ?? 0) - 400_000 / 44_100.0) < 1e-12)
        #expect(all.first { $0.group.modality == .text }?.lines.allSatisfy { $0.bitsPerSample == nil } == true)
        // Facts of other bytes than those that were measured are not used.
        var other = Fixture.run
        for index in other.items.indices { other.items[index].sha256 = String(repeating: "00", count: 32) }
        let lines = Totals.all(of: other).flatMap(\.lines)
        #expect(lines.allSatisfy { $0.bitsPerPixel == nil && $0.bitsPerSample == nil })
    }

    @Test func publishedCorporaAreSummedUpByThemselves() throws {
        var environment = Fixture.environment()
        environment.generatedItems = ["generated/x"]
        environment.corpora = ["kodim01": "kodak", "kodim02": "kodak", "dickens": "silesia"]
        let names = ["photo", "kodim01", "kodim02", "generated/x"]
        let records =
            names.map { Fixture.record($0, .image, "x", "", size: 10) }
            + [Fixture.record("dickens", .text, "x", "", size: 10)]
        let all = Totals.all(of: ReportedRun(name: "run", records: records, environment: environment))
        #expect(all.map(\.group.corpusName) == ["real", "kodak", "silesia", "generated"])
        #expect(all.map(\.commonItems.count) == [1, 2, 1, 1])
        let report = Report(runs: [ReportedRun(name: "run", records: records, environment: environment)])
        let markdown = String(
            decoding: try #require(try ReportFiles.text(of: report, format: .markdown)), as: UTF8.self)
        #expect(markdown.contains("## Images of kodak") && markdown.contains("- On images of kodak, `x` reaches"))
    }

    @Test func realAndGeneratedItemsAreNeverSummedUpTogether() {
        let totals = totals([
            Fixture.record("a", .text, "x", "", size: 10), Fixture.record("generated/a", .text, "x", "", size: 10),
        ])
        #expect(totals.map(\.group.corpusName) == ["real", "generated"])
        #expect(totals.allSatisfy { $0.commonItems.count == 1 })
    }

    @Test func weightsCountOnceInTheAdjustedRatio() throws {
        let totals = try #require(
            totals([
                Fixture.record("a", .text, "x", "", raw: 1000, size: 100, model: 300),
                Fixture.record("b", .text, "x", "", raw: 1000, size: 100, model: 300),
            ]).first)
        #expect(totals.lines[0].ratio == 10)
        #expect(totals.lines[0].adjustedRatio == 4)
    }

    @Test func laterRowOfATrialStands() {
        let run = ReportedRun(
            name: "run",
            records: [Fixture.record("a", .text, "x", "", size: 10), Fixture.record("a", .text, "x", "", size: 20)],
            environment: nil)
        #expect(run.records.map(\.compressedByteCount) == [20])
        #expect(run.supersededCount == 1)
    }
}
