// What the network of a plane looks at.
extension PlaneModel {
    /// What the network sees: neighbours, errors and predictions in units of the scale around the blended prediction.
    @inline(__always)
    func gatherFeatures(
        _ own: SimplePredictors.Surroundings, center: Float, scale: Float, column: Int
    ) {
        let f = network.features
        let r = rows[plane]
        let inverse = 1 / scale
        f[0] = (own.west - center) * inverse
        f[1] = (own.north - center) * inverse
        f[2] = (own.northWest - center) * inverse
        f[3] = (own.northEast - center) * inverse
        f[4] = (own.westWest - center) * inverse
        f[5] = (own.northNorth - center) * inverse
        f[6] = (own.northNorthEast - center) * inverse
        f[7] = (r.floatsNorth[column &+ 2] - center) * inverse
        f[8] = r.errors[column &- 1] * inverse
        f[9] = r.errors[column &- 2] * inverse
        f[10] = r.errorsNorth[column] * inverse
        f[11] = r.errorsNorth[column &- 1] * inverse
        f[12] = r.errorsNorth[column &+ 1] * inverse
        f[13] = 1
        let phase = phase(column)
        f[14] = (center - 0.5 * lastValue) * (1 / 64)
        f[15] = scale / (scale + 4)
        f[16] = abs(own.west - own.northWest) * inverse
        f[17] = abs(own.north - own.northWest) * inverse
        f[18] = abs(own.northEast - own.north) * inverse
        f[19] = abs(r.errors[column &- 1]) * inverse
        f[20] = abs(r.errorsNorth[column]) * inverse
        f[21] = abs(r.errorsNorth[column &+ 1]) * inverse
        for index in 0..<4 { f[40 &+ index] = index == phase ? 1 : 0 }
        for other in 0..<2 {
            let place = 22 &+ 5 &* other
            let source = other == 0 ? 0 : plane &- 1
            if plane > other {
                let q = rows[source]
                f[place] = q.errors[column] * inverse
                f[place &+ 1] = abs(q.errors[column]) * inverse
                f[place &+ 2] = (q.floats[column] - q.floats[column &- 1]) * inverse
                f[place &+ 3] = (q.floats[column] - q.floatsNorth[column]) * inverse
                f[place &+ 4] = q.errors[column &- 1] * inverse
            } else {
                for index in place..<place &+ 5 { f[index] = 0 }
            }
        }
        for index in 32..<40 { f[index] = averages[predictorCount &- 1 &- (index &- 32)] * inverse - 1 }
        for index in 0..<predictorCount { f[48 &+ index] = (predictions[index] - center) * inverse }
        for index in 0..<8 { network.bases[index] = center }
        for index in 0..<min(4, fitCount) { network.bases[2 &* index &+ 1] = predictions[simpleCount &+ index] }
    }
}
