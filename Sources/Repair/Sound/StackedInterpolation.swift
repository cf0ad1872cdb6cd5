/// Interpolation by several estimates at once, weighted by what each of them is worth nearby.
///
/// How well a model fits depends on the sound: speech wants short ones, music long ones. So gaps of the same length are made
/// in the undamaged surroundings, filled by each, and compared with what is there; loops want what stood elsewhere. How often an estimate is near the best one gives a
/// first combination, which least squares over the trials correct.
package struct StackedInterpolation: Sendable {
    var estimates: [JanssenInterpolation]
    /// How many trials there are, at most.
    var trials: Int

    package static let standard = StackedInterpolation(
        estimates: [
            JanssenInterpolation(order: 32, context: 256, contextGaps: 1, isWindowed: false, rounds: 3),
            .original,
            JanssenInterpolation(order: 50, context: 256, contextGaps: 1, isWindowed: true, rounds: 3),
            JanssenInterpolation(order: 80, context: 400, contextGaps: 1, isWindowed: true, rounds: 3),
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
        let middle = estimates.count / 2
        guard places.count >= 2 else { return estimates[middle].samples(of: gap, in: signal) }
        let recurrence = RecurrenceInterpolation(signal, isKnown: isKnown)
        func all(_ place: Range<Int>, _ signal: [Double]) -> [[Double]] {
            estimates.map { $0.samples(of: place, in: signal) } + [recurrence.samples(of: place)]
        }
        let found = all(gap, signal)
        var masked = signal
        for index in gap { masked[index] = found[middle][index - gap.lowerBound] }
        let weights = EstimateWeights(
            places.map { place in
                EstimateWeights.Trial(
                    estimates: all(place, masked), truth: Array(signal[place]),
                    distance: Double(abs(place.lowerBound - gap.lowerBound)) / Double(Self.step(gap.count)))
            })
        return weights.combination(found)
    }

    /// How far trials are apart.
    private static func step(_ length: Int) -> Int { max(length, 64) }

    /// Undamaged stretches as long as the gap, the nearest ones on both sides.
    private func trialPlaces(for gap: Range<Int>, count: Int, isKnown: [Bool]) -> [Range<Int>] {
        let length = gap.count
        let step = Self.step(length)
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
}
