/// Interpolation by several estimates at once, weighted by what each of them is worth nearby.
///
/// How well a model fits depends on the sound: speech wants short ones, music long ones. So gaps of the same length are made
/// in the undamaged surroundings, filled by each, and compared with what is there. How often an estimate is near the best one gives a
/// first combination; least squares over the trials, with a ridge, correct it, apart for the edges and the middle of a gap.
package struct StackedInterpolation: Sendable {
    var estimates: [JanssenInterpolation]
    /// How many trials there are, at most.
    var trials: Int
    /// How strongly the corrections of the first combination are held down.
    var ridge = 0.1

    package static let standard = StackedInterpolation(
        estimates: [
            JanssenInterpolation(order: 32, context: 256, contextGaps: 1, isWindowed: false, rounds: 3),
            .original,
            JanssenInterpolation(order: 128, context: 1024, contextGaps: 2, isWindowed: true, rounds: 3),
            JanssenInterpolation(order: 256, context: 2048, contextGaps: 3, isWindowed: true, rounds: 3),
            JanssenInterpolation(order: 512, context: 4096, contextGaps: 3, isWindowed: true, rounds: 3),
            JanssenInterpolation(order: 1024, context: 8192, contextGaps: 3, isWindowed: true, rounds: 3),
        ], trials: 16)

    /// Fills a gap.
    ///
    /// - Parameters:
    ///   - signal: with something plausible in every gap, this one's aside.
    ///   - isKnown: for each sample whether it is undamaged.
    package func samples(of gap: Range<Int>, in signal: [Double], isKnown: [Bool]) -> [Double] {
        let places = trialPlaces(for: gap, count: signal.count, isKnown: isKnown)
        let found = estimates.map { $0.samples(of: gap, in: signal) }
        guard places.count >= 2 else { return found[found.count / 2] }
        var masked = signal
        for index in gap { masked[index] = found[found.count / 2][index - gap.lowerBound] }
        let weights = weights(
            places.map { place in
                let truth = Array(signal[place])
                return (estimates.map { $0.samples(of: place, in: masked) }, truth)
            })
        return weights.combination(found)
    }

    /// Undamaged stretches as long as the gap, the nearest ones on both sides.
    private func trialPlaces(for gap: Range<Int>, count: Int, isKnown: [Bool]) -> [Range<Int>] {
        let length = gap.count
        let step = max(length, 64)
        var places: [Range<Int>] = []
        var distance = step
        while places.count < trials, distance < count {
            for start in [gap.lowerBound - distance, gap.lowerBound + distance] {
                let place = start..<start + length
                // Room for the estimates to look at both sides.
                guard start >= 64, place.upperBound + 64 <= count, isKnown[place].allSatisfy({ $0 }) else { continue }
                places.append(place)
            }
            distance += step
            if distance > 40 * max(length, 2048) { break }
        }
        return places
    }

    /// What the estimates of a gap are joined by.
    private struct Weights {
        /// Of each estimate in the first combination; they add up to 1.
        var shares: [Double]
        /// Of each estimate's distance from the first combination; then of the same times ``edge(_:_:)``.
        var corrections: [Double]

        func combination(_ found: [[Double]]) -> [Double] {
            (found.first ?? []).indices.map { index in
                let values = found.map { $0[index] }
                let base = base(values)
                let edge = StackedInterpolation.edge(index, found.first?.count ?? 1)
                var sum = base
                for (number, value) in values.enumerated() {
                    sum += (corrections[number] + edge * corrections[values.count + number]) * (value - base)
                }
                return sum
            }
        }

        func base(_ values: [Double]) -> Double { zip(shares, values).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    private func weights(_ trials: [(estimates: [[Double]], truth: [Double])]) -> Weights {
        let shares = Self.shares(trials, count: estimates.count)
        var weights = Weights(shares: shares, corrections: [])
        let count = 2 * estimates.count
        var matrix = [Double](repeating: 0, count: count * count)
        var right = [Double](repeating: 0, count: count)
        var inputs = right
        for (found, truth) in trials {
            let least = found.map { Self.squaredError($0, truth) }.min() ?? 0
            let energy = truth.reduce(0) { $0 + $1 * $1 }
            let weight = 1 / (least + 1e-4 * energy + Self.floor(truth))
            for index in truth.indices {
                let edge = Self.edge(index, truth.count)
                let values = found.map { $0[index] }
                let base = weights.base(values)
                for (number, value) in values.enumerated() {
                    inputs[number] = value - base
                    inputs[estimates.count + number] = (value - base) * edge
                }
                for row in 0..<count {
                    right[row] += weight * inputs[row] * (truth[index] - base)
                    for column in 0...row { matrix[row * count + column] += weight * inputs[row] * inputs[column] }
                }
            }
        }
        weights.corrections = PositiveSystem.solution(matrix: matrix, right: right, ridge: ridge)
        return weights
    }

    /// How often each estimate is near the best one of a trial, as shares of 1.
    private static func shares(_ trials: [(estimates: [[Double]], truth: [Double])], count: Int) -> [Double] {
        var shares = [Double](repeating: 0, count: count)
        for (found, truth) in trials {
            let errors = found.map { squaredError($0, truth) + floor(truth) }
            let least = errors.min() ?? 0
            for (number, error) in errors.enumerated() { shares[number] += least * least / (error * error) }
        }
        let total = shares.reduce(0, +)
        return shares.map { $0 / total }
    }

    /// The squared error of rounding.
    private static func floor(_ truth: [Double]) -> Double { Double(truth.count) / 12 }

    private static func squaredError(_ found: [Double], _ truth: [Double]) -> Double {
        zip(found, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }

    /// 0 in the middle of a gap, 1 at its edges.
    private static func edge(_ index: Int, _ count: Int) -> Double {
        let t = (2 * Double(index) + 1) / Double(count) - 1
        return t * t
    }
}
