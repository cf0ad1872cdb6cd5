import Corpora

/// The trials of a plan, divided into shards that should take equally long.
///
/// The trials on an item stay together, so that what is compared by speed is measured on one node, unless they alone are more than a
/// fair share: then the slower ones part from the faster ones where neighbours by speed are furthest apart.
///
/// What belongs together goes to the shard that has least so far, longest first (R. L. Graham, "Bounds on multiprocessing timing anomalies",
/// SIAM Journal on Applied Mathematics 17, 1969): the longest shard takes at most 4/3 of what the best division would.
package struct ShardDivision: Sendable {
    /// Trials that stay together.
    struct Unit: Sendable {
        /// Place of the item in the plan.
        let item: Int
        /// Places of the specs in the plan, rising.
        var entries: [Int]
        var seconds: Double
    }

    /// The units of each shard, by item, then by first spec.
    let shards: [[Unit]]
    /// What each should take, seconds.
    package let expectedSeconds: [Double]

    /// - Parameter count: how many shards, 1 or more.
    package init(_ plan: RunPlan, costs: TrialCosts, count: Int) {
        var units: [Unit] = []
        var seconds: [[Double]] = []
        var total = 0.0
        for item in plan.items {
            let own = plan.entries.indices.map { costs.trialSeconds($0, on: item) }
            seconds.append(own)
            total += own.reduce(0, +)
        }
        let share = total / Double(count)
        for (place, item) in plan.items.enumerated() {
            let entries = plan.entries.indices.filter { plan.includes(plan.entries[$0], on: item) }
            guard !entries.isEmpty else { continue }
            units += Self.units(
                entries.map { Candidate(entry: $0, pass: costs.passSeconds($0, on: item), trial: seconds[place][$0]) },
                of: place, share: share)
        }
        (shards, expectedSeconds) = Self.assigned(units, to: count)
    }

    private struct Candidate {
        let entry: Int
        let pass: Double
        let trial: Double
    }

    /// One unit, or several where all of it is more than a fair share.
    private static func units(_ candidates: [Candidate], of item: Int, share: Double) -> [Unit] {
        var units: [Unit] = []
        // Slowest first; by place where they are as slow.
        var rest = candidates.sorted { ($1.pass, $0.entry) < ($0.pass, $1.entry) }[...]
        while !rest.isEmpty {
            let seconds = rest.reduce(0) { $0 + $1.trial }
            var group = rest
            if seconds > share, rest.count > 1 {
                // Where one is furthest above the next: a gap of no seconds at all counts as wide.
                let cut = rest.indices.dropLast().max { left, right in
                    gap(rest, after: left) < gap(rest, after: right)
                }
                group = rest[...(cut ?? rest.startIndex)]
                // Still too much together: the slowest alone.
                if group.count > 1, group.reduce(0, { $0 + $1.trial }) > share { group = rest.prefix(1) }
            }
            units.append(
                Unit(
                    item: item, entries: group.map(\.entry).sorted(), seconds: group.reduce(0) { $0 + $1.trial }))
            rest = rest[group.endIndex...]
        }
        return units
    }

    private static func gap(_ candidates: ArraySlice<Candidate>, after place: Int) -> Double {
        candidates[place].pass / max(candidates[place + 1].pass, 1e-9)
    }

    private static func assigned(_ units: [Unit], to count: Int) -> (shards: [[Unit]], seconds: [Double]) {
        let order = units.indices.sorted { (units[$1].seconds, $0) < (units[$0].seconds, $1) }
        var loads = LeastLoaded(count: count)
        var shards = [[Unit]](repeating: [], count: count)
        for place in order {
            shards[loads.add(units[place].seconds)].append(units[place])
        }
        let sorted = shards.map { $0.sorted { ($0.item, $0.entries[0]) < ($1.item, $1.entries[0]) } }
        return (sorted, sorted.map { $0.reduce(0) { $0 + $1.seconds } })
    }
}

/// Bins, of which the one with least in it is always at hand: a binary heap.
private struct LeastLoaded {
    private var heap: [(load: Double, bin: Int)]

    init(count: Int) { heap = (0..<count).map { (0, $0) } }

    /// Puts a load into the bin with least in it, the first of several alike, and says which it is.
    mutating func add(_ load: Double) -> Int {
        let bin = heap[0].bin
        heap[0].load += load
        var place = 0
        while true {
            let children = (2 * place + 1..<min(2 * place + 3, max(heap.count, 2 * place + 1)))
            guard let least = children.min(by: { heap[$0] < heap[$1] }), heap[least] < heap[place] else { return bin }
            heap.swapAt(least, place)
            place = least
        }
    }
}
