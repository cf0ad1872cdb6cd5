/// Interpolation of missing samples by what stood elsewhere between like surroundings: music from loops comes back sample for
/// sample, and a voice repeats its periods.
///
/// The place whose surroundings are most like those of the gap is looked for first among sums of few samples, then sample by
/// sample around the best ones. What stands there is taken as loud as its surroundings want it.
package struct RecurrenceInterpolation: Sendable {
    /// So many samples each are one in the first search.
    private static let coarseness = 4
    /// How many places the second search looks around.
    private static let candidates = 8
    /// How far places are looked for, in samples on each side.
    private static let reach = 1 << 20
    /// How many samples on each side are compared, at least.
    private static let context = 128

    private let signal: [Double]
    /// How many samples up to each place are missing.
    private let missing: [Int]
    /// Sums of ``coarseness`` samples, and the sums of squares of those up to each.
    private let coarse: [Double]
    private let energy: [Double]

    /// - Parameters:
    ///   - signal: with something plausible in every gap.
    ///   - isKnown: for each sample whether it is undamaged; what is taken from elsewhere is.
    package init(_ signal: [Double], isKnown: [Bool]) {
        self.signal = signal
        var missing = [0]
        missing.reserveCapacity(signal.count + 1)
        for known in isKnown { missing.append(missing[missing.count - 1] + (known ? 0 : 1)) }
        self.missing = missing
        let count = signal.count / Self.coarseness
        var coarse = [Double](repeating: 0, count: count)
        var energy = [0.0]
        energy.reserveCapacity(count + 1)
        for index in 0..<count {
            var sum = 0.0
            for place in index * Self.coarseness..<(index + 1) * Self.coarseness { sum += signal[place] }
            coarse[index] = sum
            energy.append(energy[index] + sum * sum)
        }
        self.coarse = coarse
        self.energy = energy
    }

    /// Fills a gap; with silence where nothing is like its surroundings.
    ///
    /// - Parameter gap: not empty, inside the signal; it need not be one of those that are missing.
    package func samples(of gap: Range<Int>) -> [Double] {
        let context = max(Self.context, gap.count / 2)
        let left = max(0, gap.lowerBound - context)..<gap.lowerBound
        let right = gap.upperBound..<min(signal.count, gap.upperBound + context)
        var best: (worth: Double, shift: Int, gain: Double)?
        for near in coarseShifts(gap, left, right) {
            for shift in near - Self.coarseness...near + Self.coarseness where isUsable(shift, gap, left, right) {
                let product = product(left, shift) + product(right, shift)
                let energy = energy(left, shift) + energy(right, shift)
                guard product > 0, energy > 0 else { continue }
                let worth = product * product / energy
                if worth > best?.worth ?? 0 { best = (worth, shift, product / energy) }
            }
        }
        guard let best else { return [Double](repeating: 0, count: gap.count) }
        return gap.map { best.gain * signal[$0 + best.shift] }
    }

    /// Whether the gap, moved so far, lies beside itself and on nothing that is missing, with room on both sides.
    private func isUsable(_ shift: Int, _ gap: Range<Int>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        abs(shift) >= gap.count && left.lowerBound + shift >= 0 && right.upperBound + shift <= signal.count
            && missing[gap.upperBound + shift] == missing[gap.lowerBound + shift]
    }

    private func product(_ side: Range<Int>, _ shift: Int) -> Double {
        Autoregression.product(of: side, and: side.lowerBound + shift, in: signal)
    }

    private func energy(_ side: Range<Int>, _ shift: Int) -> Double {
        Autoregression.product(
            of: side.lowerBound + shift..<side.upperBound + shift, and: side.lowerBound + shift, in: signal)
    }

    /// The best shifts of the first search, the best one first.
    private func coarseShifts(_ gap: Range<Int>, _ left: Range<Int>, _ right: Range<Int>) -> [Int] {
        let size = Self.coarseness
        // Sums that lie wholly on one side.
        func sums(_ side: Range<Int>) -> Range<Int> {
            let first = (side.lowerBound + size - 1) / size
            return first..<max(first, side.upperBound / size)
        }
        let (before, behind) = (sums(left), sums(right))
        guard behind.upperBound <= coarse.count else { return [] }
        let lowest = max(-before.lowerBound, -Self.reach / size)
        let highest = min(coarse.count - behind.upperBound, Self.reach / size)
        guard lowest <= highest else { return [] }
        var found: [(worth: Double, shift: Int)] = []
        for shift in lowest...highest where isUsable(shift * size, gap, left, right) {
            let product =
                Autoregression.product(of: before, and: before.lowerBound + shift, in: coarse)
                + Autoregression.product(of: behind, and: behind.lowerBound + shift, in: coarse)
            guard product > 0 else { continue }
            let energy =
                energy[before.upperBound + shift] - energy[before.lowerBound + shift]
                + energy[behind.upperBound + shift] - energy[behind.lowerBound + shift]
            let worth = energy > 0 ? product * product / energy : 0
            guard found.count < Self.candidates || worth > found[found.count - 1].worth else { continue }
            // Neighbours are looked at together.
            if let near = found.firstIndex(where: { abs($0.shift - shift * size) <= 2 * size }) {
                guard worth > found[near].worth else { continue }
                found.remove(at: near)
            }
            let place = found.firstIndex { $0.worth < worth } ?? found.count
            found.insert((worth, shift * size), at: place)
            if found.count > Self.candidates { found.removeLast() }
        }
        return found.map(\.shift)
    }
}
