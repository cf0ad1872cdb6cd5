// Elman's cell ("Finding Structure in Time", 1990), its pre-activation normalised: h = tanh(gain · norm(W·x + U·h) + bias).

extension Kernels {
    /// One step of an Elman cell.
    ///
    /// - Parameters:
    ///   - preactivations: `units`; replaced by their normalised values.
    ///   - scale: written: one over the root mean square.
    ///   - hidden: `units`, written.
    package static func elmanForward(
        preactivations: UnsafeMutablePointer<Float>, gain: UnsafePointer<Float>, bias: UnsafePointer<Float>,
        scale: UnsafeMutablePointer<Float>, hidden: UnsafeMutablePointer<Float>, units: Int
    ) {
        let count = units / 8
        let pre = preactivations.vectors
        scale[0] = normalise(pre, count)
        for v in 0..<count {
            hidden.vectors[v] = hyperbolicTangent(bias.vectors[v].addingProduct(pre[v], gain.vectors[v]))
        }
    }

    /// One step of an Elman cell backwards.
    ///
    /// - Parameters:
    ///   - hiddenGradient: `units`, of the loss by this step's output.
    ///   - normalised, scale, hidden: as left by ``elmanForward``.
    ///   - gradient: `units`, written: of the loss by the pre-activations before normalising.
    ///   - gainGradient, biasGradient: `units`, added to.
    package static func elmanBackward(
        hiddenGradient: UnsafePointer<Float>, normalised: UnsafePointer<Float>, scale: Float,
        hidden: UnsafePointer<Float>, gain: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>,
        gainGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>, units: Int
    ) {
        let count = units / 8
        let one = Vector(repeating: 1)
        for v in 0..<count {
            let h = hidden.vectors[v]
            gradient.vectors[v] = hiddenGradient.vectors[v] * (one - h * h)
        }
        backwardNormalise(
            gradient.vectors, normalised: normalised.vectors, gain: gain.vectors, factor: scale,
            gainGradient: gainGradient.vectors, biasGradient: biasGradient.vectors, count)
    }
}
