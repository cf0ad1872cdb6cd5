import Foundation

/// What each epoch of a training came to.
package struct TrainingCurve: Sendable, Equatable {
    /// One epoch.
    package struct Point: Sendable, Equatable {
        /// Bits per byte of the training data on the way, each byte predicted before it is learnt.
        package var training: Double
        /// Bits per byte of held-out data at the end, without learning from it; nil where nothing is held out.
        package var validation: Double?
        /// The learning rate at the end, in parts of the model's first.
        package var rate: Float
        /// How long it took.
        package var seconds = 0.0

        package init(training: Double, validation: Double? = nil, rate: Float) {
            self.training = training
            self.validation = validation
            self.rate = rate
        }

        /// What epochs are compared by.
        var score: Double { validation ?? training }
    }

    package private(set) var points: [Point] = []

    package init() {}

    mutating func add(_ point: Point, seconds: Double) {
        var point = point
        point.seconds = seconds
        points.append(point)
    }

    /// The number of the best epoch, counted from 1; the first of equals. 0 before the first.
    package var bestEpoch: Int {
        var best = 0
        for index in points.indices where best == 0 || points[index].score < points[best - 1].score { best = index + 1 }
        return best
    }

    /// The best epoch; nil before the first.
    package var best: Point? { bestEpoch > 0 ? points[bestEpoch - 1] : nil }

    package var isLastBest: Bool { !points.isEmpty && bestEpoch == points.count }

    package var epochsSinceBest: Int { points.count - bestEpoch }

    private static let header = "epoch,training_bpb,validation_bpb,learning_rate,seconds,is_best"

    /// Whether a file begins as one with a curve does.
    package static func begins(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: header.utf8) }

    /// Reads what ``csv`` writes; nil where a line is none of its lines.
    package init?(csv: String) {
        var lines = csv.split(whereSeparator: \.isNewline)
        // The last line is whole where it has its end.
        guard lines.first.map(String.init) == Self.header, csv.last?.isNewline ?? false else { return nil }
        lines.removeFirst()
        for (index, line) in lines.enumerated() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == 6, cells[5] == "true" || cells[5] == "false", Int(cells[0]) == index + 1,
                let training = Self.number(cells[1]),
                cells[2].isEmpty || Self.number(cells[2]) != nil, let rate = Self.number(cells[3]),
                let seconds = Self.number(cells[4])
            else { return nil }
            add(Point(training: training, validation: Self.number(cells[2]), rate: Float(rate)), seconds: seconds)
        }
    }

    private static func number(_ text: Substring) -> Double? {
        Double(text).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }

    /// The curve as a table: a line for people and programs each epoch.
    package var csv: String {
        var lines = [Self.header]
        let best = bestEpoch
        for (index, point) in points.enumerated() {
            let validation = point.validation.map { String(format: "%.6f", $0) } ?? ""
            lines.append(
                "\(index + 1)," + String(format: "%.6f,", point.training) + validation
                    + String(format: ",%.6f,%.3f,", point.rate, point.seconds) + "\(index + 1 == best)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
