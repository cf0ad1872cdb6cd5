import Foundation

/// What it takes for a verdict on times.
package enum EnoughToJudge {
    /// Processes of each side over all items; a run has one a round and item.
    package static let processes = 4
    /// Items, in runs that did not alternate.
    package static let items = 4

    /// Whether two runs alike can come to a verdict on times at all, at the usual `alpha` of 0.05: whether the most unlikely order of their
    /// processes is unlikely enough among so many tests.
    ///
    /// - Parameter tests: how many times are compared: specs, directions, and kinds of data.
    package static func canJudgeTimes(rounds: Int, items: Int, tests: Int) -> Bool {
        guard items >= Self.items, rounds > 0, rounds * items >= processes else { return false }
        // The orders of one item's processes: 2 · rounds over rounds.
        let logarithm = (1...rounds).reduce(0) { $0 + log(Double(rounds + $1) / Double($1)) }
        return Double(items) * logarithm > log(Double(max(tests, 1)) / 0.05)
    }
}
