// What attention and the layers around it need beside matrix products: the softmax backwards (forwards it is `softmax`),
// normalisation with gain and bias as a step of its own, and products lane by lane.

extension Kernels {
    /// `output = gain · norm(input) + bias`.
    ///
    /// - Parameters:
    ///   - values: `length`; replaced by their normalised values.
    ///   - output: `length`, written; not `values`.
    ///   - scale: written: one over the root mean square.
    package static func normaliseForward(
        _ values: UnsafeMutablePointer<Float>, gain: UnsafePointer<Float>, bias: UnsafePointer<Float>,
        scale: UnsafeMutablePointer<Float>, output: UnsafeMutablePointer<Float>, length: Int
    ) {
        let count = length / 8
        scale[0] = normalise(values.vectors, count)
        for v in 0..<count {
            output.vectors[v] = bias.vectors[v].addingProduct(values.vectors[v], gain.vectors[v])
        }
    }

    /// The way back.
    ///
    /// - Parameters:
    ///   - gradient: `length`, of the loss by the output; replaced by that by the values before normalising.
    ///   - normalised, scale: as left by ``normaliseForward``.
    ///   - gainGradient, biasGradient: `length`, added to.
    package static func normaliseBackward(
        _ gradient: UnsafeMutablePointer<Float>, normalised: UnsafePointer<Float>, gain: UnsafePointer<Float>,
        scale: Float, gainGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>, length: Int
    ) {
        backwardNormalise(
            gradient.vectors, normalised: normalised.vectors, gain: gain.vectors, factor: scale,
            gainGradient: gainGradient.vectors, biasGradient: biasGradient.vectors, length / 8)
    }

    /// The softmax backwards: `gradient ← probabilities · (gradient − Σ probabilities · gradient)`.
    ///
    /// - Parameters:
    ///   - probabilities: `length` values, zero where there is nothing to choose.
    ///   - gradient: of the loss by the probabilities; replaced by that by the logits.
    package static func softmaxBackward(
        probabilities: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>, length: Int
    ) {
        let count = length / 8
        var sum = Vector(repeating: 0)
        for v in 0..<count { sum = sum.addingProduct(probabilities.vectors[v], gradient.vectors[v]) }
        let mean = Vector(repeating: sumOfLanes(sum))
        for v in 0..<count { gradient.vectors[v] = probabilities.vectors[v] * (gradient.vectors[v] - mean) }
    }

    /// `output = values · factors`, lane by lane: a gated linear unit whose gate is linear, and its way back.
    package static func multiply(
        _ values: UnsafePointer<Float>, by factors: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>,
        length: Int
    ) {
        for v in 0..<length / 8 { output.vectors[v] = values.vectors[v] * factors.vectors[v] }
    }

    /// `output += input`; `output` may have any alignment.
    package static func add(
        _ input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, length: Int
    ) {
        let place = UnsafeMutableRawPointer(output)
        for v in 0..<length / 8 {
            let sum = place.loadUnaligned(fromByteOffset: 32 * v, as: Vector.self) + input.vectors[v]
            place.storeBytes(of: sum, toByteOffset: 32 * v, as: Vector.self)
        }
    }
}
