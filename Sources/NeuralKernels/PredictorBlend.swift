extension Kernels {
    /// Judges predictors by their errors nearby, and blends what they say.
    ///
    /// - Parameters:
    ///   - predictions: `8 · width` of them.
    ///   - west, north, northEast, northWest: the smoothed errors of the predictors at the neighbours.
    ///   - averages: written: the expected error of each.
    ///   - floor: what is added to an error before it is used as a weight.
    ///   - scale: and
    ///   - scaleFloor: a distribution's scale is `scale · error + scaleFloor`.
    ///   - inverseScales: written.
    /// - Returns: the predictions' mean, weighted by `(error + floor)^-3`.
    package static func blend(
        predictions: UnsafePointer<Float>, width: Int, west: UnsafePointer<Float>, north: UnsafePointer<Float>,
        northEast: UnsafePointer<Float>, northWest: UnsafePointer<Float>, averages: UnsafeMutablePointer<Float>,
        floor: Float, scale: Float, scaleFloor: Float, inverseScales: UnsafeMutablePointer<Float>
    ) -> Float {
        let one = Vector(repeating: 1)
        var weights = Vector(repeating: 0)
        var sum = Vector(repeating: 0)
        for v in 0..<width {
            let beside = (west.vectors[v] + north.vectors[v]) * Vector(repeating: 0.3)
            let corners = (northEast.vectors[v] + northWest.vectors[v]) * Vector(repeating: 0.2)
            let error = beside + corners
            averages.vectors[v] = error
            inverseScales.vectors[v] =
                one / Vector(repeating: scaleFloor).addingProduct(error, Vector(repeating: scale))
            let base = error + Vector(repeating: floor)
            let weight = one / (base * base * base)
            weights += weight
            sum = sum.addingProduct(weight, predictions.vectors[v])
        }
        return sumOfLanes(sum) / sumOfLanes(weights)
    }

    /// As ``blend(predictions:width:west:north:northEast:northWest:averages:floor:scale:scaleFloor:inverseScales:)``, but the
    /// predictors are also judged by their errors elsewhere: an expected error is the one nearby, times `nearShare`, and
    /// `elsewhere`, times `share`. The averages written are still those nearby.
    package static func blend(
        predictions: UnsafePointer<Float>, width: Int, west: UnsafePointer<Float>, north: UnsafePointer<Float>,
        northEast: UnsafePointer<Float>, northWest: UnsafePointer<Float>, elsewhere: UnsafePointer<Float>,
        nearShare: Float, share: Float, averages: UnsafeMutablePointer<Float>, floor: Float, scale: Float,
        scaleFloor: Float, inverseScales: UnsafeMutablePointer<Float>
    ) -> Float {
        let one = Vector(repeating: 1)
        var weights = Vector(repeating: 0)
        var sum = Vector(repeating: 0)
        for v in 0..<width {
            let beside = (west.vectors[v] + north.vectors[v]) * Vector(repeating: 0.3)
            let corners = (northEast.vectors[v] + northWest.vectors[v]) * Vector(repeating: 0.2)
            let near = beside + corners
            averages.vectors[v] = near
            let error = (near * Vector(repeating: nearShare)).addingProduct(
                elsewhere.vectors[v], Vector(repeating: share))
            inverseScales.vectors[v] =
                one / Vector(repeating: scaleFloor).addingProduct(error, Vector(repeating: scale))
            let base = error + Vector(repeating: floor)
            let weight = one / (base * base * base)
            weights += weight
            sum = sum.addingProduct(weight, predictions.vectors[v])
        }
        return sumOfLanes(sum) / sumOfLanes(weights)
    }

    /// Notes how far each prediction was off: `smoothed = average + rate · (|value - prediction| - average)`.
    package static func noteErrors(
        predictions: UnsafePointer<Float>, width: Int, value: Float, averages: UnsafePointer<Float>, rate: Float,
        smoothed: UnsafeMutablePointer<Float>
    ) {
        let truth = Vector(repeating: value)
        let step = Vector(repeating: rate)
        for v in 0..<width {
            let difference = truth - predictions.vectors[v]
            let error = difference.replacing(with: -difference, where: difference .< Vector(repeating: 0))
            smoothed.vectors[v] = averages.vectors[v].addingProduct(step, error - averages.vectors[v])
        }
    }
}
