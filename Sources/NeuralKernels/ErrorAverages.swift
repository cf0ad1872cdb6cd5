extension Kernels {
    /// Moves each predictor's average error towards its last one, and derives the scale of its distribution from it.
    ///
    /// - Parameters:
    ///   - means: the predictions, `count` values padded to a multiple of eight, as all others.
    ///   - value: what was predicted.
    ///   - rates: the share of the way that each average moves.
    ///   - averages: absolute errors.
    ///   - factor: the scale for an average error of one.
    ///   - floor: the scale where there is no error.
    ///   - inverseScales: written: `1 / (factor · average + floor)`; the padding's is left alone.
    package static func averageErrors(
        means: UnsafePointer<Float>, value: Float, rates: UnsafePointer<Float>, averages: UnsafeMutablePointer<Float>,
        factor: Float, floor: Float, inverseScales: UnsafeMutablePointer<Float>, count: Int
    ) {
        let value = Vector(repeating: value)
        let factor = Vector(repeating: factor)
        let floor = Vector(repeating: floor)
        let one = Vector(repeating: 1)
        // Averages of silence stay normal numbers.
        let least = Vector(repeating: 1e-12)
        for v in 0..<count / 8 {
            let next = movedAverage(v, value, means, rates, averages, least)
            averages.vectors[v] = next
            inverseScales.vectors[v] = one / floor.addingProduct(next, factor)
        }
        if count % 8 > 0 {
            let v = count / 8
            let next = movedAverage(v, value, means, rates, averages, least)
            averages.vectors[v] = next
            let scales = one / floor.addingProduct(next, factor)
            for lane in 0..<count % 8 { inverseScales[v * 8 + lane] = scales[lane] }
        }
    }

    @inline(__always)
    private static func movedAverage(
        _ v: Int, _ value: Vector, _ means: UnsafePointer<Float>, _ rates: UnsafePointer<Float>,
        _ averages: UnsafePointer<Float>, _ least: Vector
    ) -> Vector {
        let deviation = value - means.vectors[v]
        let error = deviation.replacing(with: -deviation, where: deviation .< Vector.zero)
        let average = averages.vectors[v]
        let next = average.addingProduct(error - average, rates.vectors[v])
        return next.replacing(with: least, where: next .< least)
    }
}
