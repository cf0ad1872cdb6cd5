import Foundation

/// The pieces of constant value that describe a noisy series best.
///
/// A fit of k pieces costs the sum of the distances of all values from the median of their piece, which a single odd value hardly
/// moves (the L1 Potts functional: F. Friedrich, A. Kempe, V. Liebscher, G. Winkler, "Complexity penalized M-estimation: fast
/// computation", Journal of Computational and Graphical Statistics 17, 2008). More pieces always cost less, so each has to earn
/// its place: what is minimised is 3 ln(n)/n · k + ln(cost), the criterion by which asv, the benchmark suite of NumPy and SciPy,
/// chooses (`asv/step_detect.py`). There a piece has to earn 4 ln(n)/n, since nothing else keeps noise from being described; here
/// steps have thresholds to pass as well, and smaller ones are found sooner. There the criterion is followed along the penalty of
/// a piece; here all numbers of pieces are tried, and the best fit of each is found exactly, by dynamic programming.
package enum PottsFit {
    /// A description of a series by so many pieces.
    package struct Fit: Sendable {
        /// They follow each other and cover the series.
        package let pieces: [Range<Int>]
        /// The sum of the distances of all values from the medians of their pieces.
        package let cost: Double
    }

    /// More pieces than this are not looked for, nor more than one for each five values: of a few values each, pieces would
    /// describe any noise to perfection.
    private static func mostPieces(_ count: Int) -> Int { min(12, max(2, count / 5)) }

    private static let pricePerPiece = 3.0

    /// Distances below this are none.
    private static let smallestDistance = 1e-9

    /// The pieces of the fit that the criterion prefers; each, unless it is the only one, has at least `shortest` values.
    package static func pieces(_ values: [Double], shortest: Int) -> [Range<Int>] {
        let count = Double(values.count)
        func criterion(_ fit: Fit) -> Double {
            pricePerPiece * log(count) / count * Double(fit.pieces.count) + log(fit.cost + smallestDistance * count)
        }
        return fits(values, shortest: shortest).min { criterion($0) < criterion($1) }?.pieces ?? []
    }

    /// The best fit of each number of pieces, from one on; none of an empty series.
    package static func fits(_ values: [Double], shortest: Int) -> [Fit] {
        let count = values.count
        guard count > 0 else { return [] }
        let costs = PieceCosts(values)
        // The least cost of the values before each place, in one piece at first, and where the last of the pieces begins.
        var least = (0...count).map { $0 >= min(shortest, count) ? costs.cost(from: 0, through: $0 - 1) : .infinity }
        var starts = [[Int](repeating: 0, count: count + 1)]
        var fits = [Fit(pieces: [0..<count], cost: least[count])]
        for number in stride(from: 2, through: min(mostPieces(count), count / max(shortest, 1)), by: 1) {
            var next = [Double](repeating: .infinity, count: count + 1)
            var start = [Int](repeating: 0, count: count + 1)
            for end in (number * shortest)...count {
                for begin in ((number - 1) * shortest)...(end - shortest) {
                    let cost = least[begin] + costs.cost(from: begin, through: end - 1)
                    if cost < next[end] { (next[end], start[end]) = (cost, begin) }
                }
            }
            least = next
            starts.append(start)
            fits.append(Fit(pieces: pieces(starts), cost: least[count]))
        }
        return fits
    }

    /// Follows the beginnings of the last pieces back from the end.
    private static func pieces(_ starts: [[Int]]) -> [Range<Int>] {
        var end = (starts.first?.count ?? 1) - 1
        return starts.reversed().map { start in
            defer { end = start[end] }
            return start[end]..<end
        }.reversed()
    }
}
