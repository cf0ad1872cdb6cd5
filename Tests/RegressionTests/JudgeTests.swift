import Benchmarking
import CodecInterface
import Foundation
import OutsideText
import Regression
import Testing

@Suite struct JudgeTests {
    static let items = ["alice", "piano", "photo", "speech"]

    func record(_ item: String, size: Int? = 1000, status: TrialStatus = .ok, hash: String = "aa", threads: Int = 1)
        -> TrialRecord
    {
        TrialRecord(
            run: "r", item: ExactText(item), modality: .text, itemSHA256: hash, codec: "xz", parameters: "6",
            codecVersion: "1",
            threads: threads, rawByteCount: 5000, compressedByteCount: size, status: status)
    }

    /// Eight processes an item whose times scatter by a tenth, the same in every run but for `factor`.
    func samples(factor: Double = 1, rounds: Int = 8) -> [SampleRecord] {
        Self.items.flatMap { item in
            (0..<rounds).map { round in
                let scatter = 1 + 0.1 * Double((round * 5 + item.count) % 8) / 8
                return SampleRecord(
                    run: "r", item: ExactText(item), spec: "xz,6", direction: .compress, index: round, passes: 1,
                    wallSeconds: scatter * factor, cpuSeconds: scatter, round: round, yardstickSpeed: 100,
                    peakByteCount: 1 << 24)
            }
        }
    }

    func compare(
        _ base: [TrialRecord], _ new: [TrialRecord], _ baseSamples: [SampleRecord] = [],
        _ newSamples: [SampleRecord] = [], limits: Limits = .standard
    ) throws -> Comparison {
        try Judge.compare(
            ComparedRun(name: "base", records: base, samples: baseSamples, environment: nil),
            ComparedRun(name: "new", records: new, samples: newSamples, environment: nil), limits: limits, alpha: 0.05)
    }

    @Test func equalRunsAreFine() throws {
        let comparison = try compare([record("alice")], [record("alice")])
        #expect(comparison.verdict == .fine)
        #expect(comparison.unchanged[.size] == 1)
    }

    @Test func earlierRowsOfATrialAreLeftOutWithANote() throws {
        let comparison = try compare([record("alice", size: 900), record("alice")], [record("alice")])
        #expect(comparison.verdict == .fine && comparison.unchanged[.size] == 1)
        #expect(comparison.notes.contains { $0.hasPrefix("1 row of base left out") }, "\(comparison.notes)")
        #expect(!comparison.notes.contains { $0.contains("of new left out") })
    }

    @Test func oneByteIsAFinding() throws {
        let comparison = try compare([record("alice")], [record("alice", size: 1001)])
        #expect(comparison.verdict == .regression)
        #expect(comparison.regressions.first?.base == 1000)
        #expect(comparison.regressions.first?.new == 1001)
        #expect(try compare([record("alice")], [record("alice", size: 999)]).improvements.count == 1)
        var limits = Limits.standard
        limits.add(try LimitText.rules(parsing: "size=0.1%"))
        #expect(try compare([record("alice")], [record("alice", size: 1001)], limits: limits).verdict == .fine)
    }

    @Test func statuses() throws {
        let base = [record("alice"), record("piano")]
        #expect(try compare(base, [record("alice")]).regressions.map(\.kind) == [.lostRow])
        #expect(try compare([record("alice")], base).newRows.count == 1)
        #expect(try compare([record("alice")], base).verdict == .fine)
        #expect(try compare(base, [record("alice"), record("piano", status: .timeout)]).verdict == .regression)
        #expect(try compare(base, [record("alice"), record("piano", status: .mismatch)]).verdict == .mismatch)
        #expect(try compare([record("alice", status: .timeout)], [record("alice")]).improvements.count == 1)
    }

    /// Each budget cuts items anew: no rows are lost thereby, and none are new.
    @Test func otherBeginningsAreNotComparable() throws {
        let common = record("short")
        for (before, after, words) in [
            ("alice[:4096]", "alice[:8192]", "base has its first 4096 bytes and new its first 8192 bytes"),
            ("alice", "alice[:8192]", "base has whole and new its first 8192 bytes"),
        ] {
            let error = #expect(throws: NotComparable.self) {
                try compare([record(before), common], [record(after), common])
            }
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        }
        let cut = [record("alice[:4096]"), record("piano")]
        #expect(try compare(cut, [cut[0]]).regressions.map(\.kind) == [.lostRow])
    }

    @Test func itemsThatChangedAreNotComparable() throws {
        let rows = [record("alice"), record("piano", status: .changedItem)]
        for (base, new) in [(rows, [record("alice"), record("piano")]), ([record("alice"), record("piano")], rows)] {
            let error = #expect(throws: NotComparable.self) { try compare(base, new) }
            #expect(error?.description.contains("'piano' changed") == true, "\(String(describing: error))")
        }
    }

    /// No order of equal values says anything, but that they are equal does; of one process each it does not.
    @Test func memoryThatIsTheSameInEveryProcessIsUnchanged() throws {
        var limits = Limits.standard
        limits.add(try LimitText.rules(parsing: "memory=5%"))
        let same = try judge(samples(), samples(), limits)
        #expect(same.unchanged[.compressionMemory] == 1 + Self.items.count)
        #expect(!same.insufficient.contains { $0.kind == .measured(.compressionMemory) })
        // One process of 32 with a page more.
        var page = samples()
        page[3].peakByteCount = (1 << 24) + 4096
        #expect(try judge(samples(), page, limits).unchanged[.compressionMemory] == 1 + Self.items.count)
        let few = try judge(samples(rounds: 1), samples(rounds: 1), limits)
        #expect(few.unchanged[.compressionMemory] == nil)
        #expect(few.insufficient.contains { $0.kind == .measured(.compressionMemory) })
    }

    /// Against the test itself: ten times slower in every process, the only orders possible.
    @Test(arguments: [(1, 4), (2, 4), (3, 4), (1, 5), (8, 4)]) func whatItTakesForAVerdict(rounds: Int, itemCount: Int)
        throws
    {
        let items = (0..<itemCount).map { "item\($0)" }
        func samples(_ factor: Double) -> [SampleRecord] {
            items.enumerated().flatMap { place, item in
                (0..<rounds).map { round in
                    SampleRecord(
                        run: "r", item: ExactText(item), spec: "xz,6", direction: .compress, index: round, passes: 1,
                        wallSeconds: factor * (1 + 0.001 * Double(place + round)), cpuSeconds: 1, round: round,
                        yardstickSpeed: 100)
                }
            }
        }
        let isFound = try judge(samples(1), samples(10), items: items).regressions.contains {
            $0.kind == .measured(.compressionTime)
        }
        #expect(isFound == EnoughToJudge.canJudgeTimes(rounds: rounds, items: itemCount, tests: 1))
        #expect(!EnoughToJudge.canJudgeTimes(rounds: rounds, items: 3, tests: 1))
    }

    @Test func notComparable() throws {
        #expect(throws: NotComparable.self) { try compare([record("alice")], [record("alice", hash: "bb")]) }
        // Whichever of its rows says so.
        var second = record("alice", hash: "bb")
        second.codec = "zlib"
        let fine = [record("alice"), record("alice")].enumerated().map { place, record in
            var record = record
            if place == 1 { record.codec = "zlib" }
            return record
        }
        for (base, new) in [([fine[0], second], fine), (fine, [fine[0], second]), ([second, fine[0]], fine)] {
            let error = #expect(throws: NotComparable.self) { try compare(base, new) }
            #expect(
                error?.description.contains("SHA-256 bb… and aa…") == true
                    || error?.description.contains("SHA-256 aa… and bb…") == true)
        }
        #expect(throws: NotComparable.self) { try compare([record("alice")], [record("alice", threads: 2)]) }
        #expect(throws: NotComparable.self) { try compare([record("alice")], [record("piano")]) }
        var other = record("alice")
        other.schema = 2
        #expect(throws: NotComparable.self) { try compare([record("alice")], [other]) }
    }

    @Test func whatFailedInBothIsNoSuccess() throws {
        let failed = record("piano", status: .failed(reason: "exit status 1"))
        let error = #expect(throws: NotComparable.self) { try compare([failed], [failed]) }
        #expect("\(String(describing: error))".contains("no trial worked in either run: xz,6 on 'piano'"))
        let notes = try compare([record("alice"), failed], [record("alice"), failed]).notes
        #expect(notes.contains { $0.hasPrefix("1 trial failed in both runs") })
        #expect(try compare([record("piano")], [failed]).verdict == .regression)
        #expect(try compare([failed], [record("piano", status: .mismatch)]).verdict == .mismatch)
    }

    @Test func limitsForNothingAreTold() throws {
        var limits = Limits.standard
        for text in ["nosuch:ctime=5%", "@nothing:size=1%", "xz:ctime=1%"] {
            limits.add(try LimitText.rules(parsing: text))
        }
        let notes = try compare([record("alice")], [record("alice")], limits: limits).notes
        #expect(notes.count { $0.contains("a limit for 'nosuch'") } == 1)
        #expect(notes.contains { $0.contains("'@nothing'") } && !notes.contains { $0.contains("'xz'") })
    }

    /// Three items cannot tell whether it was the machine; one that a limit names is judged by itself.
    @Test func timesOfFewItemsAreNoVerdict() throws {
        let items = Self.items.dropLast()
        let (base, new) = (samples(), samples(factor: 1.3))
        let few = try judge(base.filter { items.contains($0.item.text) }, new.filter { items.contains($0.item.text) })
        #expect(few.regressions.isEmpty && !few.insufficient.isEmpty)
        var limits = Limits.standard
        limits.add(try LimitText.rules(parsing: "@alice:ctime=5%"))
        let named = try judge(base.filter { $0.item == "alice" }, new.filter { $0.item == "alice" }, limits)
        #expect(named.regressions.map(\.span) == [.item("alice")])
        // By its numbers: the fastest pass of 5000 bytes.
        #expect(named.regressions.first?.base == 0.005)
        #expect(abs((named.regressions.first?.new ?? 0) - 0.005 / 1.3) < 1e-9)
    }

    @Test func aYardstickOnOneSideIsNone() throws {
        let without = samples().map { sample in
            var sample = sample
            sample.yardstickSpeed = nil
            return sample
        }
        #expect(try judge(samples(), without).improvements.isEmpty)
        #expect(try judge(without, samples()).regressions.isEmpty)
    }

    @Test func sampledMemoryIsNotJudged() throws {
        func grown(_ baseline: Int) -> [SampleRecord] {
            samples().map { sample in
                var sample = sample
                sample.baselineByteCount = baseline
                sample.peakByteCount = 1 << 26
                return sample
            }
        }
        #expect(try judge(samples(), grown(1)).regressions.map(\.kind) == [.measured(.compressionMemory)])
        #expect(try judge(grown(0), grown(0)).unchanged[.compressionMemory] == nil)
    }

    private func judgeTimes(_ factor: Double, rounds: Int = 8) throws -> Comparison {
        try judge(samples(rounds: rounds), samples(factor: factor, rounds: rounds))
    }

    private func judge(
        _ base: [SampleRecord], _ new: [SampleRecord], _ limits: Limits = .standard, items: [String] = Self.items,
        isPaired: Bool = false
    ) throws -> Comparison {
        let records = items.map { record($0) }
        // The machine of these runs is not known, so that their times were only shown: judge them by hand.
        var comparison = try compare(records, records, base, new)
        let trials = try Comparability.trials(comparison.base, comparison.new)
        ChanceJudge(trials: trials, limits: limits, alpha: 0.05, isPaired: isPaired)
            .judge(into: &comparison, obstacles: [])
        return comparison
    }

    @Test func slowerBeyondLimitAndChance() throws {
        let slower = try judgeTimes(1.2)
        #expect(slower.regressions.map(\.kind) == [.measured(.compressionTime)])
        #expect(slower.regressions.first?.span == .items(count: 4))
        #expect(try judgeTimes(1 / 1.2).improvements.map(\.kind) == [.measured(.compressionTime)])
        #expect(try judgeTimes(1).regressions.isEmpty)
        // Beyond chance, but not beyond the limit of 5 %.
        #expect(try judgeTimes(1.04).regressions.isEmpty)
    }

    /// Passes of ten stretches, of each of which some other stretches are held up, so that every pass takes 10 to 40 % longer, while each
    /// stretch is undisturbed in some process.
    private func divided(factor: Double = 1, ends: [Int] = (1...10).map { 500 * $0 }) -> [SampleRecord] {
        samples().map { sample in
            var sample = sample
            let round = sample.round ?? 0
            let seconds = (0..<10).map { stretch in
                let isHeldUp = stretch % 8 == round || (stretch + 3 * round + sample.item.text.count) % 5 == 0
                return factor * (isHeldUp ? 0.15 : 0.1)
            }
            sample.stretches = StretchTimes(ends: (1...10).map { 500 * $0 }, seconds: seconds)
                .flatMap { StretchTimes(ends: ends, seconds: $0.seconds(upToEach: ends)) }
            sample.wallSeconds = sample.stretches?.sum ?? 0
            return sample
        }
    }

    private func withoutStretches(_ samples: [SampleRecord]) -> [SampleRecord] {
        samples.map { sample in
            var sample = sample
            sample.stretches = nil
            return sample
        }
    }

    @Test func theFastestStretchesAreJudged() throws {
        let base = divided()
        let slower = try judge(base, divided(factor: 1.1))
        let finding = try #require(slower.regressions.first)
        #expect(slower.regressions.map(\.kind) == [.measured(.compressionTime)])
        #expect(abs((finding.change ?? 0) - 0.1) < 1e-9)
        #expect(try judge(base, base).regressions.isEmpty && judge(base, divided(factor: 1.04)).regressions.isEmpty)
        #expect(try judge(divided(factor: 1.1), base).improvements.count == 1)
        // Where one side's are divided less finely, or not at all, what both have counts.
        let coarse = try judge(base, divided(factor: 1.1, ends: [1000, 3000, 5000])).regressions
        #expect(coarse.map(\.kind) == [.measured(.compressionTime)])
        let whole = withoutStretches(divided(factor: 1.1))
        let (some, none) = (try judge(base, whole), try judge(withoutStretches(base), whole))
        #expect(some.regressions == none.regressions && some.withinNoise == none.withinNoise)
    }

    /// Sides that alternated share their moments unless passes are long: then one item that is much slower is not all of them.
    @Test func longPassesOfSeveralItemsMustAgree() throws {
        let factors = ["alice": 1.3, "piano": 1.02, "photo": 1.02, "speech": 1.0]
        func slower(_ factor: (String) -> Double) -> [SampleRecord] {
            Self.items.flatMap { item in divided(factor: factor(item)).filter { $0.item == ExactText(item) } }
        }
        func spans(_ base: [SampleRecord], _ new: [SampleRecord]) throws -> [Finding.Span] {
            try judge(base, new, .alternating, isPaired: true).regressions.map(\.span)
        }
        let uneven = slower { factors[$0] ?? 1 }
        let found = try spans(divided(), uneven)
        #expect(found.contains(.item("alice")) && !found.contains(.items(count: 4)))
        #expect(try spans(withoutStretches(divided()), withoutStretches(uneven)).contains(.items(count: 4)))
        #expect(try spans(divided(), slower { $0 == "alice" ? 1.09 : 1.1 }) == [.items(count: 4)])
    }

    @Test func speedsOfAFindingAreThoseOfItsStretches() throws {
        var limits = Limits.standard
        limits.add(try LimitText.rules(parsing: "@alice:ctime=5%"))
        let named = try judge(
            divided().filter { $0.item == "alice" }, divided(factor: 1.2).filter { $0.item == "alice" }, limits)
        // All ten stretches undisturbed take a second.
        let finding = try #require(named.regressions.first)
        #expect(abs((finding.base ?? 0) - 0.005) < 1e-9 && abs((finding.new ?? 0) - 0.005 / 1.2) < 1e-9)
    }

    @Test func onlyWaitingThatCanBeIsLeftOut() throws {
        func changed(_ change: (inout SampleRecord) -> Void) -> [SampleRecord] {
            samples().map { sample in
                var sample = sample
                change(&sample)
                return sample
            }
        }
        // Half as long again, all of it spent waiting.
        let waiting = changed {
            $0.waitSeconds = $0.wallSeconds / 2
            $0.wallSeconds *= 1.5
        }
        #expect(try judge(samples(), waiting).regressions.isEmpty)
        // Slower, and counted as having waited all the time that it computed.
        let computing = changed {
            $0.wallSeconds *= 1.2
            $0.cpuSeconds = $0.wallSeconds
            $0.waitSeconds = $0.wallSeconds
        }
        #expect(try judge(samples(), computing).regressions.map(\.kind) == [.measured(.compressionTime)])
    }

    @Test func fewProcessesAreNoVerdict() throws {
        let slower = try judgeTimes(3, rounds: 1)
        #expect(slower.regressions.isEmpty)
        #expect(!slower.insufficient.isEmpty)
    }

    @Test func timesOfUnknownMachinesAreNotJudged() throws {
        let records = Self.items.map { record($0) }
        let comparison = try compare(records, records, samples(), samples(factor: 3))
        #expect(comparison.verdict == .fine)
        #expect(comparison.information.contains { $0.kind == .measured(.compressionTime) })
    }
}
