import Benchmarking
import Foundation
package import OutsideText
package import Regression

/// The values of a metric, run by run: of a spec on one item, or on several together.
package struct TrendSeries: Sendable {
    /// The value of one run.
    package struct Point: Sendable, Hashable {
        /// Place of the run among those of the history that was read.
        package let run: Int
        package let value: Double
    }

    /// The codec with its parameters.
    package let spec: SeriesSpec
    package let metric: HistoryMetric
    package let items: [ExactText]
    /// By rising run, at most one of each.
    package let points: [Point]

    /// The series of a spec over several items: the geometric mean of their usual values, changed as the items are.
    ///
    /// Of exact metrics the change is the mean of those of the items. Each item is measured at a time of its own, and where the machine
    /// was busy then, it is slower by half of its time or more, and never faster: of times the usual is the lower quartile of an item's
    /// series, and the change the lower quartile of those of the items, as of all passes the fastest counts. Of memory both are medians.
    /// An item that a run does not have is at its usual: that it is missing changes nothing. Runs that have less than half of the items
    /// have no value.
    package static func joined(_ lines: [TrialLine], _ metric: HistoryMetric) -> TrendSeries? {
        guard let spec = lines.first?.subject.spec else { return nil }
        var deviations: [Int: [Double]] = [:]
        var level = 0.0
        var items: [ExactText] = []
        for line in lines {
            let points = line.series(metric).points.filter { $0.value > 0 && $0.value.isFinite }
            guard let usual = OrderStatistics.quantile(points.map { log($0.value) }, metric.usualShare) else {
                continue
            }
            items.append(line.subject.item)
            level += usual
            for point in points { deviations[point.run, default: []].append(log(point.value) - usual) }
        }
        guard !items.isEmpty else { return nil }
        level /= Double(items.count)
        let points = deviations.sorted { $0.key < $1.key }.compactMap { run, own -> Point? in
            guard 2 * own.count >= items.count, let usual = OrderStatistics.quantile(own, metric.usualShare) else {
                return nil
            }
            let change = metric.isExact ? own.reduce(0, +) / Double(items.count) : usual
            return Point(run: run, value: exp(level + change))
        }
        return points.isEmpty ? nil : TrendSeries(spec: spec, metric: metric, items: items, points: points)
    }

    /// The same with the newest values only.
    package func newest(_ count: Int) -> TrendSeries {
        TrendSeries(spec: spec, metric: metric, items: items, points: Array(points.suffix(count)))
    }

    /// Where the values depart from those before; places are those of ``points``.
    ///
    /// - Parameters:
    ///   - smallestChange: growth as a share that matters; 0 for exact metrics means any.
    ///   - seriesCount: how many series are looked at.
    package func steps(smallestChange: Double, seriesCount: Int) -> [Step] {
        guard !metric.isExact else { return exactSteps(smallestChange) }
        return detection(smallestChange: smallestChange, seriesCount: seriesCount).steps(in: logarithms)
    }

    /// The newest value by itself where it departs and yet is no step.
    ///
    /// - Parameter steps: those that ``steps(smallestChange:seriesCount:)`` finds.
    func departure(behind steps: [Step], smallestChange: Double, seriesCount: Int) -> Step? {
        detection(smallestChange: smallestChange, seriesCount: seriesCount).departure(in: logarithms, behind: steps)
    }

    /// The smallest growth that would be found once so many more runs had it, as a share; nil where none would be.
    func resolution(smallestChange: Double, seriesCount: Int, after count: Int) -> Double? {
        detection(smallestChange: smallestChange, seriesCount: seriesCount).resolution(of: logarithms, after: count)
    }

    /// An item is measured within a moment, which one run alone cannot tell from a change, however large.
    private func detection(smallestChange: Double, seriesCount: Int) -> StepDetection {
        StepDetection(smallestChange: smallestChange, seriesCount: seriesCount, takesLoneRuns: items.count > 1)
    }

    private var logarithms: [Double] { points.map { log(max($0.value, .leastNormalMagnitude)) } }

    /// Each value that differs from the one before. What differs by rounding alone is the same.
    private func exactSteps(_ smallestChange: Double) -> [Step] {
        var starts = [0]
        for place in points.indices.dropFirst() {
            let change = log(points[place].value / points[place - 1].value)
            if abs(change) > max(log1p(smallestChange), 1e-12) { starts.append(place) }
        }
        let ends = starts.dropFirst() + [points.count]
        let counts = zip(starts, ends).map { $1 - $0 }
        return zip(starts.dropFirst(), zip(counts, counts.dropFirst())).map { place, counts in
            Step(
                place: place, before: log(points[place - 1].value), after: log(points[place].value),
                beforeCount: counts.0, afterCount: counts.1, threshold: 0)
        }
    }
}
