import ArgumentParser
import NeuralCodecs

/// Levels of the in-house coder on the command line: `5`, `1,5,9`, `5-9`.
struct LevelList: ExpressibleByArgument, Sendable {
    static let all = 1...9

    let values: [Int]

    init(_ values: some Sequence<Int>) { self.values = Array(values) }

    init?(argument: String) {
        var values: [Int] = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last,
                Self.all.contains(first), Self.all.contains(last)
            else { return nil }
            values += first...last
        }
        self.values = values
    }

    var defaultValueDescription: String { "1-9" }
}
