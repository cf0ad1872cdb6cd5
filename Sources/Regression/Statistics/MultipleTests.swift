/// Many tests in one comparison: how small a probability has to be so that chance alone seldom makes any of them come out.
///
/// S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979). Of
/// tests on few values some cannot become significant, whatever is measured; those are left out before anything is looked
/// at, and so do not make the others harder (R. E. Tarone, "A modified Bonferroni method for discrete data", Biometrics 46,
/// 1990).
package struct MultipleTests: Sendable, Hashable {
    /// Whether a test could come out at all, in the order of the tests.
    package let isTestable: [Bool]
    /// Probabilities to be set against α directly; 1 for tests that could not come out.
    package let adjusted: [Double]
    /// Number of tests that count.
    package var testableCount: Int { isTestable.count { $0 } }

    /// - Parameters:
    ///   - probabilities: of each test.
    ///   - smallest: the least each probability could have been; known from the numbers of values alone.
    ///   - alpha: the chance of any false alarm in the whole comparison that is accepted.
    package init(_ probabilities: [Double], smallest: [Double], alpha: Double) {
        // The largest set of tests each of which can still pass when α is divided among them.
        let sorted = smallest.sorted()
        let count = sorted.indices.last { sorted[$0] <= alpha / Double($0 + 1) }.map { $0 + 1 } ?? 0
        let border = count > 0 ? sorted[count - 1] : -1
        // Equal ones must not be let in or left out by their order: all of them or none.
        let isWhole = smallest.count { $0 <= border } == count
        let testable = smallest.map { isWhole ? $0 <= border : $0 < border }
        isTestable = testable
        adjusted = Self.holm(probabilities.indices.map { testable[$0] ? probabilities[$0] : nil })
    }

    /// Holm's adjusted probabilities; those without a value are no tests.
    package static func holm(_ probabilities: [Double?]) -> [Double] {
        let order = probabilities.indices.filter { probabilities[$0] != nil }
            .sorted { (probabilities[$0] ?? 1) < (probabilities[$1] ?? 1) }
        var adjusted = [Double](repeating: 1, count: probabilities.count)
        var largest = 0.0
        for (place, index) in order.enumerated() {
            largest = max(largest, min(1, Double(order.count - place) * (probabilities[index] ?? 1)))
            adjusted[index] = largest
        }
        return adjusted
    }
}
