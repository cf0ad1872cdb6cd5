import Benchmarking
import Foundation

/// A place where a series departs from its past, for good or as far as is known.
package struct Step: Sendable, Hashable {
    /// The first value behind it.
    package let place: Int
    /// The medians of the pieces on both sides.
    package let before: Double
    package let after: Double
    /// How many values these are of.
    package let beforeCount: Int
    package let afterCount: Int
    /// What the noise of the series alone explains.
    package let threshold: Double

    /// - Parameters: as the properties of these names.
    package init(place: Int, before: Double, after: Double, beforeCount: Int, afterCount: Int, threshold: Double) {
        self.place = place
        self.before = before
        self.after = after
        self.beforeCount = beforeCount
        self.afterCount = afterCount
        self.threshold = threshold
    }

    /// Of a series of logarithms: the growth as a share, 0.05 for 5 % more.
    package var change: Double { exp(after - before) - 1 }
}

/// Finds the steps of series of logarithms: where the best pieces of constant value meet (``PottsFit``), as far as the difference
/// is beyond what the noise of the series explains (``NoiseThreshold``) and large enough to matter.
///
/// And it has to be more than the outliers that the series is known to have (``OutlierHabit``): if the values behind a step were like
/// those before it, they would be where they are with a probability below ``unlikely``; or they are far off: ``farFactor`` times
/// the threshold of a single run away, and as many times as far as any run was before.
///
/// A single run that departs has no weight in a fit, and may be an accident that the next one does not have: ``departure(in:behind:)`` tells
/// it. It is a step at once only where it is far off. Of two values the one that departs less counts.
package struct StepDetection: Sendable {
    /// Growth as a share; changes that are no larger do not count, nor do those in the other direction of the same ratio.
    package var smallestChange: Double
    /// How many series share the chance of a false alarm.
    package var seriesCount: Int
    /// Whether one run alone may be a step where it is far off.
    package var takesLoneRuns: Bool

    /// - Parameters: as the properties of these names.
    package init(smallestChange: Double, seriesCount: Int = 1, takesLoneRuns: Bool = true) {
        self.smallestChange = smallestChange
        self.seriesCount = seriesCount
        self.takesLoneRuns = takesLoneRuns
    }

    /// How many times the threshold of a single run is far off, and how many times the farthest that one was before.
    static let farFactor = 6.0

    /// With a larger probability, values behind a step would be where they are if nothing had changed.
    static let unlikely = 0.001

    /// Longer series are fitted by the medians of stretches of them, and then to the value.
    package static let longestFit = 200

    /// The steps in order; none where the series is too short to know its noise.
    package func steps(in values: [Double]) -> [Step] {
        guard let noise = NoiseThreshold(past: values.dropLast()) else { return [] }
        let factor = NoiseThreshold.factor(sharedBy: seriesCount)
        var ends = pieces(values).map(\.upperBound)
        if takesLoneRuns, let newest = values.indices.last, !ends.contains(newest), values.count > 1 {
            // Taken back below unless it is beyond the threshold.
            ends.insert(newest, at: ends.count - 1)
        }
        while true {
            let candidates = candidates(values, ends, noise, factor)
            guard let weakest = candidates.min(by: { $0.strength < $1.strength }), weakest.strength <= 1 else {
                return candidates.map(\.step)
            }
            ends.removeAll { $0 == weakest.step.place }
        }
    }

    /// The newest value by itself where it is beyond the threshold of a single run and yet no step: the next one decides.
    ///
    /// - Parameter steps: those that ``steps(in:)`` finds.
    package func departure(in values: [Double], behind steps: [Step]) -> Step? {
        guard let noise = NoiseThreshold(past: values.dropLast()), values.count > 1 else { return nil }
        let start = steps.last?.place ?? 0
        guard start < values.count - 1 else { return nil }
        let factor = NoiseThreshold.factor(sharedBy: seriesCount)
        let count = values.count - 1 - start
        let step = Step(
            place: values.count - 1, before: OrderStatistics.median(Array(values[start..<values.count - 1])) ?? 0,
            after: values[values.count - 1], beforeCount: count, afterCount: 1,
            threshold: noise.change(count, 1) * factor)
        return relativeSize(step) > 1 ? step : nil
    }

    /// Series need more values than this to be judged.
    package static let fewestPastValues = NoiseThreshold.fewestValues

    /// In units of what the noise explains and of what matters: above 1 for one that is beyond both.
    private func relativeSize(_ step: Step) -> Double {
        abs(step.after - step.before) / max(step.threshold, log1p(smallestChange), .leastNormalMagnitude)
    }

    /// A step that may be one, and how much speaks for it: above 1 where it counts.
    private struct Candidate {
        let step: Step
        let strength: Double
    }

    private func candidates(
        _ values: [Double], _ ends: [Int], _ noise: NoiseThreshold, _ factor: Double
    ) -> [Candidate] {
        let pieces = zip([0] + ends, ends).map { Array(values[$0..<$1]) }
        return zip(pieces, pieces.dropFirst()).enumerated().map { index, pair in
            let (past, newer) = pair
            let before = OrderStatistics.median(past) ?? 0
            var after = OrderStatistics.median(newer) ?? 0
            if newer.count == 2 { after = newer.min { abs($0 - before) < abs($1 - before) } ?? after }
            let step = Step(
                place: ends[index], before: before, after: after, beforeCount: past.count, afterCount: newer.count,
                threshold: noise.change(past.count, newer.count) * factor)
            let habit = OutlierHabit(past: pieces[...index])
            let size = after - before
            let usual = max(noise.change(past.count, 1) * factor, habit.farthest(above: size > 0))
            let counts =
                abs(size) > Self.farFactor * usual
                || newer.count > 1 && habit.chance(of: newer, exceeding: size / 2, from: before) <= Self.unlikely
            let strength = relativeSize(step)
            return Candidate(step: step, strength: counts ? strength : min(strength, 1))
        }
    }

    /// Pieces of at least two values, so that an odd value is no piece.
    private func pieces(_ values: [Double]) -> [Range<Int>] {
        guard values.count > Self.longestFit else { return PottsFit.pieces(values, shortest: 2) }
        let width = (values.count + Self.longestFit - 1) / Self.longestFit
        let starts = Array(stride(from: 0, to: values.count, by: width))
        let medians = starts.map { OrderStatistics.median(Array(values[$0..<min($0 + width, values.count)])) ?? 0 }
        let coarse = PottsFit.pieces(medians, shortest: 2)
        var ends = coarse.map { $0.upperBound < starts.count ? starts[$0.upperBound] : values.count }
        for index in ends.indices.dropLast() {
            let start = index == 0 ? 0 : ends[index - 1]
            ends[index] = refined(values, start, ends[index], ends[index + 1], reach: 2 * width)
        }
        return zip([0] + ends, ends).map { $0..<$1 }
    }

    /// The place near `end` that parts the values from `start` to `next` best.
    private func refined(_ values: [Double], _ start: Int, _ end: Int, _ next: Int, reach: Int) -> Int {
        let candidates = max(start + 2, end - reach)...max(start + 2, min(next - 2, end + reach))
        let low = OrderStatistics.median(Array(values[start..<end])) ?? 0
        let high = OrderStatistics.median(Array(values[end..<next])) ?? 0
        // The two levels are known from afar; each value near the place belongs to the one it is nearer to.
        func cost(_ place: Int) -> Double {
            let near = candidates.lowerBound..<max(candidates.lowerBound, candidates.upperBound)
            return near.reduce(0) { $0 + abs(values[$1] - ($1 < place ? low : high)) }
        }
        return candidates.min { cost($0) < cost($1) } ?? end
    }
}
