extension ValueCoder {
    /// How the next value is distributed, by the same decisions, without learning anything.
    ///
    /// - Parameters: as for ``code(_:tree:scale:places:with:)``.
    func distribution(_ tree: QuantileTree, scale: Float, places: UnsafePointer<Float>?) -> ValueDistribution {
        Kernels.beginIntervals(lower: lower, upper: upper, count: distributions)
        mixtureMasses[0] = 0
        mixtureMasses[1] = 1
        var intervals: [ValueDistribution.Interval] = []
        explore(tree, mass: 1, direct: directInterval(scale: scale), places: places, into: &intervals)
        return ValueDistribution(intervals)
    }

    private func explore(
        _ tree: QuantileTree, mass: Double, direct: Int, places: UnsafePointer<Float>?,
        into intervals: inout [ValueDistribution.Interval]
    ) {
        var tree = tree
        guard mass >= ValueDistribution.smallestDividedMass, tree.findQuestion(), tree.high &- tree.low >= direct else {
            intervals.append(ValueDistribution.Interval(low: tree.low, high: tree.high, mass: mass))
            return
        }
        let final = finalWeights + tree.node &* ((sets + 7) / 8 * 8)
        let share = Double(Self.units(probability(tree, places, final: final))) * 0x1p-22
        let saved = ExploredState(
            lower: copy(lower), upper: copy(upper), middle: copy(middle),
            mixture: (mixtureMasses[0], mixtureMasses[1], mixtureMasses[2]))
        for answer in 0...1 {
            let target = answer != 0 ? lower : upper
            for index in 0..<histogramInputs { target[index] = saved.middle[index] }
            mixtureMasses[answer != 0 ? 0 : 1] = saved.mixture.2
            var next = tree
            next.take(answer)
            explore(
                next, mass: mass * (answer != 0 ? share : 1 - share), direct: direct, places: places, into: &intervals)
            for index in 0..<histogramInputs {
                lower[index] = saved.lower[index]
                upper[index] = saved.upper[index]
            }
            mixtureMasses[0] = saved.mixture.0
            mixtureMasses[1] = saved.mixture.1
        }
    }

    /// What the distributions have left of themselves at a question.
    private struct ExploredState {
        var lower: [Float]
        var upper: [Float]
        var middle: [Float]
        var mixture: (Float, Float, Float)
    }

    private func copy(_ values: UnsafeMutablePointer<Float>) -> [Float] {
        Array(UnsafeBufferPointer(start: values, count: histogramInputs))
    }
}
