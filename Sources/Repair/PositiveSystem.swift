/// Linear equations with a symmetric matrix that is positive definite once a ridge is added, solved by Cholesky's factors.
package enum PositiveSystem {
    /// The solution of (A + ridge · diag A) x = b.
    ///
    /// - Parameter matrix: row by row, of which the lower triangle is looked at.
    package static func solution(matrix: [Double], right: [Double], ridge: Double) -> [Double] {
        let count = right.count
        var a = matrix
        for row in 0..<count { a[row * count + row] += ridge * a[row * count + row] + 1e-12 }
        factorise(&a, count: count)
        var x = right
        solve(factors: a, &x)
        return x
    }

    /// Replaces the lower triangle by its Cholesky factor. A pivot that is not positive becomes a huge one, whose unknown is zero.
    static func factorise(_ a: inout [Double], count: Int) {
        a.withUnsafeMutableBufferPointer { a in
            for row in 0..<count {
                for column in 0...row {
                    var sum = a[row * count + column]
                    for index in 0..<column { sum -= a[row * count + index] * a[column * count + index] }
                    if row == column {
                        a[row * count + row] = sum > 1e-300 ? sum.squareRoot() : 1e150
                    } else {
                        a[row * count + column] = sum / a[column * count + column]
                    }
                }
            }
        }
    }

    /// Solves by the factor of ``factorise(_:count:)``.
    static func solve(factors: [Double], _ x: inout [Double]) {
        let count = x.count
        for row in 0..<count {
            var sum = x[row]
            for index in 0..<row { sum -= factors[row * count + index] * x[index] }
            x[row] = sum / factors[row * count + row]
        }
        for row in stride(from: count - 1, through: 0, by: -1) {
            var sum = x[row]
            for index in row + 1..<max(count, row + 1) { sum -= factors[index * count + row] * x[index] }
            x[row] = sum / factors[row * count + row]
        }
    }
}
