/// The kernels of `mix`'s models in the shapes that a level gives them: those of bytes, in the order in which a bit meets them,
/// and those of pixels.
struct MixKernelShapes<K: PixelKernelSet> {
    let calls: [KernelCall]

    init(of parameters: MixParameters) {
        let settings = PixelSettings.level(parameters.mediaLevel)
        calls = Self.bytes(parameters) + Self.decisions(settings) + Self.fits(settings) + Self.similarFits(settings)
    }

    private static func bytes(_ parameters: MixParameters) -> [KernelCall] {
        let inputs = ByteModel<K>.inputCount(parameters.bytes, hasNetwork: parameters.networks != nil)
        let length = (inputs + 7) / 8 * 8
        let sets = parameters.bytes.selectors.count
        let operands = Operands(inputs: length, sets: sets)
        let steps = operands.floats(sets, scale: 1e-6)
        let sums = operands.arena.floats(sets)
        return [
            KernelCall(name: "mixing a bit, \(sets) × \(length)", multiplyAdds: sets * length) {
                K.mixBit(
                    rows: operands.rows, count: sets, inputs: operands.inputs, length: length, sums: sums)
            },
            KernelCall(name: "learning a bit, \(sets) × \(length)", multiplyAdds: sets * length) {
                K.learnBit(
                    rows: operands.rows, count: sets, inputs: operands.inputs, length: length, steps: steps)
            },
        ]
    }

    private static func decisions(_ settings: PixelSettings) -> [KernelCall] {
        let shape = PlaneModel<K>.coderShape(settings, valueCount: 256, unit: 1)
        let (length, sets) = (shape.inputCount, shape.contextCounts.count)
        let operands = Operands(inputs: length, sets: sets)
        let padded = (sets + 7) / 8 * 8
        let probabilities = operands.arena.floats(padded)
        let stretched = operands.arena.floats(padded)
        let final = operands.floats(padded, scale: 0.1)
        return [
            KernelCall(name: "mixing a decision on a pixel, \(sets) × \(length)", multiplyAdds: sets * length) {
                _ = K.mix(
                    inputs: operands.inputs, count: length, weights: operands.rows, sets: sets,
                    probabilities: probabilities, stretched: stretched, finalWeights: final)
            },
            KernelCall(name: "learning a decision on a pixel, \(sets) × \(length)", multiplyAdds: sets * length) {
                K.learnMix(
                    bit: 1, probability: 0.5, inputs: operands.inputs, count: length, weights: operands.rows,
                    sets: sets,
                    probabilities: probabilities, stretched: stretched, finalWeights: final, rate: 1e-6,
                    finalRate: 1e-6)
            },
        ]
    }

    /// Of a level's largest fit.
    private static func fits(_ settings: PixelSettings) -> [KernelCall] {
        let count = settings.fitGroups.map(\.neighbours).max() ?? 8
        let samples = LeastSquaresFits<K>.blockWidth
        let size = K.triangleFloatCount(count)
        let width = (count / 8 + 1) * 8
        let operands = Operands(inputs: samples * width, sets: 1)
        let weights = operands.floats(samples, scale: 1)
        let block = operands.arena.floats(size)
        let (above, left) = (operands.arena.floats(size), operands.arena.floats(size))
        let coefficients = operands.arena.floats(width)
        let triangle = operands.arena.floats(size)
        let factors = operands.arena.floats(count * width)
        return [
            KernelCall(name: "normal equations of \(samples) pixels, \(count)", multiplyAdds: samples * size) {
                K.blockTriangle(
                    features: operands.inputs, weights: weights, samples: samples, count: count, triangle: block)
            },
            // Of the zeros and the ridge: the time does not depend on the numbers.
            KernelCall(name: "solving \(count) equations", multiplyAdds: nil) {
                K.solveWindow(
                    above: above, left: left, decay: 0.9, ridge: 1, count: count, coefficients: coefficients,
                    triangle: triangle, factors: factors)
            },
        ]
    }

    /// Of the first fit to similar samples, where a level has any: a whole window.
    private static func similarFits(_ settings: PixelSettings) -> [KernelCall] {
        guard let fit = settings.similarFits.first else { return [] }
        let samples = SimilarFit<K>.windowSize(radius: fit.radius) / 8 * 8
        let (count, size) = (fit.neighbours, K.triangleFloatCount(fit.neighbours))
        let width = (count / 8 + 1) * 8
        let operands = Operands(inputs: samples * max(width, 16), sets: 1)
        let weights = operands.floats(samples, scale: 1)
        let factors = operands.floats(16, scale: 1)
        let distances = operands.arena.floats(samples)
        let triangle = operands.arena.floats(size)
        let rows = operands.arena.allocate(samples, of: UnsafePointer<Float>.self)
        for sample in 0..<samples { rows[sample] = UnsafePointer(operands.inputs + sample * width) }
        return [
            KernelCall(name: "distances of \(samples) pixels, 16", multiplyAdds: 2 * samples * 16) {
                K.squaredDistances(
                    features: operands.inputs, current: operands.inputs, factors: factors, width: 2, samples: samples,
                    distances: distances)
            },
            KernelCall(name: "normal equations of \(samples) similar pixels, \(count)", multiplyAdds: samples * size) {
                K.triangle(
                    rows: rows, weights: weights, factor: 1, samples: samples, count: count, triangle: triangle)
            },
        ]
    }

    /// Inputs and rows of weights of one length.
    private final class Operands {
        let arena = Arena()
        let inputs: UnsafeMutablePointer<Float>
        let rows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
        private var random = RandomSource(seed: 1)

        init(inputs count: Int, sets: Int) {
            let padded = (count + 7) / 8 * 8
            inputs = arena.floats(padded)
            rows = arena.allocate(sets, of: UnsafeMutablePointer<Float>.self)
            random.fill(inputs, count: count, scale: 1)
            for set in 0..<sets { rows[set] = floats(padded, scale: 0.1) }
        }

        func floats(_ count: Int, scale: Float) -> UnsafeMutablePointer<Float> {
            let values = arena.floats(count)
            random.fill(values, count: count, scale: scale)
            return values
        }
    }
}
