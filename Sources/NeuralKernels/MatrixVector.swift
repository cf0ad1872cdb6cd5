extension Kernels {
    /// `output += weights · input`: one step of a layer.
    ///
    /// - Parameters:
    ///   - weights: `columns` × `rows`, one column (all outputs of one input) after the other.
    ///   - input: `columns` values; any alignment.
    ///   - output: `rows` values.
    package static func accumulateProduct(
        weights: UnsafePointer<Float>, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        columns: Int, rows: Int
    ) {
        let stride = rows / 8
        let weights = weights.vectors
        let output = output.vectors
        var row = 0
        while row + 8 <= stride {
            // Eight independent chains hide the latency of the fused multiply-add.
            var column = weights + row
            let out = output + row
            var s0 = out[0]
            var s1 = out[1]
            var s2 = out[2]
            var s3 = out[3]
            var s4 = out[4]
            var s5 = out[5]
            var s6 = out[6]
            var s7 = out[7]
            for c in 0..<columns {
                let x = Vector(repeating: input[c])
                s0 = s0.addingProduct(column[0], x)
                s1 = s1.addingProduct(column[1], x)
                s2 = s2.addingProduct(column[2], x)
                s3 = s3.addingProduct(column[3], x)
                s4 = s4.addingProduct(column[4], x)
                s5 = s5.addingProduct(column[5], x)
                s6 = s6.addingProduct(column[6], x)
                s7 = s7.addingProduct(column[7], x)
                column += stride
            }
            out[0] = s0
            out[1] = s1
            out[2] = s2
            out[3] = s3
            out[4] = s4
            out[5] = s5
            out[6] = s6
            out[7] = s7
            row += 8
        }
        while row + 4 <= stride {
            var column = weights + row
            let out = output + row
            var s0 = out[0]
            var s1 = out[1]
            var s2 = out[2]
            var s3 = out[3]
            for c in 0..<columns {
                let x = Vector(repeating: input[c])
                s0 = s0.addingProduct(column[0], x)
                s1 = s1.addingProduct(column[1], x)
                s2 = s2.addingProduct(column[2], x)
                s3 = s3.addingProduct(column[3], x)
                column += stride
            }
            out[0] = s0
            out[1] = s1
            out[2] = s2
            out[3] = s3
            row += 4
        }
        while row < stride {
            var column = weights + row
            var s0 = output[row]
            for c in 0..<columns {
                s0 = s0.addingProduct(column[0], Vector(repeating: input[c]))
                column += stride
            }
            output[row] = s0
            row += 1
        }
    }

    /// `output += row` for each of `count` rows in turn: what one-hot inputs add to a layer.
    package static func accumulateRows(
        _ rows: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, output: UnsafeMutablePointer<Float>, length: Int
    ) {
        let output = output.vectors
        for v in 0..<length / 8 {
            var sum = output[v]
            for index in 0..<count { sum += rows[index].vectors[v] }
            output[v] = sum
        }
    }
}
