// Slots: small histograms of the values that were seen in a context, eight values each.

/// A count of one, in the units of a slot.
private let slotUnit: UInt16 = 4096

extension Kernels {
    /// Bytes of a slot: eight values, then eight counts, sixteen bits each.
    package static var slotByteCount: Int { 32 }

    /// What slots say of a decision: for each the log-odds of its counts on both sides of the threshold, and the same times
    /// how much there is to go by.
    ///
    /// - Parameters:
    ///   - slots: `count` slots.
    ///   - references: what to add to each slot's values, modulo 2^16.
    ///   - low: and
    ///   - high: the first and the last value of the interval.
    ///   - threshold: the first value of the upper part.
    ///   - floor: what is added to the counts of either side, so that few say little.
    ///   - weightedFloor: likewise for the weighted log-odds.
    ///   - odds: written: `count` values padded to a multiple of eight, then as many weighted ones. An empty slot's are zero.
    ///   - scratch: two such.
    package static func histogramOdds(
        slots: UnsafePointer<UnsafeMutableRawPointer>, references: UnsafePointer<UInt16>, count: Int, low: UInt16,
        threshold: UInt16, high: UInt16, floor: Float, weightedFloor: Float, odds: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        let padded = (count + 7) / 8 * 8
        let zero = SIMD8<UInt16>(repeating: 0)
        let span = SIMD8<UInt16>(repeating: high &- low)
        let split = SIMD8<UInt16>(repeating: threshold &- low)
        for index in 0..<count {
            let halves = UnsafeRawPointer(slots[index]).assumingMemoryBound(to: SIMD8<UInt16>.self)
            let places = halves[0] &+ SIMD8<UInt16>(repeating: references[index] &- low)
            let counts = zero.replacing(with: halves[1], where: places .<= span)
            let above = zero.replacing(with: counts, where: places .>= split)
            let total = counts.wrappedSum()
            let right = above.wrappedSum()
            scratch[index] = Float(right)
            scratch[padded + index] = Float(total &- right)
        }
        for index in count..<padded {
            scratch[index] = 0
            scratch[padded + index] = 0
        }
        let unit = Vector(repeating: 1 / Float(slotUnit))
        let plain = Vector(repeating: floor)
        let weighted = Vector(repeating: weightedFloor)
        let most = Vector(repeating: 2)
        let width = padded / 8
        for v in 0..<width {
            let right = scratch.vectors[v] * unit
            let left = scratch.vectors[width + v] * unit
            let total = right + left
            odds.vectors[v] = naturalLogarithm((right + plain) / (left + plain))
            let value = naturalLogarithm((right + weighted) / (left + weighted))
            odds.vectors[width + v] = value * total.replacing(with: most, where: total .> most)
        }
    }

    /// Counts `value` in each of `count` slots and lets what they hold fade to 0.93; the least of the eight makes room for a
    /// value that was not there.
    package static func countInHistograms(
        slots: UnsafePointer<UnsafeMutableRawPointer>, references: UnsafePointer<UInt16>, count: Int, value: UInt16
    ) {
        for index in 0..<count {
            let halves = slots[index].assumingMemoryBound(to: SIMD8<UInt16>.self)
            let seen = value &- references[index]
            var counts = halves[1]
            let sixteenth = counts &>> SIMD8<UInt16>(repeating: 4)
            counts = counts &- sixteenth &- (counts &>> SIMD8<UInt16>(repeating: 7))
            halves[1] = counts
            let values = slots[index].assumingMemoryBound(to: UInt16.self)
            var place = 0
            var least = 0
            while place < 8 && (values[place] != seen || values[8 + place] == 0) {
                if values[8 + place] < values[8 + least] { least = place }
                place += 1
            }
            if place < 8 {
                values[8 + place] &+= slotUnit
            } else {
                values[least] = seen
                values[8 + least] = slotUnit
            }
        }
    }
}
