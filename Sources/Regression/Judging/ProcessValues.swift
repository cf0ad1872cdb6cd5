package import Benchmarking
import Foundation
import OutsideText

/// What each process of a trial came to: the values that are tested.
///
/// The repetitions of one round share a process, and with it a place in memory, a processor and a moment; they are
/// alike, and to count each of them would make chance look like evidence. So every process gives one value: the
/// logarithm of its fastest pass, relative to the yardstick, or of its peak memory. Where the stretches of its passes were timed,
/// it gives the fastest time of each.
struct ProcessValues: Sendable {
    /// By round; rounds count from 0.
    let byRound: [Int: Double]

    /// The fastest pass of all, seconds; nil for memory.
    let fastestSeconds: Double?

    /// The passes of each process by their stretches; empty for memory, and where the stretches of any pass are not known.
    private let passes: [Int: [StretchTimes]]
    /// What the values are relative to.
    let yardstickSpeed: Double

    var values: [Double] { byRound.sorted { $0.key < $1.key }.map(\.value) }

    /// - Parameters:
    ///   - samples: of one trial and direction.
    ///   - yardstickSpeed: the machine's, to which times are relative.
    init(_ metric: Metric, of samples: some Sequence<SampleRecord>, yardstickSpeed: Double) {
        let rounds = Dictionary(grouping: samples.filter { $0.round != nil }) { $0.round ?? 0 }
        let values = rounds.compactMapValues { metric.isTime ? Self.time($0) : Self.memory($0) }
        fastestSeconds = metric.isTime ? values.values.min().map { exp($0) } : nil
        byRound = metric.isTime ? values.mapValues { $0 + log(yardstickSpeed) } : values
        let isDivided = metric.isTime && rounds.values.allSatisfy { $0.allSatisfy { $0.stretches != nil } }
        passes = isDivided ? rounds.mapValues { $0.compactMap(\.stretches) } : [:]
        self.yardstickSpeed = yardstickSpeed
    }

    /// All passes by their stretches.
    var stretches: [StretchTimes] { passes.values.flatMap { $0 } }

    /// Of each process, by round, the fastest time of each of the stretches that end there, relative to the yardstick.
    func fastestStretches(upToEach ends: [Int]) -> [Int: [Double]] {
        passes.mapValues { passes in
            StretchTimes.fastest(of: passes.map { $0.seconds(upToEach: ends) }).map { $0 * yardstickSpeed }
        }
    }

    /// Waiting for a processor that other programs had is not the codec's time. What it computed is, whatever was counted as
    /// waiting: the two clocks are not read at once, and a process that loses its processor in between has a wait that is not
    /// part of its time.
    private static func time(_ samples: [SampleRecord]) -> Double? {
        samples.map { sample in
            let busy = max(sample.wallSeconds - (sample.waitSeconds ?? 0), min(sample.cpuSeconds, sample.wallSeconds))
            return max(busy, 1e-9) / Double(max(sample.passes, 1))
        }.min().map { log($0) }
    }

    /// Below this, peaks are a matter of pages more or less.
    static let smallestMemory = 65_536

    /// Nil for other programs: what runs of earlier builds saw of their memory is a matter of luck.
    private static func memory(_ samples: [SampleRecord]) -> Double? {
        guard samples.first?.baselineByteCount != 0 else { return nil }
        return samples.compactMap(\.peakByteCount).max().map { log(Double(max($0, smallestMemory))) }
    }
}

/// The samples of a run, found by trial.
package struct SampleIndex {
    private struct Key: Hashable {
        let run: ExactText
        let item: ExactText
        let spec: ExactText
        let blockByteCount: Int?
        let direction: SampleRecord.Direction
    }

    private struct Place: Hashable {
        let run: ExactText
        let item: ExactText
    }

    private let samples: [Key: [SampleRecord]]
    /// The fastest that the yardstick was while an item was measured, by any codec's processes: as the fastest pass, what the
    /// machine does undisturbed. The yardstick of one process is as noisy as the pass that it is to correct.
    private let yardstickSpeeds: [Place: Double]

    package init(_ run: ComparedRun) {
        samples = Dictionary(grouping: run.samples) {
            Key(
                run: ExactText($0.run), item: $0.item, spec: ExactText($0.spec), blockByteCount: $0.blockByteCount,
                direction: $0.direction)
        }
        yardstickSpeeds = run.samples.reduce(into: [:]) { speeds, sample in
            guard let speed = sample.yardstickSpeed else { return }
            let place = Place(run: ExactText(sample.run), item: sample.item)
            speeds[place] = max(speeds[place] ?? speed, speed)
        }
    }

    /// MB/s; nil where no process of the item has one.
    package func yardstickSpeed(of record: TrialRecord) -> Double? {
        yardstickSpeeds[Place(run: ExactText(record.run), item: record.item)]
    }

    /// The fastest pass of a trial in one direction, less the time that it waited for a processor, seconds; nil where there are no
    /// samples of it that know their round.
    package func fastestSeconds(_ direction: SampleRecord.Direction, of record: TrialRecord) -> Double? {
        let metric: Metric = direction == .compress ? .compressionTime : .decompressionTime
        return values(metric, of: record, yardstickSpeed: 1).fastestSeconds
    }

    func values(_ metric: Metric, of record: TrialRecord, yardstickSpeed: Double) -> ProcessValues {
        guard let direction = metric.direction else { return ProcessValues(metric, of: [], yardstickSpeed: 1) }
        let key = Key(
            run: ExactText(record.run), item: record.item, spec: ExactText(record.spec),
            blockByteCount: record.blockByteCount, direction: direction)
        return ProcessValues(metric, of: samples[key] ?? [], yardstickSpeed: yardstickSpeed)
    }
}
