/// The sum of the distances of the values of a piece from their median, for all pieces of a series.
package struct PieceCosts: Sendable {
    private let count: Int
    private let costs: [Double]

    /// The costs of all n (n + 1) / 2 pieces. Each piece is the one that is a value shorter with a value inserted into its order,
    /// from which the sums below and above the median follow.
    package init(_ values: [Double]) {
        count = values.count
        var costs = [Double](repeating: 0, count: values.count * values.count)
        var sorted: [Double] = []
        sorted.reserveCapacity(values.count)
        for start in values.indices {
            sorted.removeAll(keepingCapacity: true)
            var (total, below) = (0.0, 0.0)
            for end in start..<values.count {
                let value = values[end]
                let half = sorted.count / 2
                let place = Self.place(of: value, in: sorted)
                sorted.insert(value, at: place)
                total += value
                // The values below the median, as many as half of them.
                if place < half { below += value - sorted[half] }
                let newHalf = sorted.count / 2
                if newHalf > half { below += sorted[half] }
                let middle = sorted.count % 2 == 1 ? sorted[newHalf] : 0
                costs[start * values.count + end] = max(0, total - middle - 2 * below)
            }
        }
        self.costs = costs
    }

    /// The first place whose value is larger.
    private static func place(of value: Double, in sorted: [Double]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Of the piece from one value to another, both included.
    package func cost(from start: Int, through end: Int) -> Double { costs[start * count + end] }
}
