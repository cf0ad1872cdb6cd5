extension Kernels {
    /// `output[t] += weights · input[t]` for every step `t`: a layer over a whole window.
    ///
    /// - Parameters:
    ///   - weights: `columns` × `rows`, one column after the other.
    ///   - input: `steps` rows of `columns` values, `inputStride` apart; any alignment.
    ///   - output: `steps` × `rows`.
    ///   - steps: a multiple of four.
    package static func accumulateProducts(
        weights: UnsafePointer<Float>, input: UnsafePointer<Float>, inputStride: Int,
        output: UnsafeMutablePointer<Float>, steps: Int, columns: Int, rows: Int
    ) {
        let stride = rows / 8
        let weights = weights.vectors
        let output = output.vectors
        var t = 0
        while t < steps {
            let x0 = input + t * inputStride
            let x1 = x0 + inputStride
            let x2 = x1 + inputStride
            let x3 = x2 + inputStride
            let o0 = output + t * stride
            let o1 = o0 + stride
            let o2 = o1 + stride
            let o3 = o2 + stride
            var row = 0
            while row + 2 <= stride {
                var column = weights + row
                var s00 = o0[row]
                var s01 = o0[row + 1]
                var s10 = o1[row]
                var s11 = o1[row + 1]
                var s20 = o2[row]
                var s21 = o2[row + 1]
                var s30 = o3[row]
                var s31 = o3[row + 1]
                for c in 0..<columns {
                    let w0 = column[0]
                    let w1 = column[1]
                    var x = Vector(repeating: x0[c])
                    s00 = s00.addingProduct(w0, x)
                    s01 = s01.addingProduct(w1, x)
                    x = Vector(repeating: x1[c])
                    s10 = s10.addingProduct(w0, x)
                    s11 = s11.addingProduct(w1, x)
                    x = Vector(repeating: x2[c])
                    s20 = s20.addingProduct(w0, x)
                    s21 = s21.addingProduct(w1, x)
                    x = Vector(repeating: x3[c])
                    s30 = s30.addingProduct(w0, x)
                    s31 = s31.addingProduct(w1, x)
                    column += stride
                }
                o0[row] = s00
                o0[row + 1] = s01
                o1[row] = s10
                o1[row + 1] = s11
                o2[row] = s20
                o2[row + 1] = s21
                o3[row] = s30
                o3[row + 1] = s31
                row += 2
            }
            while row < stride {
                var column = weights + row
                var s0 = o0[row]
                var s1 = o1[row]
                var s2 = o2[row]
                var s3 = o3[row]
                for c in 0..<columns {
                    let w = column[0]
                    s0 = s0.addingProduct(w, Vector(repeating: x0[c]))
                    s1 = s1.addingProduct(w, Vector(repeating: x1[c]))
                    s2 = s2.addingProduct(w, Vector(repeating: x2[c]))
                    s3 = s3.addingProduct(w, Vector(repeating: x3[c]))
                    column += stride
                }
                o0[row] = s0
                o1[row] = s1
                o2[row] = s2
                o3[row] = s3
                row += 1
            }
            t += 4
        }
    }

    /// `output[c] = Σ_r weights[c][r] · gradient[r]` over a window: what a layer's gradient says of its inputs.
    ///
    /// Both sides lie transposed, one row of `steps` values a unit, so that the lanes are steps and each sum is a chain
    /// over `r` in ascending order.
    ///
    /// - Parameters:
    ///   - weights: `columns` × `rows`, one column after the other.
    ///   - gradient: `rows` × `steps`.
    ///   - output: `columns` × `steps`, overwritten.
    ///   - columns: a multiple of four.
    ///   - steps: a multiple of eight.
    package static func transposedProducts(
        weights: UnsafePointer<Float>, gradient: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        steps: Int, columns: Int, rows: Int
    ) {
        let stride = steps / 8
        let gradient = gradient.vectors
        let output = output.vectors
        let zero = Vector(repeating: 0)
        var t = 0
        while t + 2 <= stride {
            var c = 0
            while c < columns {
                let w0 = weights + c * rows
                let w1 = w0 + rows
                let w2 = w1 + rows
                let w3 = w2 + rows
                var g = gradient + t
                var s00 = zero
                var s01 = zero
                var s10 = zero
                var s11 = zero
                var s20 = zero
                var s21 = zero
                var s30 = zero
                var s31 = zero
                for r in 0..<rows {
                    let g0 = g[0]
                    let g1 = g[1]
                    var w = Vector(repeating: w0[r])
                    s00 = s00.addingProduct(w, g0)
                    s01 = s01.addingProduct(w, g1)
                    w = Vector(repeating: w1[r])
                    s10 = s10.addingProduct(w, g0)
                    s11 = s11.addingProduct(w, g1)
                    w = Vector(repeating: w2[r])
                    s20 = s20.addingProduct(w, g0)
                    s21 = s21.addingProduct(w, g1)
                    w = Vector(repeating: w3[r])
                    s30 = s30.addingProduct(w, g0)
                    s31 = s31.addingProduct(w, g1)
                    g += stride
                }
                let out = output + (c * stride + t)
                out[0] = s00
                out[1] = s01
                out[stride] = s10
                out[stride + 1] = s11
                out[2 * stride] = s20
                out[2 * stride + 1] = s21
                out[3 * stride] = s30
                out[3 * stride + 1] = s31
                c += 4
            }
            t += 2
        }
        while t < stride {
            var c = 0
            while c < columns {
                let w0 = weights + c * rows
                let w1 = w0 + rows
                let w2 = w1 + rows
                let w3 = w2 + rows
                var g = gradient + t
                var s0 = zero
                var s1 = zero
                var s2 = zero
                var s3 = zero
                for r in 0..<rows {
                    let g0 = g[0]
                    s0 = s0.addingProduct(Vector(repeating: w0[r]), g0)
                    s1 = s1.addingProduct(Vector(repeating: w1[r]), g0)
                    s2 = s2.addingProduct(Vector(repeating: w2[r]), g0)
                    s3 = s3.addingProduct(Vector(repeating: w3[r]), g0)
                    g += stride
                }
                let out = output + (c * stride + t)
                out[0] = s0
                out[stride] = s1
                out[2 * stride] = s2
                out[3 * stride] = s3
                c += 4
            }
            t += 1
        }
    }

    /// `output[j][i] = input[i][j]`; both sides may be strided, any alignment.
    package static func transpose(
        _ input: UnsafePointer<Float>, inputStride: Int, output: UnsafeMutablePointer<Float>, outputStride: Int,
        rows: Int, columns: Int
    ) {
        var i = 0
        while i + 8 <= rows {
            var j = 0
            while j + 8 <= columns {
                transposeBlock(
                    input + (i * inputStride + j), inputStride, output + (j * outputStride + i), outputStride)
                j += 8
            }
            while j < columns {
                for k in i..<i + 8 { output[j * outputStride + k] = input[k * inputStride + j] }
                j += 1
            }
            i += 8
        }
        while i < rows {
            for j in 0..<columns { output[j * outputStride + i] = input[i * inputStride + j] }
            i += 1
        }
    }

    /// Eight by eight values, in registers.
    @inline(__always) private static func transposeBlock(
        _ input: UnsafePointer<Float>, _ inputStride: Int, _ output: UnsafeMutablePointer<Float>, _ outputStride: Int
    ) {
        let source = UnsafeRawPointer(input)
        let target = UnsafeMutableRawPointer(output)
        let inputBytes = 4 * inputStride
        let r0 = source.loadUnaligned(as: Vector.self)
        let r1 = source.loadUnaligned(fromByteOffset: inputBytes, as: Vector.self)
        let r2 = source.loadUnaligned(fromByteOffset: 2 * inputBytes, as: Vector.self)
        let r3 = source.loadUnaligned(fromByteOffset: 3 * inputBytes, as: Vector.self)
        let r4 = source.loadUnaligned(fromByteOffset: 4 * inputBytes, as: Vector.self)
        let r5 = source.loadUnaligned(fromByteOffset: 5 * inputBytes, as: Vector.self)
        let r6 = source.loadUnaligned(fromByteOffset: 6 * inputBytes, as: Vector.self)
        let r7 = source.loadUnaligned(fromByteOffset: 7 * inputBytes, as: Vector.self)
        let outputBytes = 4 * outputStride
        target.storeBytes(of: Vector(r0[0], r1[0], r2[0], r3[0], r4[0], r5[0], r6[0], r7[0]), as: Vector.self)
        target.storeBytes(
            of: Vector(r0[1], r1[1], r2[1], r3[1], r4[1], r5[1], r6[1], r7[1]), toByteOffset: outputBytes,
            as: Vector.self)
        target.storeBytes(
            of: Vector(r0[2], r1[2], r2[2], r3[2], r4[2], r5[2], r6[2], r7[2]), toByteOffset: 2 * outputBytes,
            as: Vector.self)
        target.storeBytes(
            of: Vector(r0[3], r1[3], r2[3], r3[3], r4[3], r5[3], r6[3], r7[3]), toByteOffset: 3 * outputBytes,
            as: Vector.self)
        target.storeBytes(
            of: Vector(r0[4], r1[4], r2[4], r3[4], r4[4], r5[4], r6[4], r7[4]), toByteOffset: 4 * outputBytes,
            as: Vector.self)
        target.storeBytes(
            of: Vector(r0[5], r1[5], r2[5], r3[5], r4[5], r5[5], r6[5], r7[5]), toByteOffset: 5 * outputBytes,
            as: Vector.self)
        target.storeBytes(
            of: Vector(r0[6], r1[6], r2[6], r3[6], r4[6], r5[6], r6[6], r7[6]), toByteOffset: 6 * outputBytes,
            as: Vector.self)
        target.storeBytes(
            of: Vector(r0[7], r1[7], r2[7], r3[7], r4[7], r5[7], r6[7], r7[7]), toByteOffset: 7 * outputBytes,
            as: Vector.self)
    }

    /// `output[j][i] += input[i][j]`; both sides may be strided, any alignment.
    package static func accumulateTransposed(
        _ input: UnsafePointer<Float>, inputStride: Int, output: UnsafeMutablePointer<Float>, outputStride: Int,
        rows: Int, columns: Int
    ) {
        for j in 0..<columns {
            let target = output + j * outputStride
            let source = input + j
            for i in 0..<rows { target[i] += source[i * inputStride] }
        }
    }
}
