// Least squares over a two-dimensional window, by normal equations that are kept as the upper triangle of the augmented
// matrix [A | b].
//
// A triangle of `count` unknowns has `count` rows; the row of unknown i holds the vectors from i / 8 to count / 8, so that
// its last vector holds the right side, in column `count`.

extension Kernels {
    /// How many floats a triangle of `count` unknowns takes.
    package static func triangleFloatCount(_ count: Int) -> Int {
        let width = count / 8 + 1
        var vectors = 0
        for row in 0..<count { vectors += width - row / 8 }
        return vectors * 8
    }

    /// The triangle of a block of samples: `Σ weight · x xᵀ`.
    ///
    /// - Parameters:
    ///   - features: `samples` rows of `count / 8 + 1` vectors; the target in column `count`, zeros behind.
    ///   - weights: of the samples.
    ///   - weighted: room for one row.
    ///   - triangle: written.
    package static func blockTriangle(
        features: UnsafePointer<Float>, weights: UnsafePointer<Float>, samples: Int, count: Int,
        triangle: UnsafeMutablePointer<Float>
    ) {
        let width = count / 8 + 1
        let rows = features.vectors
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
                    let row = rows + sample * width
                    let x = row[v] * Vector(repeating: weights[sample])
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

    /// Takes a block's triangle into the window: `left = decay · left + block`, `above = rowDecay · above + left`.
    ///
    /// - Parameters:
    ///   - left: what lies left of the block in its row; the block joins it.
    ///   - above: what the same block of the next row will begin with: all rows so far, this one as far as it is known.
    ///   - length: floats of a triangle.
    package static func joinBlock(
        _ block: UnsafePointer<Float>, left: UnsafeMutablePointer<Float>, above: UnsafeMutablePointer<Float>,
        length: Int, decay: Float, rowDecay: Float
    ) {
        let horizontal = Vector(repeating: decay)
        let vertical = Vector(repeating: rowDecay)
        for v in 0..<length / 8 {
            let sum = block.vectors[v].addingProduct(left.vectors[v], horizontal)
            left.vectors[v] = sum
            above.vectors[v] = sum.addingProduct(above.vectors[v], vertical)
        }
    }

    /// What lies right of a block, at the end of its row: `right = decay · (right + block)`, `above += right`.
    ///
    /// - Parameters:
    ///   - block: the triangle of the block to the right of the one that `above` belongs to.
    ///   - right: what lies right of that one; it joins it.
    package static func joinFromRight(
        _ block: UnsafePointer<Float>, right: UnsafeMutablePointer<Float>, above: UnsafeMutablePointer<Float>,
        length: Int, decay: Float
    ) {
        let horizontal = Vector(repeating: decay)
        for v in 0..<length / 8 {
            let sum = (right.vectors[v] + block.vectors[v]) * horizontal
            right.vectors[v] = sum
            above.vectors[v] += sum
        }
    }

    /// Solves `(above + decay · left + ridge · 1) w = b` by Gaussian elimination without pivots (LDLᵀ).
    ///
    /// - Parameters:
    ///   - above: and
    ///   - left: triangles.
    ///   - coefficients: `count / 8 + 1` vectors, written; zero from `count` on.
    ///   - triangle: room for a triangle.
    ///   - factors: room for `count` rows of `count / 8 + 1` vectors.
    package static func solveWindow(
        above: UnsafePointer<Float>, left: UnsafePointer<Float>, decay: Float, ridge: Float, count: Int,
        coefficients: UnsafeMutablePointer<Float>, triangle: UnsafeMutablePointer<Float>,
        factors: UnsafeMutablePointer<Float>
    ) {
        let width = count / 8 + 1
        let horizontal = Vector(repeating: decay)
        for v in 0..<triangleFloatCount(count) / 8 {
            triangle.vectors[v] = above.vectors[v].addingProduct(left.vectors[v], horizontal)
        }
        // The rows as if each began with column 0: `row + 8 · width` steps, less what the triangle leaves out.
        var pivotRow = triangle
        for k in 0..<count {
            let first = k / 8
            let length = width - first
            // Column c of row k lies at pivotRow[c - 8 · first].
            let diagonal = pivotRow[k - 8 * first] + ridge
            let divisor = diagonal > ridge * 0.5 ? diagonal : ridge * 0.5
            let inverse = 1 / divisor
            let column = pivotRow - 8 * first
            coefficients[k] = column[count] * inverse
            var row = pivotRow + 8 * length
            for i in k + 1..<max(count, k + 1) {
                let skipped = i / 8
                let factor = column[i] * inverse
                factors[i * 8 * width + k] = factor
                let size = width - skipped
                let source = UnsafePointer(column + 8 * skipped).vectors
                let target = row.vectors
                let step = Vector(repeating: -factor)
                for v in 0..<size { target[v] = target[v].addingProduct(source[v], step) }
                row += 8 * size
            }
            pivotRow += 8 * length
        }
        for index in count..<8 * width { coefficients[index] = 0 }
        var i = count - 1
        while i > 0 {
            let solved = Vector(repeating: -coefficients[i])
            let row = UnsafePointer(factors + i * 8 * width).vectors
            // Whole vectors: what lies right of the diagonal in a row of factors is zero and stays so.
            for v in 0...(i - 1) / 8 {
                coefficients.vectors[v] = coefficients.vectors[v].addingProduct(row[v], solved)
            }
            i -= 1
        }
    }

    /// The neighbours of a sample, less what is the reference of each one's plane.
    ///
    /// - Parameters:
    ///   - pointers: for each neighbour where it lies for column 0, sorted by plane.
    ///   - ends: for each plane where its neighbours end.
    ///   - references: one for each plane.
    ///   - features: written, one a neighbour.
    package static func gatherDeviations(
        _ pointers: UnsafePointer<UnsafePointer<Float>>, ends: UnsafePointer<Int>, planes: Int, column: Int,
        references: UnsafePointer<Float>, features: UnsafeMutablePointer<Float>
    ) {
        var index = 0
        for plane in 0..<planes {
            let reference = references[plane]
            let end = ends[plane]
            while index < end {
                features[index] = pointers[index][column] - reference
                index &+= 1
            }
        }
    }

    /// What each of `fits` sets of coefficients makes of the same features.
    ///
    /// - Parameters:
    ///   - features: `width` vectors; the target's column must hold zero or meet a coefficient of zero.
    ///   - coefficients: `fits` rows of `width` vectors.
    ///   - predictions: `fits` values, written.
    package static func predict(
        features: UnsafePointer<Float>, coefficients: UnsafePointer<Float>, width: Int, fits: Int,
        predictions: UnsafeMutablePointer<Float>
    ) {
        for fit in 0..<fits {
            let row = coefficients.vectors + fit * width
            var sum = Vector(repeating: 0)
            for v in 0..<width { sum = sum.addingProduct(row[v], features.vectors[v]) }
            predictions[fit] = sumOfLanes(sum)
        }
    }
}
