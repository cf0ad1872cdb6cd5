/// The samples that a ``SimilarFit`` chose, and how the blended prediction was off there.
struct SimilarSamples<Kernels: PixelKernelSet> {
    /// How much each counts.
    let weights: UnsafeMutablePointer<Float>
    /// Where each lies in the rows that are kept, in samples.
    let places: UnsafeMutablePointer<Int>
    /// By the place, the signed errors of the blended prediction.
    let errors: UnsafeMutablePointer<Float>
    private let chosenErrors: UnsafeMutablePointer<Float>
    private let moments: UnsafeMutablePointer<Float>
    private let state: UnsafeMutablePointer<State>

    private struct State {
        var count: Int
        var sum: Float
        var factor: Float
        var bias: Float
        var error: Float
    }

    /// - Parameters:
    ///   - most: samples that there can be, a multiple of eight.
    ///   - errors: places that are kept.
    init(most: Int, errors: Int, in arena: Arena) {
        weights = arena.floats(most)
        places = arena.allocate(most, of: Int.self)
        self.errors = arena.floats(errors)
        chosenErrors = arena.floats(most)
        moments = arena.floats(8)
        state = arena.allocate(1, of: State.self)
    }

    /// How many there are.
    @inline(__always)
    var count: Int { state.pointee.count }
    /// The sum of the weights; 0 where they say nothing.
    @inline(__always)
    var sum: Float { state.pointee.sum }
    /// What makes the weights those of so many equal samples, of weight one, as they are worth.
    @inline(__always)
    var factor: Float { state.pointee.factor }
    /// The mean error of the blended prediction.
    @inline(__always)
    var bias: Float { state.pointee.bias }
    /// Its mean absolute error.
    @inline(__always)
    var error: Float { state.pointee.error }

    /// Keeps those of the first `count` samples that count for more than `limit`.
    ///
    /// - Returns: how many are left.
    @inline(__always)
    func keep(_ count: Int, above limit: Float) -> Int {
        var kept = 0
        for index in 0..<count {
            let weight = weights[index]
            let place = places[index]
            weights[kept] = weight
            places[kept] = place
            chosenErrors[kept] = errors[place]
            kept &+= weight > limit ? 1 : 0
        }
        for index in kept..<(kept + 7) / 8 * 8 {
            weights[index] = 0
            chosenErrors[index] = 0
        }
        return kept
    }

    /// Notes what the first `count` samples say; where there is none, no bias and the error that is expected anyway.
    ///
    /// - Returns: ``factor``.
    @inline(__always)
    func summarise(_ count: Int, error: Float) -> Float {
        Kernels.weightedMoments(weights: weights, errors: chosenErrors, count: count, moments: moments)
        let isAny = moments[0] > 1e-20 && moments[1] > 1e-30
        let factor = isAny ? moments[0] / moments[1] : 0
        state.pointee = State(
            count: count, sum: isAny ? moments[0] : 0, factor: factor, bias: isAny ? moments[2] / moments[0] : 0,
            error: isAny ? moments[3] / moments[0] : error)
        return factor
    }
}

/// Solves the normal equations of chosen samples.
struct SimilarSolver<Kernels: PixelKernelSet> {
    private let count: Int
    private let triangle: UnsafeMutablePointer<Float>
    private let scratch: UnsafeMutablePointer<Float>
    private let factors: UnsafeMutablePointer<Float>
    private let coefficients: UnsafeMutablePointer<Float>

    /// - Parameter count: of unknowns.
    init(count: Int, in arena: Arena) {
        self.count = count
        let size = Kernels.triangleFloatCount(count)
        let stride = (count / 8 + 1) * 8
        triangle = arena.floats(size)
        scratch = arena.floats(size)
        factors = arena.floats(count * stride)
        coefficients = arena.floats(stride)
    }

    /// What the fit to samples makes of the current features.
    ///
    /// - Parameters:
    ///   - current: features, zero in the target's place.
    ///   - rows: and
    ///   - weights: and
    ///   - factor: as the kernel takes them.
    @inline(__always)
    func predict(
        _ current: UnsafePointer<Float>, rows: UnsafePointer<UnsafePointer<Float>>, weights: UnsafePointer<Float>,
        factor: Float, samples: Int, ridge: Float
    ) -> Float {
        Kernels.triangle(
            rows: rows, weights: weights, factor: factor, samples: samples, count: count, triangle: triangle)
        Kernels.solveWindow(
            above: triangle, left: triangle, decay: 0, ridge: ridge, count: count, coefficients: coefficients,
            triangle: scratch, factors: factors)
        var prediction: Float = 0
        Kernels.predict(
            features: current, coefficients: coefficients, width: count / 8 + 1, fits: 1, predictions: &prediction)
        return prediction
    }

    /// Bytes that a solver takes, at most.
    static func byteCount(count: Int) -> Int {
        8 * Kernels.triangleFloatCount(count) + 4 * (count + 1) * (count / 8 + 1) * 8 + 256
    }
}
