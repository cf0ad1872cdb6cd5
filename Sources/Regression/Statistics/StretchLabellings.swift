import Corpora
import Foundation

/// All ways to say which processes are of which side, and how far apart the sums of their fastest stretches are then.
///
/// Of more ways than ``most`` so many are drawn, by a fixed seed and with the observed one among them, as P. Good,
/// "Permutation, Parametric and Bootstrap Tests of Hypotheses", 2005, describes it: the same runs always have the same
/// verdict.
struct StretchLabellings: Sendable, Hashable {
    static let most = 4096

    private let baseCount: Int
    private let newCount: Int
    /// Of each stretch, one after the other, the processes from the fastest to the slowest, those of the base first.
    private var order: [Int32] = []
    /// Their times.
    private var times: [Double] = []

    /// Nil without a process on each side, or where they have not the same number of stretches.
    init?(base: [[Double]], new: [[Double]]) {
        let processes = base + new
        guard !base.isEmpty, !new.isEmpty, let count = base.first?.count, count > 0,
            processes.allSatisfy({ $0.count == count })
        else { return nil }
        (baseCount, newCount) = (base.count, new.count)
        for stretch in 0..<count {
            let sorted = processes.indices.sorted { processes[$0][stretch] < processes[$1][stretch] }
            order += sorted.map(Int32.init)
            times += sorted.map { processes[$0][stretch] }
        }
    }

    /// The chance of one way of all in which so many of each side can be told apart.
    static func smallestProbability(base: Int, new: Int) -> Double {
        let (few, all) = (min(base, new), base + new)
        return (0..<few).reduce(1) { $0 * Double(few - $1) / Double(all - $1) }
    }

    /// New less base, as logarithms.
    var observedDifference: Double { difference { Int($0) >= baseCount } }

    /// - Parameter isPaired: whether only processes at the same place of both sides may have been exchanged.
    func outcomes(isPaired: Bool) -> [(difference: Double, probability: Double)] {
        let labellings = isPaired ? exchanges : relabellings
        let probability = 1 / Double(labellings.count)
        return labellings.map { isNew in (difference { isNew[Int($0)] }, probability) }
    }

    private func difference(_ isNew: (Int32) -> Bool) -> Double {
        let processCount = baseCount + newCount
        var (base, new) = (0.0, 0.0)
        for begin in stride(from: 0, to: order.count, by: processCount) {
            // The fastest of all is one side's, the first that is not that side's the other's.
            let side = isNew(order[begin])
            var other = begin + 1
            while isNew(order[other]) == side { other += 1 }
            new += times[side ? begin : other]
            base += times[side ? other : begin]
        }
        return log(new) - log(base)
    }

    private var observed: [Bool] { (0..<baseCount + newCount).map { $0 >= baseCount } }

    /// All choices of so many new ones.
    private var relabellings: [[Bool]] {
        let isFew = (1 / Self.smallestProbability(base: baseCount, new: newCount)).rounded() <= Double(Self.most)
        guard isFew else { return drawn { $0.shuffle(using: &$1) } }
        var result: [[Bool]] = []
        func choose(_ labels: [Bool], left: Int) {
            let open = baseCount + newCount - labels.count
            guard open > 0 else { return result.append(labels) }
            if left > 0 { choose(labels + [true], left: left - 1) }
            if left < open { choose(labels + [false], left: left) }
        }
        choose([], left: newCount)
        return result
    }

    /// All exchanges within pairs.
    private var exchanges: [[Bool]] {
        let pairCount = min(baseCount, newCount)
        func exchanged(_ isExchanged: (Int) -> Bool) -> [Bool] {
            let base = (0..<baseCount).map { $0 < pairCount && isExchanged($0) }
            return base + (0..<newCount).map { !($0 < pairCount && isExchanged($0)) }
        }
        guard pairCount <= Self.most.trailingZeroBitCount else {
            return drawn { labels, random in labels = exchanged { _ in Bool.random(using: &random) } }
        }
        return (0..<1 << pairCount).map { mask in exchanged { mask >> $0 & 1 == 1 } }
    }

    private func drawn(_ draw: (inout [Bool], inout GeneratorSequence) -> Void) -> [[Bool]] {
        var numbers = GeneratorSequence(seed: 1)
        var labels = observed
        return [observed]
            + (1..<Self.most).map { _ in
                draw(&labels, &numbers)
                return labels
            }
    }
}
