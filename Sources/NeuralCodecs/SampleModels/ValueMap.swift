/// Between the values that occur and their ranks, where few of a range do.
struct ValueMap {
    /// The value of each rank.
    let values: UnsafeMutablePointer<Int32>
    /// The rank of the first used value that is not below each value.
    let ranks: UnsafeMutablePointer<Int32>
    /// The place between each rank's value and the one below it.
    let places: UnsafeMutablePointer<Float>
    let count: Int

    /// The share of used values among those at most `reach` from `value`, as far as the map goes; at least 0.01.
    @inline(__always)
    func density(around value: Int, reach: Int) -> Float {
        let above = min(value &+ reach, Int(values[count &- 1]))
        let below = max(value &- reach, 0)
        let density = Float(ranks[above] &- ranks[below]) / Float(max(above &- below, 1))
        return density > 0.01 ? density : 0.01
    }

    /// What a map takes of its arena, in bytes.
    static func byteCount(_ used: UsedValues) -> Int { 8 * used.values.count + 4 * used.flags.count + 192 }

    init(_ used: UsedValues, in arena: Arena) {
        count = used.values.count
        values = arena.allocate(count, of: Int32.self)
        ranks = arena.allocate(used.flags.count, of: Int32.self)
        places = arena.allocate(count, of: Float.self)
        for (rank, value) in used.values.enumerated() {
            values[rank] = Int32(truncatingIfNeeded: value)
            if rank > 0 { places[rank] = Float(value + used.values[rank - 1]) / 2 }
        }
        var rank = 0
        for value in used.flags.indices {
            ranks[value] = Int32(truncatingIfNeeded: min(rank, count - 1))
            if used.flags[value] { rank += 1 }
        }
    }
}
