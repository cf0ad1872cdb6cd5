import Benchmarking
import Foundation

/// What each process of a trial came to: the values that are tested.
///
/// The repetitions of one round share a process, and with it a place in memory, a processor and a moment; they are
/// alike, and to count each of them would make chance look like evidence. So every process gives one value: the
/// logarithm of its time a pass, relative to the yardstick that was timed in it, or of its peak memory.
struct ProcessValues: Sendable {
    /// By round; rounds count from 0.
    let byRound: [Int: Double]

    var values: [Double] { byRound.sorted { $0.key < $1.key }.map(\.value) }

    /// - Parameter samples: of one trial and direction.
    init(_ metric: Metric, of samples: some Sequence<SampleRecord>) {
        let rounds = Dictionary(grouping: samples.filter { $0.round != nil }) { $0.round ?? 0 }
        byRound = rounds.compactMapValues { metric.isTime ? Self.time($0) : Self.memory($0) }
    }

    /// Waiting for a processor that other programs had is not the codec's time. What it computed is, whatever was counted as
    /// waiting: the two clocks are not read at once, and a process that loses its processor in between has a wait that is not
    /// part of its time.
    private static func time(_ samples: [SampleRecord]) -> Double? {
        let seconds = samples.map { sample in
            let busy = max(sample.wallSeconds - (sample.waitSeconds ?? 0), min(sample.cpuSeconds, sample.wallSeconds))
            return max(busy, 1e-9) / Double(max(sample.passes, 1))
        }
        guard let middle = OrderStatistics.median(seconds) else { return nil }
        return log(middle) + log(samples.first?.yardstickSpeed ?? 1)
    }

    /// Below this, peaks are a matter of pages more or less.
    static let smallestMemory = 65_536

    private static func memory(_ samples: [SampleRecord]) -> Double? {
        samples.compactMap(\.peakByteCount).max().map { log(Double(max($0, smallestMemory))) }
    }
}

/// The samples of a run, found by trial.
struct SampleIndex {
    private struct Key: Hashable {
        let run: String
        let item: String
        let spec: String
        let blockByteCount: Int?
        let direction: SampleRecord.Direction
    }

    private let samples: [Key: [SampleRecord]]

    init(_ run: ComparedRun) {
        samples = Dictionary(grouping: run.samples) {
            Key(
                run: $0.run, item: $0.item, spec: $0.spec, blockByteCount: $0.blockByteCount, direction: $0.direction)
        }
    }

    func values(_ metric: Metric, of record: TrialRecord) -> ProcessValues {
        guard let direction = metric.direction else { return ProcessValues(metric, of: []) }
        let key = Key(
            run: record.run, item: record.item, spec: record.spec, blockByteCount: record.blockByteCount,
            direction: direction)
        return ProcessValues(metric, of: samples[key] ?? [])
    }
}
