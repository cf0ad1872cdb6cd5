/// Predicts by how much the blended prediction is off, from how it was off nearby and in earlier planes, and from where the
/// predictors stand around it: least squares over the samples that a ``SimilarFit`` found.
struct CorrectionFit<Kernels: PixelKernelSet> {
    /// What it looks at, ``count`` values of the current sample.
    @inline(__always)
    func inputs(_ row: Int, _ column: Int) -> UnsafeMutablePointer<Float> {
        features + (row % rowsKept &* width &+ column) &* stride
    }

    /// How many inputs there are; 0 for no fit.
    let count: Int
    private let width: Int
    private let rowsKept: Int
    private let stride: Int
    private let ridge: Float
    private let features: UnsafeMutablePointer<Float>
    private let rows: UnsafeMutablePointer<UnsafePointer<Float>>
    private let solver: SimilarSolver<Kernels>

    init(_ settings: PixelSettings, width: Int, unit: Float, in arena: Arena) {
        let radius = settings.similarFits.first?.radius ?? 0
        count = settings.similarFits.isEmpty ? 0 : settings.correctionInputs
        self.width = width
        rowsKept = radius + 1
        stride = (count / 8 + 1) * 8
        ridge = 20 * unit
        features = arena.floats(count == 0 ? 0 : rowsKept * width * stride)
        rows = arena.allocate(
            SimilarFit<Kernels>.windowSize(radius: radius) + 8, of: UnsafePointer<Float>.self)
        solver = SimilarSolver(count: count, in: arena)
    }

    /// What to add to the blended prediction.
    @inline(__always)
    func predict(row: Int, column: Int, error: Float, unit: Float, from found: SimilarSamples<Kernels>) -> Float {
        let current = inputs(row, column)
        for index in count..<stride { current[index] = 0 }
        for index in 0..<found.count { rows[index] = UnsafePointer(features + found.places[index] &* stride) }
        return solver.predict(
            current, rows: rows, weights: found.weights, factor: found.factor / (error + 0.6 * unit),
            samples: found.count, ridge: ridge)
    }

    /// Learns how the blended prediction was off.
    @inline(__always)
    func learn(row: Int, column: Int, error: Float) { inputs(row, column)[count] = error }

    /// Bytes that a fit takes, at most.
    static func byteCount(_ settings: PixelSettings, width: Int) -> Int {
        let count = settings.correctionInputs
        guard count > 0, let radius = settings.similarFits.first?.radius else { return 1024 }
        return 4 * (radius + 1) * width * (count / 8 + 1) * 8
            + 8 * (SimilarFit<Kernels>.windowSize(radius: radius) + 8)
            + SimilarSolver<Kernels>.byteCount(count: count) + 256
    }
}
