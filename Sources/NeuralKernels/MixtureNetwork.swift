// A small network whose output is a mixture of eight logistic distributions, trained on each value as it comes.

/// The mass that a mixture's gradient allows for what it did not foresee.
private let gradientFloor: Float = 1e-4

extension Kernels {
    /// Squashes each of `count` values (a multiple of eight) to `x / (1 + |x| · slope)`.
    package static func squash(_ values: UnsafeMutablePointer<Float>, count: Int, slope: Float) {
        let one = Vector(repeating: 1)
        let factor = Vector(repeating: slope)
        for v in 0..<count / 8 {
            let x = values.vectors[v]
            let size = x.replacing(with: -x, where: x .< Vector(repeating: 0))
            values.vectors[v] = x / one.addingProduct(size, factor)
        }
    }

    /// Makes a mixture of a network's outputs: eight logits of weights, eight shifts of means in units of the scale, eight
    /// changes of the logarithm of the scale.
    ///
    /// - Parameters:
    ///   - outputs: 24 values.
    ///   - bases: what the means are without a shift.
    ///   - multiples: what the scales are without a change, in units of `scale`.
    ///   - means: and
    ///   - inverseScales: and
    ///   - weights: of the mixture, written, eight each.
    package static func mixture(
        outputs: UnsafePointer<Float>, bases: UnsafePointer<Float>, multiples: UnsafePointer<Float>, scale: Float,
        means: UnsafeMutablePointer<Float>, inverseScales: UnsafeMutablePointer<Float>,
        weights: UnsafeMutablePointer<Float>
    ) {
        let logits = outputs.vectors[0]
        let e = exponential(logits - Vector(repeating: maximumOfLanes(logits)))
        weights.vectors[0] = e / Vector(repeating: sumOfLanes(e))
        means.vectors[0] = bases.vectors[0].addingProduct(outputs.vectors[1], Vector(repeating: scale))
        let most = Vector(repeating: 5)
        var change = outputs.vectors[2]
        change = change.replacing(with: most, where: change .> most)
        change = change.replacing(with: -most, where: change .< -most)
        let scales = multiples.vectors[0] * Vector(repeating: scale)
        inverseScales.vectors[0] = exponential(-change) / scales
    }

    /// The gradient of the logarithm of a mixture's mass between two places, by the network's outputs.
    ///
    /// - Parameters:
    ///   - lower: and
    ///   - upper: the places.
    ///   - scale: as it was given to the mixture.
    ///   - gradient: 24 values, written.
    package static func mixtureGradient(
        lower: Float, upper: Float, means: UnsafePointer<Float>, inverseScales: UnsafePointer<Float>,
        weights: UnsafePointer<Float>, scale: Float, gradient: UnsafeMutablePointer<Float>
    ) {
        let one = Vector(repeating: 1)
        let inverse = inverseScales.vectors[0]
        let mean = means.vectors[0]
        let weight = weights.vectors[0]
        let zl = (Vector(repeating: lower) - mean) * inverse
        let zu = (Vector(repeating: upper) - mean) * inverse
        let fl = logistic(zl)
        let fu = logistic(zu)
        let dl = fl * (one - fl)
        let du = fu * (one - fu)
        let mass = fu - fl
        let parts = weight * mass
        let total = sumOfLanes(parts)
        let inverseTotal = Vector(repeating: 1 / (total + gradientFloor))
        let share = weight * inverseTotal
        gradient.vectors[0] = (parts - weight * Vector(repeating: total)) * inverseTotal
        gradient.vectors[1] = share * (dl - du) * inverse * Vector(repeating: scale)
        // Far from a mean the product of place and density is nothing, but the place alone may be huge.
        let limit = Vector(repeating: 60)
        let nl = zl.replacing(with: -limit, where: zl .< -limit).replacing(with: limit, where: zl .> limit)
        let nu = zu.replacing(with: -limit, where: zu .< -limit).replacing(with: limit, where: zu .> limit)
        gradient.vectors[2] = share * (dl * nl - du * nu)
    }

    /// Divides each of `count` gradients (a multiple of eight) by its root mean square so far, and bounds the result to ±3.
    ///
    /// - Parameters:
    ///   - squares: the mean squares, kept from call to call.
    ///   - rate: how fast they follow.
    ///   - step: what the results are multiplied by.
    package static func normaliseGradient(
        _ gradient: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>, count: Int, rate: Float,
        step: Float
    ) {
        let limit = Vector(repeating: 3)
        for v in 0..<count / 8 {
            let g = gradient.vectors[v]
            let old = squares.vectors[v]
            let square = old.addingProduct(g * g - old, Vector(repeating: rate))
            squares.vectors[v] = square
            var n = g / (square + Vector(repeating: 1e-8)).squareRoot()
            n = n.replacing(with: limit, where: n .> limit)
            n = n.replacing(with: -limit, where: n .< -limit)
            gradient.vectors[v] = n * Vector(repeating: step)
        }
    }

    /// `output[c] = (1 - |activations[c]|)² · Σ_r weights[c][r] · gradient[r]`: the gradient by a hidden layer of units
    /// `x / (1 + |x|)`.
    ///
    /// - Parameters:
    ///   - weights: `columns` × `rows`, one column after the other.
    ///   - output: `columns` values, written.
    package static func hiddenGradient(
        weights: UnsafePointer<Float>, gradient: UnsafePointer<Float>, activations: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>, columns: Int, rows: Int
    ) {
        let stride = rows / 8
        for c in 0..<columns {
            var sum = Vector(repeating: 0)
            let column = weights.vectors + c * stride
            for v in 0..<stride { sum = sum.addingProduct(column[v], gradient.vectors[v]) }
            let slope = 1 - (activations[c] < 0 ? -activations[c] : activations[c])
            output[c] = sumOfLanes(sum) * slope * slope
        }
    }

    /// `weights[c] += inputs[c] · step` for each of `columns` columns of `rows` weights.
    package static func addOuterProduct(
        weights: UnsafeMutablePointer<Float>, inputs: UnsafePointer<Float>, step: UnsafePointer<Float>, columns: Int,
        rows: Int
    ) {
        let stride = rows / 8
        for c in 0..<columns {
            let column = weights.vectors + c * stride
            let factor = Vector(repeating: inputs[c])
            for v in 0..<stride { column[v] = column[v].addingProduct(step.vectors[v], factor) }
        }
    }
}
