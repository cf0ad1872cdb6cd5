import Foundation

/// Whether values that are thought of as one draw each lie above or below zero: the t-test of paired differences (Student,
/// "The probable error of a mean", Biometrika 6, 1908).
package struct PairedTTest: Sendable {
    /// Mean over its standard error; infinite where all values are the same and not zero.
    package let statistic: Double
    package let degreesOfFreedom: Int

    /// Nil for fewer than two values.
    package init?(_ values: [Double]) {
        guard values.count > 1 else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let error = (squares / Double(values.count - 1) / Double(values.count)).squareRoot()
        statistic = error > 0 ? mean / error : mean == 0 ? 0 : mean > 0 ? .infinity : -.infinity
        degreesOfFreedom = values.count - 1
    }

    /// The chance of a mean at least this large where there is nothing.
    package var greater: Double { Self.upperTail(statistic, degreesOfFreedom) }
    /// The chance of a mean at least this small.
    package var less: Double { Self.upperTail(-statistic, degreesOfFreedom) }

    /// The upper tail of the t distribution, by the finite series of Abramowitz and Stegun, "Handbook of Mathematical
    /// Functions" (1964), 26.7.3 and 26.7.4.
    package static func upperTail(_ t: Double, _ degreesOfFreedom: Int) -> Double {
        guard t >= 0 else { return 1 - upperTail(-t, degreesOfFreedom) }
        let angle = atan2(t, Double(degreesOfFreedom).squareRoot())
        let cosine = cos(angle)
        let isOdd = degreesOfFreedom % 2 == 1
        // Odd: cos + 2/3 cos³ + 2·4/(3·5) cos⁵ + …; even: 1 + 1/2 cos² + 1·3/(2·4) cos⁴ + …
        var term = isOdd ? cosine : 1
        var sum = degreesOfFreedom > 1 ? term : 0
        for k in stride(from: isOdd ? 3 : 2, to: degreesOfFreedom, by: 2) {
            term *= Double(k - 1) / Double(k) * cosine * cosine
            sum += term
        }
        let middle = isOdd ? 2 / Double.pi * (angle + sin(angle) * sum) : sin(angle) * sum
        return max(0, (1 - middle) / 2)
    }
}
