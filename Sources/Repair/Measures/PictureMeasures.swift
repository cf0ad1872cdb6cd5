import Foundation

/// How near repaired pixels are to the true ones.
package enum PictureMeasures {
    /// Peak signal-to-noise ratio over the missing pixels of all channels, in dB; infinite where all are right.
    ///
    /// - Parameters:
    ///   - planes: values scaled to 0 to 255.
    package static func peakSignalToNoise(_ planes: [[Float]], _ truth: [[Float]], _ mask: PictureMask) -> Double {
        var error = 0.0
        var count = 0.0
        for (plane, true_) in zip(planes, truth) {
            for index in plane.indices where mask.isMissing[index] {
                let off = Double(plane[index] - true_[index])
                error += off * off
                count += 1
            }
        }
        return 10 * log10(255 * 255 * count / error)
    }

    /// Structural similarity (Wang et al., 2004) with windows of 7 by 7 equal weights, as the mean over the missing pixels and the
    /// channels.
    package static func structuralSimilarity(_ planes: [[Float]], _ truth: [[Float]], _ mask: PictureMask) -> Double {
        var sum = 0.0
        var count = 0.0
        for (plane, true_) in zip(planes, truth) {
            for index in plane.indices where mask.isMissing[index] {
                sum += similarity(plane, true_, index % mask.width, index / mask.width, mask)
                count += 1
            }
        }
        return count > 0 ? sum / count : 1
    }

    private static func similarity(_ a: [Float], _ b: [Float], _ x: Int, _ y: Int, _ mask: PictureMask) -> Double {
        var (n, sumA, sumB, squareA, squareB, product) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for row in max(0, y - 3)...min(mask.height - 1, y + 3) {
            for column in max(0, x - 3)...min(mask.width - 1, x + 3) {
                let (p, q) = (Double(a[row * mask.width + column]), Double(b[row * mask.width + column]))
                n += 1
                sumA += p
                sumB += q
                squareA += p * p
                squareB += q * q
                product += p * q
            }
        }
        let (meanA, meanB) = (sumA / n, sumB / n)
        let varianceA = squareA / n - meanA * meanA
        let varianceB = squareB / n - meanB * meanB
        let covariance = product / n - meanA * meanB
        let (c1, c2) = (0.01 * 255 * 0.01 * 255, 0.03 * 255 * 0.03 * 255)
        return (2 * meanA * meanB + c1) * (2 * covariance + c2)
            / ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2))
    }
}
