// The gated cell of a layer: the LSTM (Hochreiter and Schmidhuber, 1997) with a forget gate to which the input gate is
// coupled as 1 − f (Greff et al., "LSTM: A Search Space Odyssey", 2017), each gate's pre-activation normalised by its root
// mean square (Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019):
//
//     c ← f · c + (1 − f) · g        h = o · tanh c
//
// Gates lie one after the other: candidate g, forget f, output o; each `units` long.

extension Kernels {
    /// One step of a cell.
    ///
    /// - Parameters:
    ///   - preactivations: 3 × `units`; replaced by their normalised values, which the backward pass needs.
    ///   - gain, bias: 3 × `units`, applied after normalising.
    ///   - activations: 3 × `units`, written: the gates after their nonlinearities.
    ///   - scales: 3 values, written: one over the root mean square of each gate.
    ///   - previousCell: `units`, the cell state before this step.
    ///   - cell, cellTangent, hidden: `units` each, written: the cell state, its tanh, and the output.
    package static func cellForward(
        preactivations: UnsafeMutablePointer<Float>, gain: UnsafePointer<Float>, bias: UnsafePointer<Float>,
        activations: UnsafeMutablePointer<Float>, scales: UnsafeMutablePointer<Float>,
        previousCell: UnsafePointer<Float>, cell: UnsafeMutablePointer<Float>,
        cellTangent: UnsafeMutablePointer<Float>, hidden: UnsafeMutablePointer<Float>, units: Int
    ) {
        let stride = units / 8
        let pre = preactivations.vectors
        let gain = gain.vectors
        let bias = bias.vectors
        let act = activations.vectors
        var squares0 = Vector(repeating: 0)
        var squares1 = squares0
        var squares2 = squares0
        for v in 0..<stride {
            let g = pre[v]
            let f = pre[stride + v]
            let o = pre[2 * stride + v]
            squares0 = squares0.addingProduct(g, g)
            squares1 = squares1.addingProduct(f, f)
            squares2 = squares2.addingProduct(o, o)
        }
        scales[0] = inverseRootMeanSquare(squares0, units)
        scales[1] = inverseRootMeanSquare(squares1, units)
        scales[2] = inverseRootMeanSquare(squares2, units)
        let scale0 = Vector(repeating: scales[0])
        let scale1 = Vector(repeating: scales[1])
        let scale2 = Vector(repeating: scales[2])
        let one = Vector(repeating: 1)
        for v in 0..<stride {
            let n0 = pre[v] * scale0
            let n1 = pre[stride + v] * scale1
            let n2 = pre[2 * stride + v] * scale2
            pre[v] = n0
            pre[stride + v] = n1
            pre[2 * stride + v] = n2
            let g = hyperbolicTangent(bias[v].addingProduct(n0, gain[v]))
            let f = logistic(bias[stride + v].addingProduct(n1, gain[stride + v]))
            let o = logistic(bias[2 * stride + v].addingProduct(n2, gain[2 * stride + v]))
            act[v] = g
            act[stride + v] = f
            act[2 * stride + v] = o
        }
        // Loops of their own: in one with the gates the compiler takes vectors apart into lanes.
        for v in 0..<stride {
            let f = act[stride + v]
            cell.vectors[v] = (f * previousCell.vectors[v]).addingProduct(one - f, act[v])
        }
        for v in 0..<stride {
            let t = hyperbolicTangentNearZero(cell.vectors[v])
            cellTangent.vectors[v] = t
            hidden.vectors[v] = act[2 * stride + v] * t
        }
    }

    /// One step of a cell backwards.
    ///
    /// - Parameters:
    ///   - hiddenGradient: `units`, of the loss by this step's output.
    ///   - cellGradient: `units`, of the loss by this step's cell state through later steps; replaced by that of the
    ///     step before.
    ///   - normalised, activations, scales, previousCell, cellTangent: as left by ``cellForward``.
    ///   - gradient: 3 × `units`, written: of the loss by the pre-activations before normalising.
    ///   - gainGradient, biasGradient: 3 × `units`, added to.
    package static func cellBackward(
        hiddenGradient: UnsafePointer<Float>, cellGradient: UnsafeMutablePointer<Float>,
        normalised: UnsafePointer<Float>, activations: UnsafePointer<Float>, scales: UnsafePointer<Float>,
        previousCell: UnsafePointer<Float>, cellTangent: UnsafePointer<Float>, gain: UnsafePointer<Float>,
        gradient: UnsafeMutablePointer<Float>, gainGradient: UnsafeMutablePointer<Float>,
        biasGradient: UnsafeMutablePointer<Float>, units: Int
    ) {
        let stride = units / 8
        let one = Vector(repeating: 1)
        let act = activations.vectors
        let norm = normalised.vectors
        let grad = gradient.vectors
        let gain = gain.vectors
        let dcell = cellGradient.vectors
        let gainGradient = gainGradient.vectors
        let biasGradient = biasGradient.vectors
        var product0 = Vector(repeating: 0)
        var product1 = product0
        var product2 = product0
        for v in 0..<stride {
            let g = act[v]
            let f = act[stride + v]
            let o = act[2 * stride + v]
            let t = cellTangent.vectors[v]
            let h = hiddenGradient.vectors[v]
            let dc = dcell[v].addingProduct(h * o, one - t * t)
            let keep = one - f
            let y0 = dc * keep * (one - g * g)
            let y1 = dc * (previousCell.vectors[v] - g) * (f * keep)
            let y2 = h * t * (o * (one - o))
            dcell[v] = dc * f
            let n0 = norm[v]
            let n1 = norm[stride + v]
            let n2 = norm[2 * stride + v]
            biasGradient[v] += y0
            biasGradient[stride + v] += y1
            biasGradient[2 * stride + v] += y2
            gainGradient[v] = gainGradient[v].addingProduct(y0, n0)
            gainGradient[stride + v] = gainGradient[stride + v].addingProduct(y1, n1)
            gainGradient[2 * stride + v] = gainGradient[2 * stride + v].addingProduct(y2, n2)
            let d0 = y0 * gain[v]
            let d1 = y1 * gain[stride + v]
            let d2 = y2 * gain[2 * stride + v]
            grad[v] = d0
            grad[stride + v] = d1
            grad[2 * stride + v] = d2
            product0 = product0.addingProduct(d0, n0)
            product1 = product1.addingProduct(d1, n1)
            product2 = product2.addingProduct(d2, n2)
        }
        let mean0 = Vector(repeating: -(sumOfLanes(product0) / Float(units)))
        let mean1 = Vector(repeating: -(sumOfLanes(product1) / Float(units)))
        let mean2 = Vector(repeating: -(sumOfLanes(product2) / Float(units)))
        let scale0 = Vector(repeating: scales[0])
        let scale1 = Vector(repeating: scales[1])
        let scale2 = Vector(repeating: scales[2])
        for v in 0..<stride {
            grad[v] = scale0 * grad[v].addingProduct(norm[v], mean0)
            grad[stride + v] = scale1 * grad[stride + v].addingProduct(norm[stride + v], mean1)
            grad[2 * stride + v] = scale2 * grad[2 * stride + v].addingProduct(norm[2 * stride + v], mean2)
        }
    }
}
