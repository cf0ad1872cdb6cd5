import Benchmarking
import CodecInterface
import Corpora

/// A machine on which everything takes as long as a table says, give or take some noise that is the same every time; its clock
/// moves only by that. It carries out plans as ``PlanRunner`` does.
struct SimulatedMachine {
    /// What a codec takes, seconds.
    struct Cost {
        var fixed = 0.0
        var compressionPerByte: Double
        var decompressionPerByte: Double
    }

    var costs: [String: Cost]
    /// Beside the passes of each direction, seconds.
    var overhead = 0.07
    var overheadPerByte = 3e-9
    /// Passes are off by up to this share.
    var noise = 0.1
    /// Specs that run into the plan's timeout.
    var hanging: Set<String> = []
    private(set) var now = 0.0
    private var state: UInt64 = 42

    init(_ costs: [String: Cost]) { self.costs = costs }

    /// Text and what classical and neural codecs take for it, a factor of 10,000 apart.
    static let usual = SimulatedMachine([
        "zlib": Cost(fixed: 2e-5, compressionPerByte: 1 / 40e6, decompressionPerByte: 1 / 250e6),
        "lz4": Cost(fixed: 1e-6, compressionPerByte: 1 / 500e6, decompressionPerByte: 1 / 2e9),
        "lstm": Cost(fixed: 0.03, compressionPerByte: 1 / 50e3, decompressionPerByte: 1 / 48e3),
        "xz": Cost(fixed: 5e-3, compressionPerByte: 1 / 3e6, decompressionPerByte: 1 / 60e6),
    ])

    private mutating func factor() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return 1 + noise * (Double(state >> 40) / Double(1 << 23) - 1)
    }

    private mutating func wait(_ seconds: Double) { now += seconds }

    mutating func pass(_ entry: RunPlan.Entry, _ direction: SampleRecord.Direction, _ byteCount: Int) -> Double {
        let cost = costs[entry.parameters] ?? Cost(compressionPerByte: 0, decompressionPerByte: 0)
        let blocks = entry.blockByteCount.map { max(1, (byteCount + $0 - 1) / $0) } ?? 1
        let perByte = direction == .compress ? cost.compressionPerByte : cost.decompressionPerByte
        return (cost.fixed * Double(blocks) + perByte * Double(byteCount)) * factor()
    }

    /// Carries out a plan. `event` gets what happens, and the time.
    mutating func run(_ plan: RunPlan, event: (RunEvent, Double) -> Void) {
        for item in plan.items {
            now += Double(item.byteCount) / 1e9
            var samples = [[TimedSample]](repeating: [], count: 2 * plan.entries.count)
            var isOver = plan.entries.map { !plan.isSupported($0, on: item) }
            for round in 0..<plan.effectiveRounds {
                for (index, entry) in plan.entries.enumerated() where !isOver[index] {
                    event(.began(entry, item, round: round), now)
                    var passes = RunEvent.MeasuredPasses(compression: nil, decompression: nil)
                    let policy = plan.repetitions.share(ofRound: round, of: plan.effectiveRounds)
                    for (place, direction) in [SampleRecord.Direction.compress, .decompress].enumerated() {
                        guard !plan.repetitions.isSatisfied(by: samples[2 * index + place]) else { continue }
                        let start = now
                        guard !hanging.contains(entry.parameters) else {
                            now += plan.timeout ?? 0
                            passes.compression = .init(passSeconds: nil, roundSeconds: now - start)
                            isOver[index] = true
                            break
                        }
                        wait((overhead + overheadPerByte * Double(item.byteCount)) * factor())
                        let passesStart = now
                        samples[2 * index + place] += policy.measure(
                            by: { _ in PassClock(wallSeconds: now, cpuSeconds: now) },
                            { wait(pass(entry, direction, item.byteCount)) })
                        let median = OrderStatistics.median(samples[2 * index + place].map(\.passSeconds))
                        let measured = RunEvent.MeasuredPasses.Direction(
                            passSeconds: median, passesSeconds: now - passesStart, roundSeconds: now - start)
                        if direction == .compress { passes.compression = measured }
                        if direction == .decompress { passes.decompression = measured }
                    }
                    let record = TrialRecord(
                        run: "", item: item.id, modality: item.modality, itemSHA256: item.sha256, codec: "faulty",
                        parameters: entry.parameters, codecVersion: "", blockByteCount: entry.blockByteCount,
                        rawByteCount: item.byteCount, status: isOver[index] ? .timeout : .ok)
                    event(.measured(entry, item, round: round, passes: passes, record: record), now)
                    isOver[index] =
                        isOver[index] || round == plan.effectiveRounds - 1
                        || (0..<2).allSatisfy { plan.repetitions.isSatisfied(by: samples[2 * index + $0]) }
                    guard isOver[index] else { continue }
                    if plan.recordsCurves, record.status == .ok {
                        let beginnings =
                            entry.tellsStretchCosts ? [item.byteCount] : CurvePositions.positions(of: item.byteCount)
                        now += overhead
                        for position in beginnings { wait(pass(entry, .compress, position)) }
                        event(.curve([], entry, item), now)
                    }
                    // The row is written and synced.
                    now += 0.004
                    event(.finished(record, []), now)
                }
            }
        }
    }
}
