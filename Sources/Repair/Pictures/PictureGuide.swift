/// The one plane that a picture's channels are learnt by: their weighted mean that varies most.
///
/// Of photographs that is close to their brightness. Where channels run against each other a plain mean would be flat, and
/// one that says nothing, as alpha mostly does, would only dilute it.
enum PictureGuide {
    /// - Parameters:
    ///   - planes: the channels, with something plausible in place of missing pixels.
    ///   - mask: what is missing does not decide over the weights.
    static func plane(of planes: [[Float]], _ mask: PictureMask) -> [Float] {
        guard planes.count > 1, let first = planes.first else { return planes.first ?? [] }
        let weights = weights(of: planes, mask).map { Float($0) }
        var guide = [Float](repeating: 0, count: first.count)
        for (plane, weight) in zip(planes, weights) {
            for index in guide.indices { guide[index] += weight * plane[index] }
        }
        return guide
    }

    /// The first principal component of the channels, its absolute values adding up to 1.
    private static func weights(of planes: [[Float]], _ mask: PictureMask) -> [Double] {
        let covariances = covariances(of: planes, mask)
        let count = planes.count
        // The row of the channel that varies most is never at right angles to the component.
        let start = (0..<count).max { covariances[$0 * count + $0] < covariances[$1 * count + $1] } ?? 0
        var weights = (0..<count).map { covariances[start * count + $0] }
        for _ in 0..<50 {
            let length = weights.reduce(0) { $0 + abs($1) }
            guard length > 0 else { return [Double](repeating: 1 / Double(count), count: count) }
            weights = (0..<count).map { row in
                (0..<count).reduce(0) { $0 + covariances[row * count + $1] * weights[$1] / length }
            }
        }
        let length = weights.reduce(0) { $0 + abs($1) }
        guard length > 0, length.isFinite else { return [Double](repeating: 1 / Double(count), count: count) }
        return weights.map { $0 / length }
    }

    private static func covariances(of planes: [[Float]], _ mask: PictureMask) -> [Double] {
        let known = mask.isMissing.indices.filter { !mask.isMissing[$0] }
        let means = planes.map { plane in known.reduce(0) { $0 + Double(plane[$1]) } / Double(max(1, known.count)) }
        let count = planes.count
        var covariances = [Double](repeating: 0, count: count * count)
        for index in known {
            for row in 0..<count {
                let off = Double(planes[row][index]) - means[row]
                for column in 0...row {
                    covariances[row * count + column] += off * (Double(planes[column][index]) - means[column])
                }
            }
        }
        for row in 0..<count {
            for column in 0..<row { covariances[column * count + row] = covariances[row * count + column] }
        }
        return covariances
    }
}
