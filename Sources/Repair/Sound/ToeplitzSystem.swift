/// Linear equations whose matrix has the same value along each diagonal and is symmetric and positive definite, solved by
/// Levinson's recursion in the square of their number.
package enum ToeplitzSystem {
    /// The solution.
    ///
    /// - Parameters:
    ///   - diagonals: the matrix's first row; what is missing is zero.
    ///   - right: the right side.
    package static func solution(diagonals: [Double], right: [Double]) -> [Double] {
        let count = right.count
        guard count > 0, diagonals[0] > 0 else { return [Double](repeating: 0, count: count) }
        let band = min(diagonals.count, count)
        var x = [Double](repeating: 0, count: count)
        var y = x
        var z = x
        let scale = 1 / diagonals[0]
        let r = diagonals.prefix(band).map { $0 * scale }
        x[0] = right[0] * scale
        guard count > 1 else { return x }
        y[0] = band > 1 ? -r[1] : 0
        var beta = 1.0
        var alpha = y[0]
        for index in 1..<count {
            beta *= 1 - alpha * alpha
            guard beta > 1e-14 else { break }
            var sum = right[index] * scale
            for lag in 1..<min(index + 1, band) { sum -= r[lag] * x[index - lag] }
            let mu = sum / beta
            for place in 0..<index { x[place] += mu * y[index - 1 - place] }
            x[index] = mu
            guard index < count - 1 else { break }
            sum = index + 1 < band ? -r[index + 1] : 0
            for lag in 1..<min(index + 1, band) { sum -= r[lag] * y[index - lag] }
            alpha = sum / beta
            for place in 0..<index { z[place] = y[place] + alpha * y[index - 1 - place] }
            for place in 0..<index { y[place] = z[place] }
            y[index] = alpha
        }
        return x
    }
}
