/// What missing pixels are worth by those around them, learnt from the same shape elsewhere in the picture.
///
/// The shape of a region, missing pixels and known ones, is laid over every place nearby; least squares over these places,
/// the more similar ones counting more, says how the missing pixels follow from the known ones on all sides.
struct ShapeRegression {
    /// How far places are looked for, in pixels.
    var reach: Int
    /// The variance of what no weights can explain, which keeps the weights small.
    var noise: Float
    /// How unlike a place may be, in units of the most similar places' mean square difference, before it counts a quarter.
    var tolerance: Float

    private struct Sample {
        var offset: Int
        var mean: Float
        var weight: Float
    }

    /// Estimates the region's missing pixels.
    ///
    /// - Parameters:
    ///   - guide: what is learnt from, with something plausible in place of missing pixels.
    ///   - trust: of each pixel of the guide, 1 where it is known.
    ///   - planes: the channels.
    /// - Returns: for each plane the missing pixels' values.
    func estimates(
        _ region: PictureRegion, guide: [Float], trust: [Float], width: Int, height: Int, planes: [[Float]]
    ) -> [[Float]] {
        let places = region.known + region.missing
        let offsets = places.map { $0.y * width + $0.x }
        let knownCount = region.known.count
        let samples = samples(region, offsets, guide: guide, trust: trust, width: width, height: height)
        let weights = regression(samples, offsets, knownCount: knownCount, guide: guide)
        return planes.map { plane in
            let known = offsets[..<knownCount].map { plane[$0] }
            let mean = known.reduce(0, +) / Float(knownCount)
            return region.missing.indices.map { index in
                var sum = mean
                for place in 0..<knownCount { sum += weights[index * knownCount + place] * (known[place] - mean) }
                return sum
            }
        }
    }

    /// The places that are learnt from.
    private func samples(
        _ region: PictureRegion, _ offsets: [Int], guide: [Float], trust: [Float], width: Int, height: Int
    ) -> [Sample] {
        let xs = (region.known + region.missing).map(\.x)
        let ys = (region.known + region.missing).map(\.y)
        guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max() else { return [] }
        let knownCount = region.known.count
        let inverse = 1 / Float(knownCount)
        let ownMean = offsets[..<knownCount].reduce(0) { $0 + guide[$1] } * inverse
        var samples: [Sample] = []
        var differences: [Float] = []
        for dy in max(-reach, -top)...min(reach, height - 1 - bottom) {
            for dx in max(-reach, -left)...min(reach, width - 1 - right) where dx != 0 || dy != 0 {
                let shift = dy * width + dx
                var trusted: Float = 0
                for offset in offsets { trusted += trust[offset + shift] }
                let share = trusted / Float(offsets.count)
                var sum: Float = 0
                for offset in offsets[..<knownCount] { sum += guide[offset + shift] }
                let mean = sum * inverse
                var difference: Float = 0
                for offset in offsets[..<knownCount] {
                    let off = (guide[offset + shift] - mean) - (guide[offset] - ownMean)
                    difference += off * off
                }
                samples.append(Sample(offset: shift, mean: mean, weight: share * share * share * share))
                differences.append(difference * inverse)
            }
        }
        guard !samples.isEmpty else { return [] }
        // The twentieth part that is most similar sets the measure.
        let scale = differences.sorted()[differences.count / 20] + noise
        for index in samples.indices {
            let unlike = 1 + differences[index] / (tolerance * scale)
            samples[index].weight *= 1 / (unlike * unlike)
        }
        return samples
    }

    /// For each missing pixel the weights of the known ones.
    private func regression(_ samples: [Sample], _ offsets: [Int], knownCount: Int, guide: [Float]) -> [Float] {
        let count = offsets.count
        let stride = (count + 7) / 8 * 8
        var products = [Float](repeating: 0, count: knownCount * stride)
        var rows = [Float](repeating: 0, count: 4 * stride)
        var total: Float = 0
        for first in Swift.stride(from: 0, to: samples.count, by: 4) {
            for row in 0..<4 {
                guard first + row < samples.count else {
                    for index in 0..<stride { rows[row * stride + index] = 0 }
                    continue
                }
                let sample = samples[first + row]
                total += sample.weight
                let root = sample.weight.squareRoot()
                for index in 0..<count {
                    rows[row * stride + index] = (guide[offsets[index] + sample.offset] - sample.mean) * root
                }
            }
            Self.accumulate(rows, into: &products, knownCount: knownCount, stride: stride)
        }
        var matrix = [Double](repeating: 0, count: knownCount * knownCount)
        for row in 0..<knownCount {
            for column in 0...row { matrix[row * knownCount + column] = Double(products[column * stride + row]) }
            matrix[row * knownCount + row] += Double(noise * total) + 1e-6
        }
        PositiveSystem.factorise(&matrix, count: knownCount)
        var weights: [Float] = []
        for missing in knownCount..<count {
            var right = (0..<knownCount).map { Double(products[$0 * stride + missing]) }
            PositiveSystem.solve(factors: matrix, &right)
            weights += right.map { Float($0) }
        }
        return weights
    }

    /// Adds the products of four samples' known pixels with all of their pixels from there on.
    private static func accumulate(_ rows: [Float], into products: inout [Float], knownCount: Int, stride: Int) {
        rows.withUnsafeBytes { rows in
            products.withUnsafeMutableBytes { products in
                for known in 0..<knownCount {
                    let a = rows.load(fromByteOffset: 4 * known, as: Float.self)
                    let b = rows.load(fromByteOffset: 4 * (stride + known), as: Float.self)
                    let c = rows.load(fromByteOffset: 4 * (2 * stride + known), as: Float.self)
                    let d = rows.load(fromByteOffset: 4 * (3 * stride + known), as: Float.self)
                    for column in Swift.stride(from: known / 8 * 8, to: stride, by: 8) {
                        let place = 4 * (known * stride + column)
                        var sum = products.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
                        sum += a * rows.loadUnaligned(fromByteOffset: 4 * column, as: SIMD8<Float>.self)
                        sum += b * rows.loadUnaligned(fromByteOffset: 4 * (stride + column), as: SIMD8<Float>.self)
                        sum += c * rows.loadUnaligned(fromByteOffset: 4 * (2 * stride + column), as: SIMD8<Float>.self)
                        sum += d * rows.loadUnaligned(fromByteOffset: 4 * (3 * stride + column), as: SIMD8<Float>.self)
                        products.storeBytes(of: sum, toByteOffset: place, as: SIMD8<Float>.self)
                    }
                }
            }
        }
    }
}
