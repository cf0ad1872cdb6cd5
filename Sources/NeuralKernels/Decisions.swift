// A value is coded by decisions "is it at least t?" between many distributions: what each of them says of one decision, and
// the mixing of what they say.

/// Added to both sides of a distribution's odds, so that a side without mass stays possible.
private let distributionFloor: Float = 2e-4

extension Kernels {
    /// Begins a value: below every threshold lies nothing yet, above lies everything.
    ///
    /// - Parameters:
    ///   - lower: `count` values padded to a multiple of eight, written: the mass below the value's interval.
    ///   - upper: likewise, the mass below the end of the interval. In the padding both are the same, so that it says
    ///     nothing of any decision.
    package static func beginIntervals(
        lower: UnsafeMutablePointer<Float>, upper: UnsafeMutablePointer<Float>, count: Int
    ) {
        for v in 0..<(count + 7) / 8 {
            lower.vectors[v] = Vector(repeating: 0)
            upper.vectors[v] = Vector(repeating: 1)
        }
        for index in count..<(count + 7) / 8 * 8 {
            lower[index] = 0.5
            upper[index] = 0.5
        }
    }

    /// The log-odds that a value lies above `threshold`, in the opinion of each of `count` logistic distributions that know
    /// the interval it lies in.
    ///
    /// - Parameters:
    ///   - means: and
    ///   - inverseScales: of the distributions; the padding's inverse scale is zero.
    ///   - lower: and
    ///   - upper: the masses below both ends of the interval.
    ///   - middle: written: the mass below the threshold.
    ///   - odds: written.
    package static func distributionOdds(
        threshold: Float, means: UnsafePointer<Float>, inverseScales: UnsafePointer<Float>, lower: UnsafePointer<Float>,
        upper: UnsafePointer<Float>, middle: UnsafeMutablePointer<Float>, odds: UnsafeMutablePointer<Float>, count: Int
    ) {
        let place = Vector(repeating: threshold)
        let floor = Vector(repeating: distributionFloor)
        for v in 0..<(count + 7) / 8 {
            let z = (place - means.vectors[v]) * inverseScales.vectors[v]
            var mass = logistic(z)
            let low = lower.vectors[v]
            let high = upper.vectors[v]
            // The exponential is monotone but for its last bits.
            mass = mass.replacing(with: low, where: mass .< low)
            mass = mass.replacing(with: high, where: mass .> high)
            middle.vectors[v] = mass
            let right = (high - mass) + floor
            let left = (mass - low) + floor
            odds.vectors[v] = naturalLogarithm(right / left)
        }
    }

    /// The log-odds that a value lies above `threshold`, in the opinion of a mixture of eight logistic distributions.
    ///
    /// - Parameters:
    ///   - weights: eight, that add up to one.
    ///   - interval: two values: the masses below both ends of the value's interval.
    ///   - middle: written: the mass below the threshold.
    package static func mixtureOdds(
        threshold: Float, means: UnsafePointer<Float>, inverseScales: UnsafePointer<Float>,
        weights: UnsafePointer<Float>, interval: UnsafePointer<Float>, middle: UnsafeMutablePointer<Float>
    ) -> Float {
        let z = (Vector(repeating: threshold) - means.vectors[0]) * inverseScales.vectors[0]
        var mass = sumOfLanes(logistic(z) * weights.vectors[0])
        if mass < interval[0] { mass = interval[0] }
        if mass > interval[1] { mass = interval[1] }
        middle[0] = mass
        let odds = (interval[1] - mass + mixtureFloor) / (mass - interval[0] + mixtureFloor)
        return naturalLogarithm(Vector(repeating: odds))[0]
    }

    /// Mixes log-odds by several sets of weights, and those by a last one (two layers of logistic mixing; Mahoney, 2005).
    ///
    /// - Parameters:
    ///   - inputs: `count` log-odds, padded with zeros.
    ///   - weights: `sets` pointers to `count` weights each.
    ///   - probabilities: written: what each set says, padded to a multiple of eight.
    ///   - stretched: written: the same as log-odds, zero in the padding.
    ///   - finalWeights: one weight a set, padded likewise.
    /// - Returns: the probability that the bit is 1.
    package static func mix(
        inputs: UnsafePointer<Float>, count: Int, weights: UnsafePointer<UnsafeMutablePointer<Float>>, sets: Int,
        probabilities: UnsafeMutablePointer<Float>, stretched: UnsafeMutablePointer<Float>,
        finalWeights: UnsafePointer<Float>
    ) -> Float {
        let width = (count + 7) / 8
        for set in 0..<sets {
            let row = UnsafePointer(weights[set]).vectors
            var sum = Vector(repeating: 0)
            for v in 0..<width { sum = sum.addingProduct(row[v], inputs.vectors[v]) }
            stretched[set] = sumOfLanes(sum)
        }
        var total = Vector(repeating: 0)
        let limit = Vector(repeating: 15)
        for v in 0..<(sets + 7) / 8 {
            var s = stretched.vectors[v]
            s = s.replacing(with: limit, where: s .> limit)
            s = s.replacing(with: -limit, where: s .< -limit)
            stretched.vectors[v] = s
            probabilities.vectors[v] = logistic(s)
            total = total.addingProduct(finalWeights.vectors[v], s)
        }
        return logistic(Vector(repeating: sumOfLanes(total)))[0]
    }

    /// Moves every set's weights, and the last ones, towards what would have cost less.
    ///
    /// - Parameters:
    ///   - bit: 0 or 1.
    ///   - probability: what ``mix(inputs:count:weights:sets:probabilities:stretched:finalWeights:)`` returned.
    ///   - rate: and
    ///   - finalRate: the steps' sizes.
    package static func learnMix(
        bit: Float, probability: Float, inputs: UnsafePointer<Float>, count: Int,
        weights: UnsafePointer<UnsafeMutablePointer<Float>>, sets: Int, probabilities: UnsafePointer<Float>,
        stretched: UnsafePointer<Float>, finalWeights: UnsafeMutablePointer<Float>, rate: Float, finalRate: Float
    ) {
        let width = (count + 7) / 8
        for set in 0..<sets {
            let row = weights[set].vectors
            let step = Vector(repeating: (bit - probabilities[set]) * rate)
            for v in 0..<width { row[v] = row[v].addingProduct(step, inputs.vectors[v]) }
        }
        let step = Vector(repeating: (bit - probability) * finalRate)
        for v in 0..<(sets + 7) / 8 {
            finalWeights.vectors[v] = finalWeights.vectors[v].addingProduct(step, stretched.vectors[v])
        }
    }
}

/// As ``distributionFloor``, for the network's mixture.
private let mixtureFloor: Float = 2e-5

extension Kernels {
    /// Turns probabilities into log-odds: `ln(p / (1 - p))`.
    ///
    /// - Parameters:
    ///   - values: `count` values strictly between 0 and 1, padded to a multiple of eight, replaced.
    package static func stretch(_ values: UnsafeMutablePointer<Float>, count: Int) {
        let one = Vector(repeating: 1)
        for v in 0..<(count + 7) / 8 {
            let p = values.vectors[v]
            values.vectors[v] = naturalLogarithm(p / (one - p))
        }
    }
}
