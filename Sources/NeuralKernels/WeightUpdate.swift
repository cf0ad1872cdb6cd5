internal import CProcessor

// Gradients and the optimiser in one pass: a gradient lives only in registers, from the sum over the window's steps to
// the step of its weight.
//
// The optimiser is Adam without momentum (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, with
// beta1 = 0): v ← beta2·v + (1 − beta2)·g², w ← w − rate·g / √(correction·v + epsilon), where
// correction = 1/(1 − beta2^step) and epsilon is the square of the paper's (and inside the root).

/// The scalars of one optimiser step, as vectors.
private struct Step {
    let rate: Vector
    let decay: Vector
    let rest: Vector
    let correction: Vector
    let epsilon: Vector

    @inline(__always) init(rate: Float, decay: Float, correction: Float, epsilon: Float) {
        self.rate = Vector(repeating: rate)
        self.decay = Vector(repeating: decay)
        self.rest = Vector(repeating: 1 - decay)
        self.correction = Vector(repeating: correction)
        self.epsilon = Vector(repeating: epsilon)
    }

    @inline(__always) func apply(
        _ gradient: Vector, _ weight: UnsafeMutablePointer<Vector>, _ moment: UnsafeMutablePointer<Vector>
    ) {
        let v = (decay * moment[0]).addingProduct(rest * gradient, gradient)
        moment[0] = v
        let inverse = inverseSquareRoot(epsilon.addingProduct(v, correction))
        weight[0] -= rate * gradient * inverse
    }
}

/// About `1/√x` for positive lanes: the exponent halved in integers, then one step of Newton's method; relative error
/// below 2e-3. The optimiser needs no more, and this costs a fraction of a root and a division.
@inline(__always) private func inverseSquareRoot(_ x: Vector) -> Vector {
    let bits = unsafeBitCast(x, to: SIMD8<UInt32>.self)
    let seed = SIMD8<UInt32>(repeating: 0x5F37_5A86) &- (bits &>> SIMD8<UInt32>(repeating: 1))
    let half = Vector(repeating: -0.5) * x
    let threeHalves = Vector(repeating: 1.5)
    var y = unsafeBitCast(seed, to: Vector.self)
    y *= threeHalves.addingProduct(half * y, y)
    return y
}

extension Kernels {
    /// One optimiser step of a matrix, with gradient `Σ_t input[t] ⊗ gradient[t]` over all steps of all windows.
    ///
    /// - Parameters:
    ///   - weights: `columns` × `rows`, one column after the other; `moments` likewise.
    ///   - inputs: for each step where its `columns` inputs begin; any alignment.
    ///   - gradients: for each step where its `rows` gradients begin.
    ///   - columns: a multiple of four.
    package static func updateMatrix(
        weights: UnsafeMutablePointer<Float>, moments: UnsafeMutablePointer<Float>,
        inputs: UnsafePointer<Float>, inputStride: Int, gradients: UnsafePointer<Float>,
        steps: Int, columns: Int, rows: Int, rate: Float, decay: Float, correction: Float, epsilon: Float
    ) {
        let stride = rows / 8
        let weights = weights.vectors
        let moments = moments.vectors
        let gradients = gradients.vectors
        let step = Step(rate: rate, decay: decay, correction: correction, epsilon: epsilon)
        let zero = Vector(repeating: 0)
        var row = 0
        while row + 2 <= stride {
            // Two vectors of outputs are one cache line of every step's gradient; with four inputs they make eight
            // independent chains, which hide the latency of the fused multiply-add.
            var c = 0
            while c < columns {
                var s00 = zero
                var s01 = zero
                var s10 = zero
                var s11 = zero
                var s20 = zero
                var s21 = zero
                var s30 = zero
                var s31 = zero
                // The weights and moments come from a far cache: asked for now, they are here when the sums are.
                for column in c..<c + 4 {
                    cprocessor_prefetch(weights + (column * stride + row))
                    cprocessor_prefetch(moments + (column * stride + row))
                }
                var input = inputs + c
                var gradient = gradients + row
                for _ in 0..<steps {
                    let g0 = gradient[0]
                    let g1 = gradient[1]
                    var x = Vector(repeating: input[0])
                    s00 = s00.addingProduct(g0, x)
                    s01 = s01.addingProduct(g1, x)
                    x = Vector(repeating: input[1])
                    s10 = s10.addingProduct(g0, x)
                    s11 = s11.addingProduct(g1, x)
                    x = Vector(repeating: input[2])
                    s20 = s20.addingProduct(g0, x)
                    s21 = s21.addingProduct(g1, x)
                    x = Vector(repeating: input[3])
                    s30 = s30.addingProduct(g0, x)
                    s31 = s31.addingProduct(g1, x)
                    input += inputStride
                    gradient += stride
                }
                var place = c * stride + row
                step.apply(s00, weights + place, moments + place)
                step.apply(s01, weights + (place + 1), moments + (place + 1))
                place += stride
                step.apply(s10, weights + place, moments + place)
                step.apply(s11, weights + (place + 1), moments + (place + 1))
                place += stride
                step.apply(s20, weights + place, moments + place)
                step.apply(s21, weights + (place + 1), moments + (place + 1))
                place += stride
                step.apply(s30, weights + place, moments + place)
                step.apply(s31, weights + (place + 1), moments + (place + 1))
                c += 4
            }
            row += 2
        }
        while row < stride {
            var c = 0
            while c < columns {
                var s0 = zero
                var s1 = zero
                var s2 = zero
                var s3 = zero
                var input = inputs + c
                var gradient = gradients + row
                for _ in 0..<steps {
                    let g = gradient[0]
                    s0 = s0.addingProduct(g, Vector(repeating: input[0]))
                    s1 = s1.addingProduct(g, Vector(repeating: input[1]))
                    s2 = s2.addingProduct(g, Vector(repeating: input[2]))
                    s3 = s3.addingProduct(g, Vector(repeating: input[3]))
                    input += inputStride
                    gradient += stride
                }
                var place = c * stride + row
                step.apply(s0, weights + place, moments + place)
                place += stride
                step.apply(s1, weights + place, moments + place)
                place += stride
                step.apply(s2, weights + place, moments + place)
                place += stride
                step.apply(s3, weights + place, moments + place)
                c += 4
            }
            row += 1
        }
    }

    /// One optimiser step of a vector whose gradient is already summed.
    package static func updateVector(
        weights: UnsafeMutablePointer<Float>, moments: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
        length: Int, rate: Float, decay: Float, correction: Float, epsilon: Float
    ) {
        let step = Step(rate: rate, decay: decay, correction: correction, epsilon: epsilon)
        for v in 0..<length / 8 {
            step.apply(gradient.vectors[v], weights.vectors + v, moments.vectors + v)
        }
    }

    /// One optimiser step of a one-hot input's row: its gradient is the sum of the gradients of the `count` steps it was
    /// present in.
    ///
    /// - Parameters:
    ///   - absence: `beta2` to the power of the number of optimiser steps the row was absent from, whose gradients were
    ///     zero: they decay the second moment and leave the weights alone.
    ///   - steps: the steps in which the row was present, in ascending order.
    ///   - gradients: the gradients of all steps, `length` apart.
    package static func updateRow(
        weights: UnsafeMutablePointer<Float>, moments: UnsafeMutablePointer<Float>, absence: Float,
        gradients: UnsafePointer<Float>, steps: UnsafePointer<Int32>, count: Int, length: Int,
        rate: Float, decay: Float, correction: Float, epsilon: Float
    ) {
        let step = Step(rate: rate, decay: decay, correction: correction, epsilon: epsilon)
        let stride = length / 8
        let absence = Vector(repeating: absence)
        for v in 0..<stride {
            var sum = gradients.vectors[Int(steps[0]) * stride + v]
            for index in 1..<max(count, 1) { sum += gradients.vectors[Int(steps[index]) * stride + v] }
            let moment = moments.vectors + v
            moment[0] *= absence
            step.apply(sum, weights.vectors + v, moment)
        }
    }

    /// `output[r] = Σ_t gradients[t][r]`: the gradient of a bias over all steps.
    package static func sumSteps(
        _ gradients: UnsafePointer<Float>, steps: Int, length: Int, output: UnsafeMutablePointer<Float>
    ) {
        let stride = length / 8
        for v in 0..<stride {
            var sum = Vector(repeating: 0)
            for t in 0..<steps { sum += gradients.vectors[t * stride + v] }
            output.vectors[v] = sum
        }
    }
}
