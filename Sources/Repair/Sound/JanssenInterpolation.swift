/// Interpolation of missing samples by an autoregressive model of what surrounds them (Janssen, Veldhuis and Vries, "Adaptive
/// interpolation of discrete-time signals that can be modeled as autoregressive processes", 1986).
///
/// Model and samples are estimated in turns: the model from the surroundings and the samples found so far, the samples so that
/// the model's errors are least.
package struct JanssenInterpolation: Sendable, Equatable {
    /// Order of the model; nil for the authors' choice, 3 m + 2 for m missing samples, at most 50.
    var order: Int?
    /// Samples on each side that the model is made from, at least.
    var context: Int
    /// And at least so many times the gap's length.
    var contextGaps: Int
    /// Whether samples far from the gap count less, by (1 - x²)²; the authors take all alike.
    var isWindowed: Bool
    /// How often model and samples are estimated.
    var rounds: Int

    /// As the authors have it: 512 samples or so, three rounds.
    package static let original = JanssenInterpolation(
        order: nil, context: 256, contextGaps: 1, isWindowed: false, rounds: 3)

    /// The same with a large model, as music wants it: order 512 from 4,096 samples or so.
    package static let large = JanssenInterpolation(
        order: 512, context: 2048, contextGaps: 1, isWindowed: false, rounds: 3)

    /// Of a longer gap, so many samples are filled from each end, and silence lies between: what a model says dies away, and
    /// the work grows with the square of the length.
    static let longestHalf = 4096

    /// The largest order that a gap is filled with.
    static let largestOrder = 4096

    /// Fills a gap.
    ///
    /// - Parameters:
    ///   - signal: with anything in the gap.
    ///   - gap: not empty, inside the signal.
    /// - Returns: the gap's samples.
    package func samples(of gap: Range<Int>, in signal: [Double]) -> [Double] {
        let half = Self.longestHalf
        guard gap.count <= 2 * half else {
            var silent = signal
            for index in gap { silent[index] = 0 }
            return samples(of: gap.lowerBound..<gap.lowerBound + half, in: silent)
                + [Double](repeating: 0, count: gap.count - 2 * half)
                + samples(of: gap.upperBound - half..<gap.upperBound, in: silent)
        }
        let reach = max(context, contextGaps * gap.count)
        let start = max(0, gap.lowerBound - reach)
        let end = min(signal.count, gap.upperBound + reach)
        var section = Array(signal[start..<end])
        let place = gap.lowerBound - start..<gap.upperBound - start
        for index in place { section[index] = 0 }
        let known = section.count - place.count
        let order = min(self.order ?? min(3 * gap.count + 2, 50), known / 3, Self.largestOrder)
        guard order >= 1 else { return Array(section[place]) }
        let window = isWindowed ? Self.window(section.count, around: place) : []
        for _ in 0..<rounds {
            let seen = isWindowed ? zip(section, window).map { $0 * $1 } : section
            guard let model = Autoregression(of: seen, order: order) else { break }
            let found = Self.leastErrors(model.filter, in: section, place)
            for (index, value) in zip(place, found) { section[index] = value.isFinite ? value : 0 }
        }
        return Array(section[place])
    }

    /// (1 - x²)², 1 in the middle of the gap.
    private static func window(_ count: Int, around gap: Range<Int>) -> [Double] {
        let center = Double(gap.lowerBound + gap.upperBound - 1) / 2
        let reach = max(center, Double(count - 1) - center) + 1
        return (0..<count).map { index in
            let x = (Double(index) - center) / reach
            return (1 - x * x) * (1 - x * x)
        }
    }

    /// The samples with which the sum of the squares of the model's errors is least.
    private static func leastErrors(_ filter: [Double], in section: [Double], _ gap: Range<Int>) -> [Double] {
        let order = filter.count - 1
        let diagonals = Autoregression.correlations(filter, upTo: order)
        let right = gap.map { place in
            var sum = 0.0
            for other in min(gap.lowerBound, max(0, place - order))..<gap.lowerBound {
                sum -= diagonals[place - other] * section[other]
            }
            let end = min(section.count - 1, place + order)
            if end >= gap.upperBound {
                for other in gap.upperBound...end { sum -= diagonals[other - place] * section[other] }
            }
            return sum
        }
        return ToeplitzSystem.solution(diagonals: diagonals, right: right)
    }
}
