extension Kernels {
    /// The softmax of `count` logits (Bridle, 1990), as probabilities.
    ///
    /// - Parameters:
    ///   - logits: `count` values, padded to a multiple of eight; what the padding holds is ignored.
    ///   - probabilities: padded likewise, written; zero in the padding.
    package static func softmax(
        logits: UnsafePointer<Float>, count: Int, probabilities: UnsafeMutablePointer<Float>
    ) {
        let stride = (count + 7) / 8
        let logits = logits.vectors
        let output = probabilities.vectors
        let whole = count / 8
        let absent = SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7) .>= Vector(repeating: Float(count - 8 * whole))
        var largest = Vector(repeating: -.greatestFiniteMagnitude)
        for v in 0..<whole { largest = largest.replacing(with: logits[v], where: logits[v] .> largest) }
        if whole < stride {
            let last = logits[whole].replacing(with: largest, where: absent)
            largest = largest.replacing(with: last, where: last .> largest)
        }
        let maximum = Vector(repeating: maximumOfLanes(largest))
        var sum = Vector(repeating: 0)
        for v in 0..<stride {
            var e = exponential(logits[v] - maximum)
            if v == whole { e.replace(with: 0, where: absent) }
            output[v] = e
            sum += e
        }
        let factor = Vector(repeating: 1 / sumOfLanes(sum))
        for v in 0..<stride { output[v] *= factor }
    }

    /// Integer frequencies for the range coder: `1 + round(2^22 · p)` for each of `count` symbols.
    ///
    /// - Parameters:
    ///   - probabilities: `count` values in 0...1, padded to a multiple of eight.
    ///   - frequencies: padded likewise, written; zero in the padding.
    /// - Returns: the sum of the frequencies: at most 2^23 for probabilities that add up to one.
    package static func frequencies(
        of probabilities: UnsafePointer<Float>, count: Int, into frequencies: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let stride = (count + 7) / 8
        let input = probabilities.vectors
        let output = UnsafeMutableRawPointer(frequencies).assumingMemoryBound(to: SIMD8<UInt32>.self)
        // 2^23 + x has the nearest integer to x in its low 23 bits: a conversion that cannot trap.
        let shifter = Vector(repeating: 8_388_608)
        let scale = Vector(repeating: 4_194_304)
        let mask = SIMD8<UInt32>(repeating: 0x7F_FFFF)
        let one = SIMD8<UInt32>(repeating: 1)
        let whole = count / 8
        var sum = SIMD8<UInt32>(repeating: 0)
        for v in 0..<stride {
            var f = (unsafeBitCast(shifter.addingProduct(input[v], scale), to: SIMD8<UInt32>.self) & mask) &+ one
            if v == whole {
                let lanes = SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7)
                f.replace(with: 0, where: lanes .>= SIMD8<UInt32>(repeating: UInt32(count - 8 * whole)))
            }
            output[v] = f
            sum &+= f
        }
        return sum.wrappedSum()
    }

    /// The sum of the frequencies before `symbol`.
    package static func cumulativeFrequency(
        _ frequencies: UnsafePointer<UInt32>, before symbol: Int
    ) -> UInt32 {
        let input = UnsafeRawPointer(frequencies).assumingMemoryBound(to: SIMD8<UInt32>.self)
        var sum = SIMD8<UInt32>(repeating: 0)
        for v in 0..<symbol / 8 { sum &+= input[v] }
        var total = sum.wrappedSum()
        for s in symbol / 8 * 8..<symbol { total &+= frequencies[s] }
        return total
    }

    /// `output = Σ_n scales[n] · inputs[n]`, in ascending order of `n`: the mix of several networks' logits.
    package static func combine(
        _ inputs: UnsafePointer<UnsafeMutablePointer<Float>>, scales: UnsafePointer<Float>, count: Int,
        output: UnsafeMutablePointer<Float>, length: Int
    ) {
        for v in 0..<length / 8 {
            var sum = inputs[0].vectors[v] * Vector(repeating: scales[0])
            for n in 1..<max(count, 1) { sum = sum.addingProduct(inputs[n].vectors[v], Vector(repeating: scales[n])) }
            output.vectors[v] = sum
        }
    }

    /// `Σ a·b` over `length` values.
    package static func dotProduct(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, length: Int) -> Float {
        var sum = Vector(repeating: 0)
        for v in 0..<length / 8 { sum = sum.addingProduct(a.vectors[v], b.vectors[v]) }
        return sumOfLanes(sum)
    }

    /// `output = input` scaled.
    package static func scale(
        _ input: UnsafePointer<Float>, by factor: Float, into output: UnsafeMutablePointer<Float>, length: Int
    ) {
        let factor = Vector(repeating: factor)
        for v in 0..<length / 8 { output.vectors[v] = input.vectors[v] * factor }
    }
}
