/// The ranks of values: 1 for the smallest; tied values share the mean of their ranks.
struct Ranks {
    /// In the order of the values.
    let values: [Double]
    /// The sum of t³ − t over groups of t tied values, for the variance of rank statistics.
    let tieSum: Double
    var hasTies: Bool { tieSum > 0 }

    init(_ sample: [Double]) {
        let order = sample.indices.sorted { sample[$0] < sample[$1] }
        var ranks = [Double](repeating: 0, count: sample.count)
        var ties = 0.0
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, sample[order[end]] == sample[order[start]] { end += 1 }
            let shared = Double(start + 1 + end) / 2
            for place in order[start..<end] { ranks[place] = shared }
            let count = Double(end - start)
            ties += count * count * count - count
            start = end
        }
        values = ranks
        tieSum = ties
    }

    /// Twice the ranks: whole numbers.
    var doubled: [Int] { values.map { Int(($0 * 2).rounded()) } }
}
