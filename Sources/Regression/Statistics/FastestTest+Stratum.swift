import Foundation

extension FastestTest {
    /// One group, e.g. an item.
    package struct Stratum: Sendable, Hashable {
        /// Each value is that of a process, as a logarithm.
        package var base: [Double]
        package var new: [Double]
        /// Whether the values at the same place belong together, so that only they may have been exchanged.
        package var isPaired: Bool
        /// What the values are made of.
        private var stretches: StretchLabellings?

        package init(base: [Double], new: [Double], isPaired: Bool = false) {
            self.base = base
            self.new = new
            self.isPaired = isPaired
        }

        /// - Parameters:
        ///   - baseStretches: of each process the fastest time of each stretch, not as logarithms; of all processes the same
        ///     stretches.
        ///   - newStretches: the same.
        package init(baseStretches: [[Double]], newStretches: [[Double]], isPaired: Bool = false) {
            func values(_ processes: [[Double]]) -> [Double] { processes.map { log($0.reduce(0, +)) } }
            self.init(base: values(baseStretches), new: values(newStretches), isPaired: isPaired)
            stretches = StretchLabellings(base: baseStretches, new: newStretches)
        }

        /// The chance of the one labelling that sets the sides furthest apart.
        var smallestProbability: Double {
            let ofAll =
                if isPaired {
                    pow(0.5, Double(min(base.count, new.count)))
                } else {
                    StretchLabellings.smallestProbability(base: base.count, new: new.count)
                }
            return stretches == nil ? ofAll : max(ofAll, 1 / Double(StretchLabellings.most))
        }

        /// New less base.
        package var difference: Double? {
            if let stretches { return stretches.observedDifference }
            guard let new = new.min(), let base = base.min() else { return nil }
            return new - base
        }
    }
}

extension FastestTest.Stratum {
    /// What a group's difference may be, and how likely each is. The side with the least value has it as its minimum; the
    /// minimum of the other side is the first value in order that falls to it.
    var outcomes: [(difference: Double, probability: Double)] {
        if let stretches { return stretches.outcomes(isPaired: isPaired) }
        return isPaired
            ? Self.pairedOutcomes(Array(zip(base, new)))
            : Self.unpairedOutcomes(base: base.count, new: new.count, (base + new).sorted())
    }

    private static func unpairedOutcomes(
        base baseCount: Int, new newCount: Int, _ sorted: [Double]
    ) -> [(difference: Double, probability: Double)] {
        var result: [(difference: Double, probability: Double)] = []
        for (own, sign) in [(baseCount, 1.0), (newCount, -1.0)] {
            // The chance that all values before `place` fell to the side of the least one.
            var run = 1.0
            for (place, value) in sorted.enumerated() {
                let left = Double(sorted.count - place)
                let toOwn = Double(own - place) / left
                if place > 0 { result.append((sign * (value - sorted[0]), run * (1 - toOwn))) }
                run *= toOwn
                if place >= own { break }
            }
        }
        return result
    }

    private static func pairedOutcomes(
        _ pairs: [(base: Double, new: Double)]
    ) -> [(difference: Double, probability: Double)] {
        let sorted = pairs.enumerated().flatMap { [($0.offset, $0.element.base), ($0.offset, $0.element.new)] }
            .sorted { $0.1 < $1.1 }
        var result: [(difference: Double, probability: Double)] = []
        var seen: Set<Int> = []
        // Of each sign: the least value falls to either side alike.
        var run = 0.5
        for (pair, value) in sorted {
            // What is left of a pair falls to the other side for sure.
            let isSure = !seen.insert(pair).inserted
            let probability = isSure ? run : seen.count == 1 ? 0 : run / 2
            if probability > 0 {
                result.append((value - sorted[0].1, probability))
                result.append((sorted[0].1 - value, probability))
            }
            if isSure { break }
            run -= probability
        }
        return result
    }
}
