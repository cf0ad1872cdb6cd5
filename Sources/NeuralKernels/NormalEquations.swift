/// Added to what fades, so that long silence does not end in subnormal numbers, which are slow.
let fadingFloor = DoubleVector(repeating: 1e-280)

extension Kernels {
    /// Takes one equation into normal equations: `matrix = decay · matrix + weight · equation · equationᵀ`, the upper triangle
    /// (with what lies left of it in the same four lanes).
    ///
    /// - Parameters:
    ///   - equation: the coefficients of `unknowns` unknowns, then the right side, then three zeros.
    ///   - unknowns: a multiple of four.
    ///   - matrix: `unknowns` rows of `unknowns + 4` values.
    package static func accumulateEquation(
        _ equation: UnsafePointer<Double>, unknowns: Int, decay: Double, weight: Double,
        matrix: UnsafeMutablePointer<Double>
    ) {
        let width = unknowns + 4
        let decay = DoubleVector(repeating: decay)
        for i in 0..<unknowns {
            let row = matrix + i * width
            let factor = DoubleVector(repeating: equation[i] * weight)
            var j = i & ~3
            while j < width {
                let kept = fadingFloor.addingProduct((row + j).vector, decay)
                (row + j).vector = kept.addingProduct((equation + j).vector, factor)
                j += 4
            }
        }
    }

    /// Solves symmetric normal equations by their decomposition into L·D·Lᵀ.
    ///
    /// Every row is reduced by all rows above it at once, in ascending order. An unknown whose pivot is not above `ridge` / 2
    /// (two equal signals, or one that is always zero) is left out: its weight is zero.
    ///
    /// - Parameters:
    ///   - matrix: `unknowns` rows of `unknowns + 4` values, of which the upper triangle is read; the right side is the
    ///     column after the unknowns.
    ///   - ridge: added to every diagonal element; positive.
    ///   - factors: scratch memory of the size of `matrix`.
    ///   - reciprocals: scratch memory for `2 · unknowns` values.
    ///   - solution: `unknowns` values.
    package static func solveNormalEquations(
        _ matrix: UnsafePointer<Double>, unknowns: Int, ridge: Double, factors: UnsafeMutablePointer<Double>,
        reciprocals: UnsafeMutablePointer<Double>, solution: UnsafeMutablePointer<Double>
    ) {
        let width = unknowns + 4
        let multipliers = reciprocals + unknowns
        for i in 0..<unknowns {
            for k in 0..<i { multipliers[k] = -(factors[k * width + i] * reciprocals[k]) }
            var j = i & ~3
            while j + 32 <= width {
                reduceEight(matrix + i * width + j, factors + j, width, multipliers, i)
                j += 32
            }
            while j + 16 <= width {
                reduceFour(matrix + i * width + j, factors + j, width, multipliers, i)
                j += 16
            }
            while j < width {
                reduceOne(matrix + i * width + j, factors + j, width, multipliers, i)
                j += 4
            }
            let pivot = factors[i * width + i] + ridge
            reciprocals[i] = pivot > ridge * 0.5 ? 1 / pivot : 0
        }
        var i = unknowns - 1
        while i >= 0 {
            let row = factors + i * width
            var sum = DoubleVector.zero
            var j = (i + 4) & ~3
            for k in (i + 1)..<max(j, i + 1) where k < unknowns { sum[0] = sum[0].addingProduct(row[k], solution[k]) }
            while j < unknowns {
                sum = sum.addingProduct((row + j).vector, (solution + j).vector)
                j += 4
            }
            solution[i] = (row[unknowns] - sumOfLanes(sum)) * reciprocals[i]
            i -= 1
        }
    }

    @inline(__always)
    private static func reduceOne(
        _ row: UnsafePointer<Double>, _ factors: UnsafeMutablePointer<Double>, _ width: Int,
        _ multipliers: UnsafePointer<Double>, _ count: Int
    ) {
        var sum = row.vector
        var above = factors
        for k in 0..<count {
            sum = sum.addingProduct(above.vector, DoubleVector(repeating: multipliers[k]))
            above += width
        }
        above.vector = sum
    }

    @inline(__always)
    private static func reduceFour(
        _ row: UnsafePointer<Double>, _ factors: UnsafeMutablePointer<Double>, _ width: Int,
        _ multipliers: UnsafePointer<Double>, _ count: Int
    ) {
        var a = row.vector
        var b = (row + 4).vector
        var c = (row + 8).vector
        var d = (row + 12).vector
        var above = factors
        for k in 0..<count {
            let factor = DoubleVector(repeating: multipliers[k])
            a = a.addingProduct(above.vector, factor)
            b = b.addingProduct((above + 4).vector, factor)
            c = c.addingProduct((above + 8).vector, factor)
            d = d.addingProduct((above + 12).vector, factor)
            above += width
        }
        above.vector = a
        (above + 4).vector = b
        (above + 8).vector = c
        (above + 12).vector = d
    }

    @inline(__always)
    private static func reduceEight(
        _ row: UnsafePointer<Double>, _ factors: UnsafeMutablePointer<Double>, _ width: Int,
        _ multipliers: UnsafePointer<Double>, _ count: Int
    ) {
        var a = row.vector
        var b = (row + 4).vector
        var c = (row + 8).vector
        var d = (row + 12).vector
        var e = (row + 16).vector
        var f = (row + 20).vector
        var g = (row + 24).vector
        var h = (row + 28).vector
        var above = factors
        for k in 0..<count {
            let factor = DoubleVector(repeating: multipliers[k])
            a = a.addingProduct(above.vector, factor)
            b = b.addingProduct((above + 4).vector, factor)
            c = c.addingProduct((above + 8).vector, factor)
            d = d.addingProduct((above + 12).vector, factor)
            e = e.addingProduct((above + 16).vector, factor)
            f = f.addingProduct((above + 20).vector, factor)
            g = g.addingProduct((above + 24).vector, factor)
            h = h.addingProduct((above + 28).vector, factor)
            above += width
        }
        above.vector = a
        (above + 4).vector = b
        (above + 8).vector = c
        (above + 12).vector = d
        (above + 16).vector = e
        (above + 20).vector = f
        (above + 24).vector = g
        (above + 28).vector = h
    }
}
