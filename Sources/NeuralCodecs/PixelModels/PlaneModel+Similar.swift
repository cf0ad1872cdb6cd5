// What samples that look similar say: further predictions, how the blended one was off there, and by how much.
extension PlaneModel {
    /// Distributions for what similar samples say.
    static var similarDistributions: Int { 8 }

    /// How many past errors of predictors are kept.
    static func pastErrorCount(_ settings: PixelSettings, width: Int) -> Int {
        settings.similarFits.isEmpty
            ? 0 : settings.predictorCount * (settings.similarFits[0].radius + 1) * width
    }

    /// The error that is expected of the blended prediction.
    @inline(__always)
    func expectedError(_ column: Int) -> Float {
        let state = rowState.pointee
        let place = column &* stride &+ predictorCount
        let west = state.smoothed + (place &- stride)
        let north = state.smoothedNorth + place
        return (west[0] + north[0]) * 0.3 + (north[stride] + north[-stride]) * 0.2
    }

    /// Fills in the predictions of the fits to similar samples.
    @inline(__always)
    func predictSimilar(_ predictions: UnsafeMutablePointer<Float>, base: Float, column: Int) {
        let row = rowState.pointee.row
        let error = expectedError(column)
        for index in 0..<similarCount {
            predictions[index] = similarFits[index].predict(
                row: row, column: column, references: references, base: base, error: error)
        }
    }

    /// Blends the predictions by their errors nearby and at similar samples.
    @inline(__always)
    func blendBySimilar(west: UnsafePointer<Float>, north: UnsafePointer<Float>) -> Float {
        let found = similarFits[0].found
        let width = predictorCount / 8
        Kernels.weightedRows(
            values: pastErrors, places: found.places, weights: found.weights, count: found.count, width: width,
            sums: similarErrors)
        let isAny = found.sum > 0
        return Kernels.blend(
            predictions: predictions, width: width, west: west, north: north, northEast: north + stride,
            northWest: north - stride, elsewhere: similarErrors, nearShare: isAny ? 0.5 : 1,
            share: isAny ? 0.5 / found.sum : 0, averages: averages, floor: 0.3 * unit, scale: 0.48,
            scaleFloor: 0.12 * unit, inverseScales: coder.inverseScales)
    }

    /// Fills in the distributions and the features that similar samples give, once the blended prediction is known.
    @inline(__always)
    func judgeBySimilar(center: Float, scale: Float, error: Float, column: Int) {
        let found = similarFits[0].found
        let corrected =
            center + (correction.count > 0 ? correct(center: center, error: error, column: column) : found.bias)
        let similarScale = found.error * 0.75 + 0.15 * unit
        var multiple: Float = 0.35
        for index in predictorCount &+ 8..<predictorCount &+ 12 {
            let inverse = 1 / (similarScale * multiple)
            coder.means[index] = center
            coder.inverseScales[index] = inverse
            coder.means[index &+ 4] = corrected
            coder.inverseScales[index &+ 4] = inverse
            multiple *= 1.6
        }
        guard hasNetwork else { return }
        let f = network.features
        let bias = found.bias
        f[44] = bias / scale
        f[45] = similarScale / scale - 1
        f[46] = (corrected - center) / scale
        f[47] = (bias < 0 ? -bias : bias) / similarScale
    }

    @inline(__always)
    private func correct(center: Float, error: Float, column: Int) -> Float {
        let row = rowState.pointee.row
        let inputs = correction.inputs(row, column)
        let r = rows[plane]
        for index in 0..<correction.count {
            let input: Float
            switch index {
            case 0: input = r.errors[column &- 1]
            case 1: input = r.errorsNorth[column]
            case 2: input = r.errorsNorth[column &- 1]
            case 3: input = r.errorsNorth[column &+ 1]
            case 4: input = plane > 0 ? rows[plane &- 1].errors[column] : r.errors[column &- 2]
            case 5: input = plane > 1 ? rows[0].errors[column] : r.floats[column &- 1] - center
            default: input = index &- 6 < fitCount ? predictions[simpleCount &+ index &- 6] - center : 0
            }
            inputs[index] = input
        }
        return correction.predict(row: row, column: column, error: error, unit: unit, from: similarFits[0].found)
    }

    /// Lets the fits to similar samples learn what was noted.
    @inline(__always)
    func learnSimilar(deviation: Float, weight: Float, column: Int) {
        let row = rowState.pointee.row
        let error = rows[plane].errors[column]
        let truth = rows[plane].floats[column]
        let past = pastErrors + similarFits[0].place(row, column) &* predictorCount
        for index in 0..<predictorCount {
            let off = truth - predictions[index]
            past[index] = off < 0 ? -off : off
        }
        for index in 0..<similarCount {
            similarFits[index].learn(row: row, column: column, deviation: deviation, weight: weight, error: error)
        }
        if correction.count > 0 { correction.learn(row: row, column: column, error: error) }
    }
}
