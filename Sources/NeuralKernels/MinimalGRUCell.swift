// The minimal gated unit (Zhou et al., "Minimal Gated Unit for Recurrent Neural Networks", 2016), in the form of
// `GRUCell.swift` with the update gate's complement for the reset gate:
//
//     z = σ(W·x + U·h)   n = tanh(W·x + (1 − z)·(U·h))   h ← z·h + (1 − z)·n
//
// and without U that of Feng et al., "Were RNNs All We Needed?", 2024. Gates lie one after the other: candidate n, update z.

extension Kernels {
    /// One step of a cell; see ``gruForward``, with two gates.
    ///
    /// - Parameter recurrent: nil where the layer does not read its own outputs.
    package static func minimalGRUForward(
        preactivations: UnsafeMutablePointer<Float>, recurrent: UnsafePointer<Float>?, gain: UnsafePointer<Float>,
        bias: UnsafePointer<Float>, activations: UnsafeMutablePointer<Float>, scales: UnsafeMutablePointer<Float>,
        previousHidden: UnsafePointer<Float>, hidden: UnsafeMutablePointer<Float>, units: Int
    ) {
        let count = units / 8
        let pre = preactivations.vectors
        let act = activations.vectors
        let one = Vector(repeating: 1)
        if let own = recurrent?.vectors {
            for v in count..<2 * count { pre[v] += own[v] }
        }
        scales[1] = normalise(pre + count, count)
        for v in count..<2 * count { act[v] = logistic(bias.vectors[v].addingProduct(pre[v], gain.vectors[v])) }
        if let own = recurrent?.vectors {
            for v in 0..<count { pre[v] = pre[v].addingProduct(one - act[count + v], own[v]) }
        }
        scales[0] = normalise(pre, count)
        blend(pre, act, gain.vectors, bias.vectors, previousHidden.vectors, hidden.vectors, count)
    }

    /// One step of a cell backwards; see ``gruBackward``, with two gates.
    ///
    /// - Parameter recurrent, recurrentGradient: nil where the layer does not read its own outputs.
    package static func minimalGRUBackward(
        hiddenGradient: UnsafePointer<Float>, carriedGradient: UnsafeMutablePointer<Float>,
        normalised: UnsafePointer<Float>, recurrent: UnsafePointer<Float>?, activations: UnsafePointer<Float>,
        scales: UnsafePointer<Float>, previousHidden: UnsafePointer<Float>, gain: UnsafePointer<Float>,
        gradient: UnsafeMutablePointer<Float>, recurrentGradient: UnsafeMutablePointer<Float>?,
        gainGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>, units: Int
    ) {
        let count = units / 8
        let act = activations.vectors
        let grad = gradient.vectors
        let one = Vector(repeating: 1)
        backwardBlend(
            hiddenGradient.vectors, carriedGradient.vectors, act, previousHidden.vectors, grad, count)
        backwardNormalise(
            grad, normalised: normalised.vectors, gain: gain.vectors, factor: scales[0],
            gainGradient: gainGradient.vectors, biasGradient: biasGradient.vectors, count)
        if let own = recurrent?.vectors, let ownGrad = recurrentGradient?.vectors {
            for v in 0..<count {
                ownGrad[v] = grad[v] * (one - act[count + v])
                grad[count + v] -= grad[v] * own[v]
            }
        }
        for v in 0..<count {
            let z = act[count + v]
            grad[count + v] *= z * (one - z)
        }
        backwardNormalise(
            grad + count, normalised: normalised.vectors + count, gain: gain.vectors + count, factor: scales[1],
            gainGradient: gainGradient.vectors + count, biasGradient: biasGradient.vectors + count, count)
        if let ownGrad = recurrentGradient?.vectors {
            for v in count..<2 * count { ownGrad[v] = grad[v] }
        }
    }
}
