// Mixing predictions of a bit: many inputs, several sets of weights, each with a prediction and an error of its own.
//
// Products and sums are two operations here, not one fused: the portable build then needs no call for them on processors
// without the instruction, and all builds have the same bits.

extension Kernels {
    /// `sums[s] = Σ rows[s] · inputs` for each of `count` rows of weights.
    ///
    /// - Parameters:
    ///   - rows: where each row of `length` weights begins.
    ///   - sums: written; any alignment.
    package static func mixBit(
        rows: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, inputs: UnsafePointer<Float>, length: Int,
        sums: UnsafeMutablePointer<Float>
    ) {
        let inputs = inputs.vectors
        let stride = length / 8
        var set = 0
        while set + 4 <= count {
            let (row0, row1) = (UnsafePointer(rows[set]).vectors, UnsafePointer(rows[set + 1]).vectors)
            let (row2, row3) = (UnsafePointer(rows[set + 2]).vectors, UnsafePointer(rows[set + 3]).vectors)
            var (sum0, sum1) = (Vector(repeating: 0), Vector(repeating: 0))
            var (sum2, sum3) = (Vector(repeating: 0), Vector(repeating: 0))
            for v in 0..<stride {
                let input = inputs[v]
                sum0 += row0[v] * input
                sum1 += row1[v] * input
                sum2 += row2[v] * input
                sum3 += row3[v] * input
            }
            sums[set] = sumOfLanes(sum0)
            sums[set + 1] = sumOfLanes(sum1)
            sums[set + 2] = sumOfLanes(sum2)
            sums[set + 3] = sumOfLanes(sum3)
            set += 4
        }
        while set + 2 <= count {
            let low = UnsafePointer(rows[set]).vectors
            let high = UnsafePointer(rows[set + 1]).vectors
            var lowSum = Vector(repeating: 0)
            var highSum = Vector(repeating: 0)
            for v in 0..<stride {
                let input = inputs[v]
                lowSum += low[v] * input
                highSum += high[v] * input
            }
            sums[set] = sumOfLanes(lowSum)
            sums[set + 1] = sumOfLanes(highSum)
            set += 2
        }
        if set < count {
            let low = UnsafePointer(rows[set]).vectors
            var lowSum = Vector(repeating: 0)
            for v in 0..<stride { lowSum += low[v] * inputs[v] }
            sums[set] = sumOfLanes(lowSum)
        }
    }

    /// `rows[s] += steps[s] · inputs` for each of `count` rows of weights whose step is not zero.
    package static func learnBit(
        rows: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, inputs: UnsafePointer<Float>, length: Int,
        steps: UnsafePointer<Float>
    ) {
        let inputs = inputs.vectors
        let stride = length / 8
        for set in 0..<count where steps[set] != 0 {
            let weights = rows[set].vectors
            let step = Vector(repeating: steps[set])
            for v in 0..<stride { weights[v] += step * inputs[v] }
        }
    }
}
