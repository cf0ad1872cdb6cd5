/// An autoregressive model of a signal: each sample is what those before it say, and something new.
///
/// Only additions, multiplications, divisions and square roots, in a fixed order: the same on every machine.
package struct Autoregression {
    /// The prediction error filter: 1, and the negative weights of the samples before.
    package let filter: [Double]

    /// Fits a model by the autocorrelation method and the Levinson-Durbin recursion.
    ///
    /// - Parameters:
    ///   - signal: as it is, or windowed.
    ///   - order: at least 1; less is taken where the signal is shorter.
    /// - Returns: nil for silence.
    package init?(of signal: [Double], order: Int) {
        let order = min(order, signal.count - 1)
        guard order >= 1 else { return nil }
        var correlation = Self.correlations(signal, upTo: order)
        guard correlation[0] > 1e-12 else { return nil }
        // A floor under the spectrum, 70 dB below its mean, keeps the recursion well conditioned.
        correlation[0] *= 1 + 1e-7
        var filter = [Double](repeating: 0, count: order + 1)
        var previous = filter
        filter[0] = 1
        var error = correlation[0]
        for index in 1...order {
            var sum = correlation[index]
            for lag in 1..<max(index, 1) { sum += filter[lag] * correlation[index - lag] }
            let reflection = -sum / error
            previous = filter
            for lag in 1...index { filter[lag] = previous[lag] + reflection * previous[index - lag] }
            error *= 1 - reflection * reflection
            guard error > 0 else { return nil }
        }
        self.filter = filter
    }

    /// Sums of products of a signal with itself, `lag` apart, for all lags up to one.
    static func correlations(_ signal: [Double], upTo lags: Int) -> [Double] {
        signal.withUnsafeBufferPointer { signal in
            (0...lags).map { lag in
                guard let start = signal.baseAddress, lag < signal.count else { return 0 }
                return product(start + lag, start, signal.count - lag)
            }
        }
    }

    /// The scalar product of two stretches of a signal, each inside it.
    static func product(of first: Range<Int>, and second: Int, in signal: [Double]) -> Double {
        signal.withUnsafeBufferPointer { signal in
            guard let start = signal.baseAddress, first.lowerBound >= 0, first.upperBound <= signal.count, second >= 0,
                second + first.count <= signal.count
            else { return 0 }
            return product(start + first.lowerBound, start + second, first.count)
        }
    }

    /// A scalar product in eight chains, added pairwise.
    private static func product(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
        var sums = SIMD8<Double>.zero
        var index = 0
        while index + 8 <= count {
            let x = UnsafeRawPointer(a + index).loadUnaligned(as: SIMD8<Double>.self)
            let y = UnsafeRawPointer(b + index).loadUnaligned(as: SIMD8<Double>.self)
            sums += x * y
            index += 8
        }
        var rest = 0.0
        while index < count {
            rest += a[index] * b[index]
            index += 1
        }
        let halves = sums.lowHalf + sums.highHalf
        let quarters = halves.lowHalf + halves.highHalf
        return quarters.x + quarters.y + rest
    }
}
