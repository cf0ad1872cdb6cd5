import Benchmarking
import Foundation
import History
import HistorySamples
import OutsideText
import Regression
import Testing

/// What `history check` makes of histories whose changes are known.
struct CheckTests {
    private static let items = (0..<6).map { "item \($0)" }

    /// Between 1 and 1.01, the same each time.
    private static func noise(_ run: Int, _ item: Int, _ round: Int) -> Double {
        var state = UInt64(run) &* 7919 &+ UInt64(item) &* 104_729 &+ UInt64(round) &* 1_299_709 &+ 12345
        state ^= state >> 12
        state &*= 0x2545_F491_4F6C_DD1D
        state ^= state >> 27
        return 1 + 0.01 * Double(state >> 11) / 0x1p53
    }

    /// A history of so many runs on one machine.
    private func history(
        _ count: Int, change: (_ run: Int, _ spec: String) -> Double = { _, _ in 1 },
        edit: (_ run: Int, inout RecordedRun) -> Void = { _, _ in }
    ) throws -> MachineHistory {
        let database = try HistoryDatabase(inMemoryNamed: "test")
        var runs: [RecordedRun] = []
        for number in 0..<count {
            var run = try SampleRuns.run(number, items: Self.items) { spec, item, round in
                0.001 * Double(item + 1) * Self.noise(number, item, round) * Self.noise(number, 99, 0)
                    * change(number, spec)
            }
            edit(number, &run)
            runs.append(run)
        }
        _ = try database.add(runs)
        return try #require(try database.histories().first)
    }

    /// A history whose runs are edited one by one.
    private func edited(_ count: Int, _ edit: (_ run: Int, inout RecordedRun) -> Void) throws -> MachineHistory {
        try history(count, change: { _, _ in 1 }, edit: edit)
    }

    private func verdict(_ history: MachineHistory, recent: Int = 10, _ rules: [LimitRule] = []) throws
        -> HistoryVerdict
    {
        var limits = Limits.alternating
        limits.add(rules)
        return try #require(HistoryCheck(limits: limits, recent: recent).verdict(history))
    }

    @Test func nothingIsFoundWhereNothingChanged() throws {
        let verdict = try verdict(try history(30))
        #expect(verdict.regressions.isEmpty && verdict.improvements.isEmpty && verdict.suspected.isEmpty)
        #expect(verdict.verdict == .fine)
        // Two specs on six items and on all, three metrics.
        #expect(verdict.judgedCount == 42 && verdict.tooShortCount == 0)
    }

    @Test func aSlowerCodecIsFoundWithItsCommit() throws {
        let history = try history(30) { $0 >= 26 && $1 == "xz,9e" ? 1.03 : 1 }
        let verdict = try verdict(history)
        // Compression and decompression are both slower; told once, over all items.
        #expect(verdict.regressions.count == 2)
        for finding in verdict.regressions {
            #expect(finding.spec.spec == "xz,9e" && finding.span == .items(count: 6))
            #expect(finding.firstRun == history.runs[26] && finding.lastRunBefore == history.runs[25])
            #expect(abs((finding.change ?? 0) - 0.03) < 0.01 && finding.runCount == 4)
        }
        // Once it has been there for long, it is no news; nor is it where the limit allows it.
        #expect(try self.verdict(history, recent: 3).regressions.isEmpty)
        let allowed = try [LimitText.rules(parsing: "xz:ctime=10%"), LimitText.rules(parsing: "dtime=off")].flatMap {
            $0
        }
        #expect(try self.verdict(history, allowed).regressions.isEmpty)
    }

    @Test func aFasterOneIsAnImprovement() throws {
        let verdict = try verdict(try history(30) { $0 >= 26 && $1 == "xz,9e" ? 0.9 : 1 })
        #expect(verdict.verdict == .fine && verdict.improvements.count == 2)
    }

    @Test func oneRunIsSuspectedUnlessItIsFarOff() throws {
        let slightly = try verdict(try history(30) { $0 == 29 && $1 == "xz,9e" ? 1.03 : 1 })
        #expect(slightly.regressions.isEmpty && !slightly.suspected.isEmpty)
        let far = try verdict(try history(30) { $0 == 29 && $1 == "xz,9e" ? 1.5 : 1 })
        #expect(far.regressions.count == 2 && far.regressions.allSatisfy { $0.runCount == 1 })
    }

    @Test func oneMomentOfOneItemIsNoRegression() throws {
        let once = try verdict(
            try edited(30) { run, recorded in
                for index in recorded.samples.indices where recorded.samples[index].item == "item 2" && run == 29 {
                    recorded.samples[index].wallSeconds *= 3
                }
            })
        #expect(once.regressions.isEmpty && once.suspected.count == 4)
        let twice = try verdict(
            try edited(30) { run, recorded in
                for index in recorded.samples.indices where recorded.samples[index].item == "item 2" && run >= 28 {
                    recorded.samples[index].wallSeconds *= 3
                }
            })
        #expect(twice.regressions.count == 4 && twice.regressions.allSatisfy { $0.span == .item("item 2") })
    }

    @Test func busyMomentsOfSeveralItemsChangeNothing() throws {
        // From the 27th run on, half of the items are measured while the machine is busy: others each time.
        let busy = try edited(30) { run, recorded in
            for index in recorded.samples.indices where run >= 26 {
                let item = recorded.samples[index].item.text
                let isBusy = Self.items.firstIndex(of: item).map { ($0 + run) % 2 == 0 } ?? false
                if isBusy { recorded.samples[index].wallSeconds *= 1.3 }
            }
        }
        let series = try #require(TrendSeries.joined(busy.lines(of: busy.specs[0]), .compressionTime))
        let values = series.points.map(\.value)
        #expect((values.suffix(4).max() ?? 9) < 1.01 * (values.prefix(26).max() ?? 0))
        #expect(try verdict(busy).regressions.allSatisfy { $0.span != .items(count: 6) })
        // All of them slower is another matter.
        let slow = try history(30) { run, spec in run >= 26 && spec == "xz,9e" ? 1.03 : 1 }
        #expect(try verdict(slow).regressions.allSatisfy { $0.span == .items(count: 6) })
    }

    @Test func itIsKnownWhatCanBeSeen() throws {
        let quiet = try history(20)
        let check = HistoryCheck(limits: .alternating)
        let seen = check.resolutions(quiet)
        // Two specs, three metrics, over all items alone.
        #expect(seen.count == 6 && seen.allSatisfy { $0.span == .items(count: 6) && !$0.isCoarse })
        let loud = try history(20) { run, spec in spec == "xz,9e" && run % 3 == 0 ? 1.2 : 1 }
        let coarse = check.resolutions(loud).filter(\.isCoarse)
        #expect(coarse.count == 2 && coarse.allSatisfy { $0.spec.spec == "xz,9e" && $0.metric.isTime })
        // Where there is one item, it stands for all.
        let one = try HistoryDatabase(inMemoryNamed: "one")
        for number in 0..<12 { _ = try one.add([try SampleRuns.run(number, items: ["novel"])]) }
        let single = check.resolutions(try #require(try one.histories().first))
        #expect(single.count == 6 && single.allSatisfy { $0.span == .item("novel") })
        // Too few runs show nothing.
        #expect(check.resolutions(try history(8)).isEmpty)
    }

    @Test func sizesAreExact() throws {
        let history = try edited(4) { run, recorded in
            if run >= 2 { recorded.records[3].compressedByteCount = 40_001 }
            if run == 3 { recorded.records[5].compressedByteCount = 39_999 }
        }
        let verdict = try verdict(history)
        let finding = try #require(verdict.regressions.first)
        #expect(verdict.regressions.count == 1 && finding.kind == .changed(.size))
        #expect(finding.span == .item("item 1") && finding.firstRun == history.runs[2] && finding.runCount == 2)
        #expect(verdict.improvements.count == 1 && verdict.improvements.first?.firstRun == history.runs[3])
        // Times of four runs are not judged.
        #expect(verdict.judgedCount == 0 && verdict.tooShortCount == 42)
        let limit = try LimitText.rules(parsing: "size=1%")
        #expect(try self.verdict(history, limit).regressions.isEmpty)
    }

    @Test func failuresAreFound() throws {
        let failed = try verdict(
            try edited(3) { run, recorded in if run == 2 { recorded.records[0].status = .timeout } })
        #expect(failed.verdict == .regression && failed.regressions.count == 1)
        let mismatch = try verdict(
            try edited(3) { run, recorded in if run == 2 { recorded.records[0].status = .mismatch } })
        #expect(mismatch.verdict == .mismatch)
        let mended = try verdict(
            try edited(3) { run, recorded in if run == 1 { recorded.records[0].status = .mismatch } })
        #expect(mended.verdict == .fine)
    }

    @Test func memoryIsJudgedWithItsOwnLimit() throws {
        let grown = try edited(20) { run, recorded in
            for index in recorded.records.indices where run >= 16 {
                recorded.records[index].compression.peakByteCount = 20 << 20
            }
        }
        let found = try verdict(grown).regressions
        #expect(found.count == 2 && found.allSatisfy { $0.kind == .changed(.memory) })
    }

    @Test func machinesAreApart() throws {
        let database = try HistoryDatabase(inMemoryNamed: "test")
        for number in 0..<8 {
            // The other machine is three times as slow, and in between.
            let cpu = number % 2 == 0 ? "Fast" : "Slow"
            _ = try database.add([
                try SampleRuns.run(number, items: Self.items, cpu: cpu) { _, _, _ in number % 2 == 0 ? 0.001 : 0.003 }
            ])
        }
        let histories = try database.histories()
        #expect(histories.map(\.machine) == ["Slow, 4 processors", "Fast, 4 processors"])
        for history in histories {
            #expect(history.runs.count == 4)
            let series = try #require(TrendSeries.joined(history.lines, .compressionTime))
            #expect(Set(series.points.map { ($0.value * 1e9).rounded() }).count == 1)
        }
        #expect(try database.histories(machine: "fast").count == 1)
    }

    @Test func timesOfSeveralTypesOfMachinesAreNotJudged() throws {
        let history = try history(20, change: { run, _ in run >= 16 ? 3 : 1 }) { run, recorded in
            if run == 19 { recorded.records[0].compressedByteCount = 40_001 }
            guard let own = recorded.environment, let data = try? JSONEncoder().encode(own),
                let environment = try? JSONSerialization.jsonObject(with: data)
            else { return }
            let shards = (1...2).map { ["shard": $0, "machineType": $0, "environment": environment] as [String: Any] }
            recorded.environment?.shards = (try? JSONSerialization.data(withJSONObject: shards)).flatMap {
                try? JSONDecoder().decode([ShardEnvironment].self, from: $0)
            }
        }
        #expect(history.machine == "2 types of machines, Test Processor 9000, 4 processors")
        let verdict = try verdict(history)
        // Memory alone: two specs on six items and on all.
        #expect(verdict.judgedCount == 14)
        #expect(verdict.regressions.count == 1 && verdict.regressions.first?.kind == .changed(.size))
    }

    @Test func lonelyRunsCannotBeJudged() throws {
        let history = try history(1)
        #expect(HistoryCheck(limits: .alternating).verdict(history) == nil)
    }

    @Test func missingItemsChangeNothing() throws {
        // Items of very different times; every other run lacks one of them.
        let history = try edited(20) { run, recorded in
            if run % 2 == 1 {
                recorded.records.removeAll { $0.item == "item 5" }
                recorded.samples.removeAll { $0.item == "item 5" }
            }
        }
        let verdict = try verdict(history)
        #expect(verdict.regressions.isEmpty && verdict.improvements.isEmpty)
        #expect(verdict.notes.count == 1)
    }

    @Test func timesFollowTheYardstick() throws {
        // A machine that was half as fast for a while, as its yardstick tells.
        let history = try history(16, change: { run, _ in run >= 12 ? 2 : 1 }) { run, recorded in
            for index in recorded.samples.indices where run >= 12 { recorded.samples[index].yardstickSpeed = 250 }
        }
        #expect(try verdict(history).regressions.isEmpty)
    }
}
