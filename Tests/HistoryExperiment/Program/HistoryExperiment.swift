import ArgumentParser
import Benchmarking
import CodecSamples
import Foundation
import History
import Regression

/// Measurements of the history that are no tests.
@main
struct HistoryExperiment: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure what the history can do.", subcommands: [StepExperiment.self, LargeHistory.self],
        defaultSubcommand: StepExperiment.self)
}

/// How often `history check` is wrong about a series: it is asked after each run, as continuous integration asks.
struct StepExperiment: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps", abstract: "Count false alarms and misses of the step detection of 'history check'.")

    @Option(help: "Series of each kind.") var series = 100
    @Option(help: "Runs before the step.") var past = 30
    @Option(help: "Runs from the step on, after each of which is asked.") var after = 10
    @Option(help: "The step, in percent.") var step = 3.0
    @Option(help: "Changes that are no larger do not count, in percent.") var smallest = 1.5
    @Option(help: "How many series share the chance of a false alarm.") var shared = 1
    @Option(help: "Seed of the random numbers.") var seed: UInt64 = 1
    @Option(help: "A history whose runs show the noise of times; nothing may have changed in it.") var database: String?
    @Option(help: "Only so many of its runs, the oldest.") var until: Int?

    private struct Kind {
        let name: String
        let noise: Noise
        let deviation: Double
    }

    func run() throws {
        print(
            "\(past) runs, then up to \(after); \(series) series of each kind; step \(NumberText.significant(step)) %")
        var random = SplitMix64(seed: seed)
        for kind in try kinds() { print(line(kind, &random)) }
    }

    private func kinds() throws -> [Kind] {
        var kinds: [Kind] = []
        for deviation in [0.0025, 0.005, 0.01] {
            for (name, noise) in [("normal", Noise.normal), ("Laplace", .laplace), ("spikes", .spikes)] {
                kinds.append(
                    Kind(
                        name: "\(name), \(NumberText.significant(100 * deviation)) %", noise: noise,
                        deviation: deviation))
            }
        }
        guard let database else { return kinds }
        let all = try HistoryDatabase.reading(database)
        let runs = try all.runs()
        let history = try all.history(
            of: Array(runs.prefix(until ?? runs.count)).filter { $0.machine == runs.last?.machine })
        for spec in history.specs {
            for metric in [HistoryMetric.compressionTime, .decompressionTime] {
                guard let joined = TrendSeries.joined(history.lines(of: spec), metric), joined.points.count > 9 else {
                    continue
                }
                let values = joined.points.map { log($0.value) }
                let middle = OrderStatistics.median(values) ?? 0
                let noise = values.map { $0 - middle }
                let spread = OrderStatistics.median(noise.map(abs)) ?? 0
                let name =
                    "\(spec.label) \(metric.rawValue), drawn from \(noise.count) runs (\(NumberText.fixed(2)(148.26 * spread)) %)"
                kinds.append(Kind(name: name, noise: .drawn(noise), deviation: 1))
            }
        }
        return kinds
    }

    private func line(_ kind: Kind, _ random: inout SplitMix64) -> String {
        let detection = StepDetection(smallestChange: smallest / 100, seriesCount: shared)
        var (alarms, found, near) = (0, 0, 0)
        var delays: [Double] = []
        for _ in 0..<series {
            let values = (0..<past + after).map { _ in kind.deviation * kind.noise.value(&random) }
            if told(values, detection) != nil { alarms += 1 }
            let stepped = values.enumerated().map { $0 < past ? $1 : $1 + log1p(step / 100) }
            guard let (count, place) = told(stepped, detection) else { continue }
            found += 1
            delays.append(Double(count - past))
            if abs(place - past) <= 3 { near += 1 }
        }
        let delay =
            OrderStatistics.median(delays).map { "after \(NumberText.significant($0)) runs in the middle" } ?? ""
        return "\(kind.name): \(alarms) false alarms; found \(found), within 3 runs of its place \(near), \(delay)"
    }

    /// After how many runs the first step for the worse is told, and where it is said to be.
    private func told(_ values: [Double], _ detection: StepDetection) -> (count: Int, place: Int)? {
        for count in past + 1...values.count {
            let step = detection.steps(in: Array(values.prefix(count))).last
            if let step, step.change > 0, count - step.place <= HistoryCheck.standardRecent {
                return (count, step.place)
            }
        }
        return nil
    }
}
