// The gated recurrent unit (Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014), its reset gate
// on what the recurrent matrix says, each gate's pre-activation normalised:
//
//     z = σ(W·x + U·h)   r = σ(W·x + U·h)   n = tanh(W·x + r·(U·h))   h ← z·h + (1 − z)·n
//
// Gates lie one after the other: candidate n, update z, reset r; each `units` long.

extension Kernels {
    /// One step of a cell.
    ///
    /// - Parameters:
    ///   - preactivations: 3 × `units`, what all but the cell's own outputs say; replaced by the normalised sums.
    ///   - recurrent: 3 × `units`, what its own outputs say.
    ///   - gain, bias: 3 × `units`, applied after normalising.
    ///   - activations: 3 × `units`, written: the gates after their nonlinearities.
    ///   - scales: 3 values, written: one over the root mean square of each gate.
    ///   - previousHidden, hidden: `units` each, the output before this step, and that of this step, which is written.
    package static func gruForward(
        preactivations: UnsafeMutablePointer<Float>, recurrent: UnsafePointer<Float>, gain: UnsafePointer<Float>,
        bias: UnsafePointer<Float>, activations: UnsafeMutablePointer<Float>, scales: UnsafeMutablePointer<Float>,
        previousHidden: UnsafePointer<Float>, hidden: UnsafeMutablePointer<Float>, units: Int
    ) {
        let count = units / 8
        let pre = preactivations.vectors
        let own = recurrent.vectors
        let act = activations.vectors
        for v in count..<3 * count { pre[v] += own[v] }
        scales[1] = normalise(pre + count, count)
        scales[2] = normalise(pre + 2 * count, count)
        for v in count..<3 * count { act[v] = logistic(bias.vectors[v].addingProduct(pre[v], gain.vectors[v])) }
        for v in 0..<count { pre[v] = pre[v].addingProduct(act[2 * count + v], own[v]) }
        scales[0] = normalise(pre, count)
        blend(pre, act, gain.vectors, bias.vectors, previousHidden.vectors, hidden.vectors, count)
    }

    /// The candidate's nonlinearity, and the output between it and the one before.
    @inline(__always) static func blend(
        _ pre: UnsafePointer<Vector>, _ act: UnsafeMutablePointer<Vector>, _ gain: UnsafePointer<Vector>,
        _ bias: UnsafePointer<Vector>, _ previous: UnsafePointer<Vector>, _ hidden: UnsafeMutablePointer<Vector>,
        _ count: Int
    ) {
        let one = Vector(repeating: 1)
        for v in 0..<count { act[v] = hyperbolicTangent(bias[v].addingProduct(pre[v], gain[v])) }
        for v in 0..<count {
            let z = act[count + v]
            hidden[v] = (z * previous[v]).addingProduct(one - z, act[v])
        }
    }

    /// One step of a cell backwards.
    ///
    /// - Parameters:
    ///   - hiddenGradient: `units`, of the loss by this step's output.
    ///   - carriedGradient: `units`, of the loss by this step's output through the next step's blend; replaced by that of the
    ///     step before.
    ///   - normalised, activations, scales: as left by ``gruForward``; recurrent, previousHidden: as given to it.
    ///   - gradient, recurrentGradient: 3 × `units`, written: of the loss by `preactivations` and by `recurrent`.
    ///   - gainGradient, biasGradient: 3 × `units`, added to.
    package static func gruBackward(
        hiddenGradient: UnsafePointer<Float>, carriedGradient: UnsafeMutablePointer<Float>,
        normalised: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, activations: UnsafePointer<Float>,
        scales: UnsafePointer<Float>, previousHidden: UnsafePointer<Float>, gain: UnsafePointer<Float>,
        gradient: UnsafeMutablePointer<Float>, recurrentGradient: UnsafeMutablePointer<Float>,
        gainGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>, units: Int
    ) {
        let count = units / 8
        let act = activations.vectors
        let grad = gradient.vectors
        let own = recurrent.vectors
        let ownGrad = recurrentGradient.vectors
        let one = Vector(repeating: 1)
        backwardBlend(
            hiddenGradient.vectors, carriedGradient.vectors, act, previousHidden.vectors, grad, count)
        backwardNormalise(
            grad, normalised: normalised.vectors, gain: gain.vectors, factor: scales[0],
            gainGradient: gainGradient.vectors, biasGradient: biasGradient.vectors, count)
        for v in 0..<count {
            let r = act[2 * count + v]
            ownGrad[v] = grad[v] * r
            grad[2 * count + v] = grad[v] * own[v] * (r * (one - r))
        }
        for v in 0..<count {
            let z = act[count + v]
            grad[count + v] *= z * (one - z)
        }
        for gate in 1...2 {
            let place = gate * count
            backwardNormalise(
                grad + place, normalised: normalised.vectors + place, gain: gain.vectors + place, factor: scales[gate],
                gainGradient: gainGradient.vectors + place, biasGradient: biasGradient.vectors + place, count)
        }
        for v in count..<3 * count { ownGrad[v] = grad[v] }
    }

    /// The gradients by the candidate before its nonlinearity and by the update gate after it.
    @inline(__always) static func backwardBlend(
        _ hiddenGradient: UnsafePointer<Vector>, _ carried: UnsafeMutablePointer<Vector>, _ act: UnsafePointer<Vector>,
        _ previous: UnsafePointer<Vector>, _ grad: UnsafeMutablePointer<Vector>, _ count: Int
    ) {
        let one = Vector(repeating: 1)
        for v in 0..<count {
            let n = act[v]
            let z = act[count + v]
            let d = hiddenGradient[v] + carried[v]
            grad[v] = d * (one - z) * (one - n * n)
            grad[count + v] = d * (previous[v] - n)
            carried[v] = d * z
        }
    }
}
