import Benchmarking
import CodecInterface
import Corpora
import Testing

/// The time left against what then was left, on a machine whose clock is simulated.
@Suite struct RunForecastTests {
    private static func plan(_ sizes: [Int], _ codecs: [String], rounds: Int = 3) -> RunPlan {
        let items = sizes.enumerated().map { index, size in
            Item(
                id: "item \(index)", modality: .text, byteCount: size, sha256: "\(index)", origin: .generated(name: ""))
        }
        var plan = RunPlan(items: items, entries: codecs.map(Fixtures.entry))
        plan.rounds = rounds
        plan.timeout = 600
        return plan
    }

    /// What was said at each moment after the first round, and what was true.
    private func estimates(
        _ plan: RunPlan, on machine: SimulatedMachine = .usual
    ) -> (estimates: [(said: Double, true: Double)], total: Double) {
        var machine = machine
        var forecast = RunForecast(
            plan: plan, remaining: plan.items.map { ($0, plan.entries) }, at: machine.now)
        var isTelling = false
        var said: [(seconds: Double, time: Double)] = []
        machine.run(plan) { event, now in
            if forecast.note(event, at: now) { isTelling = true }
            guard isTelling else { return }
            said.append((forecast.secondsLeft(at: now) ?? .infinity, now))
        }
        #expect(forecast.pendingCount == plan.items.count * plan.entries.count || forecast.pendingCount == 0)
        return (said.map { ($0.seconds, machine.now - $0.time) }, machine.now)
    }

    /// Right within 20 % as long as a twentieth of the run is left; then within 1 % of the whole run.
    private func check(
        _ plan: RunPlan, on machine: SimulatedMachine = .usual, within limit: Double = 0.2,
        _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let (estimates, total) = estimates(plan, on: machine)
        #expect(!estimates.isEmpty, comment, sourceLocation: sourceLocation)
        let worst = estimates.map { abs($0.said - $0.true) / max($0.true, total / 20) }.max() ?? 0
        #expect(worst <= limit, comment, sourceLocation: sourceLocation)
    }

    private static let sizes = [200_000, 5000, 1_000_000, 50_000, 3_000_000, 20_000, 700_000]

    @Test(
        arguments: [1, 2, 3, 6],
        [["zlib", "lz4", "lstm"], ["lstm", "zlib"], ["zlib", "lz4"], ["xz", "lz4", "lstm"]])
    func mixedCodecsOnItemsOfDifferentSizes(rounds: Int, codecs: [String]) {
        check(Self.plan(Self.sizes, codecs, rounds: rounds))
        check(Self.plan(Self.sizes.reversed(), codecs, rounds: rounds))
    }

    /// A small item first says the least: what is fixed and what is per byte cannot be told apart.
    @Test func fromSmallToLarge() {
        check(Self.plan([20_000, 100_000, 500_000, 2_500_000], ["zlib", "lz4", "lstm"]))
    }

    @Test func manySmallItems() {
        let sizes = (0..<150).map { 100 + $0 * 7919 % 2400 }
        check(Self.plan(sizes, ["zlib", "lz4"]))
        check(Self.plan(sizes, ["zlib", "lstm"]))
    }

    @Test func whatGoesByBesideThePassesCounts() {
        var machine = SimulatedMachine.usual
        machine.overhead = 1
        machine.overheadPerByte = 1e-7
        check(Self.plan(Self.sizes, ["zlib", "lz4", "lstm"]), on: machine)
    }

    @Test(arguments: [1, 3]) func curvesCount(rounds: Int) {
        var plan = Self.plan(Self.sizes, ["zlib", "xz", "lstm"], rounds: rounds)
        plan.recordsCurves = true
        plan.entries[2].tellsStretchCosts = true
        check(plan)
    }

    @Test func blockSizesAreApart() {
        var plan = Self.plan(Self.sizes, ["zlib", "lstm"])
        plan.sweep(over: [2048, nil])
        check(plan)
    }

    /// A codec that never comes to an end is expected not to.
    @Test func hangingCodecs() {
        var machine = SimulatedMachine.usual
        machine.hanging = ["xz"]
        var plan = Self.plan(Self.sizes, ["zlib", "xz", "lstm"])
        plan.timeout = 100
        check(plan, on: machine)
    }

    @Test func nothingIsSaidOfWhatNeverRan() {
        let plan = Self.plan([1000, 1000], ["zlib", "lstm"])
        var forecast = RunForecast(plan: plan, remaining: plan.items.map { ($0, plan.entries) }, at: 0)
        #expect(forecast.secondsLeft(at: 0) == nil)
        _ = forecast.note(.began(plan.entries[0], plan.items[0], round: 0), at: 1)
        #expect(forecast.secondsLeft(at: 2) == nil)
    }

    /// An estimate for 10,000 items is quick enough to be made while they run.
    @Test func manyPendingTrials() {
        let plan = Self.plan([Int](repeating: 500, count: 2000), ["zlib"], rounds: 1)
        var (count, machine) = (0, SimulatedMachine.usual)
        var forecast = RunForecast(plan: plan, remaining: plan.items.map { ($0, plan.entries) }, at: 0)
        machine.run(plan) { event, now in
            _ = forecast.note(event, at: now)
            if case .finished = event { count += 1 }
        }
        #expect(count == 2000 && forecast.pendingCount == 0 && forecast.secondsLeft(at: machine.now) == 0)
    }
}

@Suite struct BudgetedRunTests {
    /// What was chosen by a probe of each codec takes no longer than it may, and leaves no more than half of it unused.
    @Test(arguments: [20.0, 60, 300], [["zlib", "lz4", "lstm"], ["xz", "lz4"], ["lstm"]])
    func itFits(seconds: Double, codecs: [String]) throws {
        let items = [5_000_000, 300_000, 40_000_000, 20_000].enumerated().map { index, size in
            Item(id: "\(index)", modality: .text, byteCount: size, sha256: "\(index)", origin: .generated(name: ""))
        }
        for recordsCurves in [false, true] {
            var plan = RunPlan(items: items, entries: codecs.map(Fixtures.entry))
            plan.recordsCurves = recordsCurves
            var machine = SimulatedMachine.usual
            var model = CostModel()
            for entry in plan.entries {
                for size in [4096, 32768] {
                    for direction in [SampleRecord.Direction.compress, .decompress] {
                        model.learn(
                            entry, direction, modality: .text, byteCount: size,
                            passSeconds: machine.pass(entry, direction, size))
                        model.learn(entry, direction, byteCount: size, overheadSeconds: machine.overhead)
                    }
                }
            }
            let choice = try #require(TimeBudget(plan: plan, model: model).choice(for: seconds))
            plan.repetitions = choice.repetitions
            plan.rounds = choice.rounds
            if let prefix = choice.prefixByteCount {
                for index in plan.items.indices where plan.items[index].byteCount > prefix {
                    let item = plan.items[index]
                    plan.items[index] = Item(
                        id: item.id, modality: .text, byteCount: prefix, sha256: item.sha256, origin: item.origin)
                }
            }
            var real = SimulatedMachine.usual
            real.run(plan) { _, _ in }
            #expect(real.now <= seconds, "\(codecs) \(recordsCurves)")
            #expect(real.now >= seconds / 2 || choice.prefixByteCount == nil, "\(codecs) \(recordsCurves)")
        }
    }
}
