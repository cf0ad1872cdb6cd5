// Least squares over those samples nearby whose neighbours look like the current one's: how similar they are, and the sums of
// products over any rows of features. Triangles are those of `WindowedLeastSquares.swift`.

extension Kernels {
    /// How far rows of features lie from the current one: `Σ factors · (row - current)²`.
    ///
    /// - Parameters:
    ///   - features: `samples` rows of `width` vectors.
    ///   - current: one row.
    ///   - factors: one for each feature, zero in the padding.
    ///   - distances: `samples` values, written.
    package static func squaredDistances(
        features: UnsafePointer<Float>, current: UnsafePointer<Float>, factors: UnsafePointer<Float>, width: Int,
        samples: Int, distances: UnsafeMutablePointer<Float>
    ) {
        var row = features.vectors
        for sample in 0..<samples {
            var sum = Vector(repeating: 0)
            for v in 0..<width {
                let difference = row[v] - current.vectors[v]
                sum = sum.addingProduct(difference * difference, factors.vectors[v])
            }
            distances[sample] = sumOfLanes(sum)
            row += width
        }
    }

    /// Turns distances into weights: `weights · (closeness / (closeness + distance))^power`.
    ///
    /// - Parameters:
    ///   - distances: `count` values padded to a multiple of eight, at least zero.
    ///   - weights: likewise: what each sample counts for at no distance, replaced; zeros in the padding.
    ///   - power: at least 1.
    /// - Returns: the sum of the weights.
    package static func weightByDistance(
        _ distances: UnsafePointer<Float>, weights: UnsafeMutablePointer<Float>, count: Int, closeness: Float,
        power: Int
    ) -> Float {
        let near = Vector(repeating: closeness)
        var sum = Vector(repeating: 0)
        for v in 0..<(count + 7) / 8 {
            let ratio = near / (near + distances.vectors[v])
            var weight = weights.vectors[v]
            for _ in 0..<power { weight *= ratio }
            weights.vectors[v] = weight
            sum += weight
        }
        return sumOfLanes(sum)
    }

    /// Sums over samples: of the weights, their squares, weighted errors and weighted absolute errors.
    ///
    /// - Parameters:
    ///   - weights: and
    ///   - errors: `count` values each, padded to a multiple of eight; zeros in the weights' padding.
    ///   - moments: four values, written.
    package static func weightedMoments(
        weights: UnsafePointer<Float>, errors: UnsafePointer<Float>, count: Int, moments: UnsafeMutablePointer<Float>
    ) {
        let zero = Vector(repeating: 0)
        var (sum, squares, signed, absolute) = (zero, zero, zero, zero)
        for v in 0..<(count + 7) / 8 {
            let weight = weights.vectors[v]
            let error = errors.vectors[v]
            sum += weight
            squares = squares.addingProduct(weight, weight)
            signed = signed.addingProduct(weight, error)
            absolute = absolute.addingProduct(weight, error.replacing(with: -error, where: error .< zero))
        }
        moments[0] = sumOfLanes(sum)
        moments[1] = sumOfLanes(squares)
        moments[2] = sumOfLanes(signed)
        moments[3] = sumOfLanes(absolute)
    }

    /// The weighted sum of chosen rows: `Σ weight · row`.
    ///
    /// - Parameters:
    ///   - values: rows of `width` vectors.
    ///   - places: the numbers of the chosen rows.
    ///   - weights: of them.
    ///   - sums: `width` vectors, written.
    package static func weightedRows(
        values: UnsafePointer<Float>, places: UnsafePointer<Int>, weights: UnsafePointer<Float>, count: Int, width: Int,
        sums: UnsafeMutablePointer<Float>
    ) {
        let rows = values.vectors
        for v in 0..<width {
            var even = Vector(repeating: 0)
            var odd = even
            var index = 0
            while index + 1 < count {
                even = even.addingProduct(rows[places[index] &* width &+ v], Vector(repeating: weights[index]))
                odd = odd.addingProduct(rows[places[index + 1] &* width &+ v], Vector(repeating: weights[index + 1]))
                index += 2
            }
            if index < count {
                even = even.addingProduct(rows[places[index] &* width &+ v], Vector(repeating: weights[index]))
            }
            sums.vectors[v] = even + odd
        }
    }

    /// The triangle of any samples: `Σ factor · weight · x xᵀ`, as
    /// ``blockTriangle(features:weights:samples:count:triangle:)`` has it of a block's.
    ///
    /// - Parameters:
    ///   - rows: where each sample's row of `count / 8 + 1` vectors lies; the target in column `count`, zeros behind.
    ///   - weights: of the samples.
    ///   - factor: of all weights.
    ///   - triangle: written.
    package static func triangle(
        rows: UnsafePointer<UnsafePointer<Float>>, weights: UnsafePointer<Float>, factor: Float, samples: Int,
        count: Int, triangle: UnsafeMutablePointer<Float>
    ) {
        let width = count / 8 + 1
        var output = triangle.vectors
        for group in 0..<width {
            let unknowns = min(8, count - 8 * group)
            if unknowns <= 0 { break }
            let length = width - group
            for v in group..<width {
                var s0 = Vector(repeating: 0)
                var s1 = s0
                var s2 = s0
                var s3 = s0
                var s4 = s0
                var s5 = s0
                var s6 = s0
                var s7 = s0
                for sample in 0..<samples {
                    let row = rows[sample].vectors
                    let x = row[v] * Vector(repeating: weights[sample] * factor)
                    let own = UnsafeRawPointer(row + group).assumingMemoryBound(to: Float.self)
                    s0 = s0.addingProduct(x, Vector(repeating: own[0]))
                    s1 = s1.addingProduct(x, Vector(repeating: own[1]))
                    s2 = s2.addingProduct(x, Vector(repeating: own[2]))
                    s3 = s3.addingProduct(x, Vector(repeating: own[3]))
                    s4 = s4.addingProduct(x, Vector(repeating: own[4]))
                    s5 = s5.addingProduct(x, Vector(repeating: own[5]))
                    s6 = s6.addingProduct(x, Vector(repeating: own[6]))
                    s7 = s7.addingProduct(x, Vector(repeating: own[7]))
                }
                let column = v - group
                output[column] = s0
                if unknowns > 1 { output[length + column] = s1 }
                if unknowns > 2 { output[2 * length + column] = s2 }
                if unknowns > 3 { output[3 * length + column] = s3 }
                if unknowns > 4 { output[4 * length + column] = s4 }
                if unknowns > 5 { output[5 * length + column] = s5 }
                if unknowns > 6 { output[6 * length + column] = s6 }
                if unknowns > 7 { output[7 * length + column] = s7 }
            }
            output += unknowns * length
        }
    }
}
