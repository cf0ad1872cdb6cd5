extension Kernels {
    /// The products of two signals at all pairs of lags, summed over a block of samples:
    /// `output[i][j] = Σ first[n − i] · second[n − j]` over the `block` newest `n`.
    ///
    /// Only the first row and column are summed; every other entry is its diagonal neighbour, one sample earlier: the product
    /// that enters is added and the one that leaves is taken away. For integers whose products sum to less than 2^53 all of
    /// it is exact.
    ///
    /// - Parameters:
    ///   - first: the signal backwards, the newest value first: `block + rows` values, and three more that may be anything.
    ///   - second: likewise, `block + columns`.
    ///   - column: scratch memory for `rows` values, rounded up to a multiple of four.
    ///   - output: `rows` × `stride`; entries from `columns` to the next multiple of four are overwritten.
    ///   - stride: at least `columns` rounded up to a multiple of four, and one more.
    package static func correlateLags(
        first: UnsafePointer<Double>, second: UnsafePointer<Double>, block: Int, rows: Int, columns: Int,
        column: UnsafeMutablePointer<Double>, output: UnsafeMutablePointer<Double>, stride: Int
    ) {
        sumFirst(fixed: first, moving: second, block: block, count: columns, output: output)
        sumFirst(fixed: second, moving: first, block: block, count: rows, output: column)
        for i in 1..<max(rows, 1) {
            let above = output + (i - 1) * stride
            let row = output + i * stride
            row[0] = column[i]
            let entering = DoubleVector(repeating: first[block + i - 1])
            let leaving = DoubleVector(repeating: -first[i - 1])
            var j = 0
            while j + 1 < columns {
                let entered = (above + j).vector.addingProduct(entering, (second + block + j).vector)
                (row + j + 1).vector = entered.addingProduct(leaving, (second + j).vector)
                j += 4
            }
        }
    }

    /// `output[j] = Σ fixed[k] · moving[k + j]` over `k` in `0..<block`.
    @inline(__always)
    private static func sumFirst(
        fixed: UnsafePointer<Double>, moving: UnsafePointer<Double>, block: Int, count: Int,
        output: UnsafeMutablePointer<Double>
    ) {
        var j = 0
        while j < count {
            var sum = DoubleVector.zero
            for k in 0..<block { sum = sum.addingProduct(DoubleVector(repeating: fixed[k]), (moving + k + j).vector) }
            (output + j).vector = sum
            j += 4
        }
    }

    /// Takes a block's correlations into the normal equations of a fit: `matrix = decay · matrix + weight · block`, one pair
    /// of its signals.
    ///
    /// - Parameters:
    ///   - correlations: of the lags that the fit uses; `stride` a row.
    ///   - rows: the lags of the first signal, a multiple of four as `columns`.
    ///   - isSymmetric: whether both signals are the same; then only the upper triangle is kept (with what lies left of it in
    ///     the same four lanes).
    ///   - matrix: where the pair begins; `width` values a row.
    package static func accumulateCorrelations(
        _ correlations: UnsafePointer<Double>, stride: Int, rows: Int, columns: Int, isSymmetric: Bool, decay: Double,
        weight: Double, matrix: UnsafeMutablePointer<Double>, width: Int
    ) {
        let decay = DoubleVector(repeating: decay)
        let weight = DoubleVector(repeating: weight)
        for i in 0..<rows {
            let row = matrix + i * width
            let source = correlations + i * stride
            var j = isSymmetric ? i & ~3 : 0
            while j < columns {
                let kept = fadingFloor.addingProduct((row + j).vector, decay)
                (row + j).vector = kept.addingProduct((source + j).vector, weight)
                j += 4
            }
        }
    }
}
