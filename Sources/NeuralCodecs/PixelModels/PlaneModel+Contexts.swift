// What a sample has in common with earlier ones: the slots of histograms, and the rows of the sets of weights.
extension PlaneModel {
    @inline(__always)
    func chooseContexts(center: Float, scale: Float, column: Int) {
        var p = values(plane, column, isWestKnown: true)
        p.here = Int32(center / unit + 0.5)
        let first = plane == 0 ? min(1, planes &- 1) : 0
        let second = plane == 0 ? min(2, planes &- 1) : plane == 1 ? min(2, planes &- 1) : plane &- 1
        let a = values(first, column, isWestKnown: first <= plane || isPixelOrder)
        let b = values(second, column, isWestKnown: second <= plane || isPixelOrder)
        let contexts = max(histograms, counters)
        let special = isSubsampled ? min(SubsampledContexts.count, contexts) : 0
        if isSubsampled { fillSubsampledContexts(predicted: p.here, column: column, count: special) }
        ColourContexts.fill(
            own: p, a: a, b: b, role: role, phase: phase(column), count: contexts - special, hashes: hashes + special,
            references: coder.references + special)
        for index in 0..<histograms { coder.slots[index] = tables[index].slot(hashes[index]) }
        for index in 0..<counters { coder.counterContexts[index] = hashes[index] }
        let r = rows[plane]
        for set in 0..<weightSets {
            coder.contexts[set] = mixingContext(set, r, center: center, scale: scale, column: column)
        }
    }

    @inline(__always)
    private func fillSubsampledContexts(predicted: Int32, column: Int, count: Int) {
        let r = rows[plane]
        let phase = phase(column)
        let expectation = SubsampledContexts.expectation(
            r.values + column, r.valuesNorth + column, r.valuesNorthNorth + column, phase: phase, predicted: predicted)
        let contradicted = plane == 2 ? rows[1].values[column] &- rowState.pointee.expected[0] : 0
        rowState.pointee.expected[0] = expectation.value
        SubsampledContexts.fill(
            expectation, phase: phase, predicted: predicted, other: contradicted, west: r.values[column &- 1],
            count: count, hashes: hashes, references: coder.references)
    }

    @inline(__always)
    private func mixingContext(_ set: Int, _ r: Rows, center: Float, scale: Float, column: Int) -> Int {
        switch set {
        case 0: return MixingContexts.size(scale, over: 0.25 * unit, last: 15)
        case 1: return phase(column)
        case 2:
            return MixingContexts.part(r.errors[column &- 1], scale: scale) &* 5
                &+ MixingContexts.part(r.errorsNorth[column], scale: scale)
        case 3:
            guard histograms >= 3 else { return 0 }
            return slotState(0) &* 9 &+ slotState(1) &* 3 &+ slotState(2)
        case 4:
            var least: Float = predictions[0]
            var most = least
            for index in simpleCount..<predictorCount {
                let p = predictions[index]
                least = p < least ? p : least
                most = p > most ? p : most
            }
            return MixingContexts.size(most - least, over: 0.3 * scale, last: 7) &* 4
                &+ MixingContexts.size(scale, over: unit, last: 7) / 2
        case 5:
            let other: Float = plane == 0 ? r.errorsNorth[column &+ 1] : rows[plane &- 1].errors[column]
            let coarse = MixingContexts.size(scale, over: unit, last: 7) / 2
            let strong = other > 4 * scale ? 6 : other < -4 * scale ? 5 : MixingContexts.part(other, scale: scale)
            return strong &* 4 &+ coarse
        case 6:
            var best = 0
            for index in 1..<predictorCount where averages[index] < averages[best] { best = index }
            return min(best, 31)
        default:
            guard histograms >= 6 else { return 0 }
            return slotState(3) &* 9 &+ slotState(4) &* 3 &+ slotState(5)
        }
    }

    /// Whether a histogram is new, holds several values, or one above all.
    @inline(__always)
    private func slotState(_ index: Int) -> Int {
        let counts = coder.slots[index].assumingMemoryBound(to: UInt16.self) + 8
        var most: UInt32 = 0
        var total: UInt32 = 0
        for place in 0..<8 {
            let count = UInt32(counts[place])
            total &+= count
            most = count > most ? count : most
        }
        if total < 2048 { return 0 }
        return most &* 5 > total &* 4 ? 2 : 1
    }
}
