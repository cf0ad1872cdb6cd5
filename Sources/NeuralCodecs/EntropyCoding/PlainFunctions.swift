/// Logarithm and exponential from additions, multiplications and divisions in double precision, whose bits are the same
/// everywhere; library functions' are not.
enum PlainFunctions {
    /// The natural logarithm of a positive number: by its exponent, and 2·artanh((m − 1) / (m + 1)) of its significand.
    static func logarithm(_ x: Double) -> Double {
        let significand = x.significand
        let ratio = (significand - 1) / (significand + 1)
        let square = ratio * ratio
        var sum = 0.0
        var power = ratio
        var divisor = 1.0
        for _ in 0..<30 {
            sum += power / divisor
            power *= square
            divisor += 2
        }
        return 2 * sum + Double(x.exponent) * 0.693_147_180_559_945_3
    }

    /// `e^x` for -700 to 700: the series of x / 2^10, squared ten times.
    static func exponential(_ x: Double) -> Double {
        let small = x / 1024
        var term = 1.0
        var sum = 1.0
        for index in 1...12 {
            term = term * small / Double(index)
            sum += term
        }
        for _ in 0..<10 { sum *= sum }
        return sum
    }

    /// `base` to a power, for a base from 0 to 1 and a positive power; 0 where the result is below e^-700.
    static func power(_ base: Double, _ exponent: Double) -> Double {
        guard base > 0 else { return 0 }
        let logarithm = exponent * logarithm(base)
        return logarithm > -700 ? exponential(min(logarithm, 0)) : 0
    }
}
