/// A least-squares predictor that is fitted anew for each sample, to those samples nearby whose neighbours look like its own.
///
/// Every sample's row of features (its neighbours' deviations from their planes' references, and then what it turned out to be)
/// is kept for a few rows. A sample counts the more the nearer it is, the better it was predicted, and the less its features
/// differ from the current ones:
///
///     decay^(columns + rows) / (error + 0.6) · (closeness / (closeness + Σ factors · difference²))^power
///
/// Only the eight nearest neighbours in its own plane and four in each of two others are compared: more say no more. Closeness
/// grows with the square of the expected error. Samples below a share of the mean are left out; the rest counts as much as so many
/// equal samples would (`(Σ w)² / Σ w²`), so that the ridge has a meaning. The same weights, without a fit, tell how the
/// predictors were off in similar places: ``SimilarSamples``.
///
/// After Wu, Barthel and Zhang, "Piecewise 2D autoregression for predictive image coding" (1998), and Ye, Deng and Devlin, "A weighted
/// least squares method for adaptive prediction in lossless image compression" (2003).
struct SimilarFit<Kernels: PixelKernelSet> {
    /// What is kept of the samples a fit was fitted to.
    let found: SimilarSamples<Kernels>
    private let settings: PixelSettings.SimilarFit
    private let width: Int
    private let planes: Int
    private let count: Int
    private let unit: Float
    /// Floats of a row of features: the neighbours, the target, zeros.
    private let stride: Int
    /// What is compared of the features: which ones, padded to whole vectors.
    private let lookCount: Int
    private let lookStride: Int
    private let lookIndices: UnsafeMutablePointer<Int>
    private let looks: UnsafeMutablePointer<Float>
    private let pointers: UnsafeMutablePointer<UnsafePointer<Float>>
    private let ends: UnsafeMutablePointer<Int>
    private let places: UnsafeMutablePointer<NeighbourSet.Place>
    /// Of each sample of the rows that are kept; and what it counts for by itself, zero while it is not learnt.
    private let features: UnsafeMutablePointer<Float>
    private let bases: UnsafeMutablePointer<Float>
    private let factors: UnsafeMutablePointer<Float>
    /// By the distance in columns from the left end of the window, and in rows.
    private let columnDecays: UnsafeMutablePointer<Float>
    private let rowDecays: UnsafeMutablePointer<Float>
    private let distances: UnsafeMutablePointer<Float>
    private let rows: UnsafeMutablePointer<UnsafePointer<Float>>
    private let solver: SimilarSolver<Kernels>

    /// Samples that a window has at most.
    static func windowSize(radius: Int) -> Int { (2 * radius + 1) * radius + radius }

    init(
        _ settings: PixelSettings.SimilarFit, neighbours: NeighbourSet, plane: Int, width: Int, unit: Float,
        in arena: Arena
    ) {
        self.settings = settings
        self.width = width
        self.unit = unit
        planes = neighbours.ends.count
        count = neighbours.places.count
        stride = (count / 8 + 1) * 8
        let compared = Self.compared(neighbours, plane: plane)
        lookCount = compared.count
        lookStride = (compared.count + 7) / 8 * 8
        lookIndices = arena.allocate(compared.count, of: Int.self)
        let kept = settings.radius + 1
        let most = (Self.windowSize(radius: settings.radius) + 7) / 8 * 8
        pointers = arena.allocate(count, of: UnsafePointer<Float>.self)
        ends = arena.allocate(planes, of: Int.self)
        places = arena.allocate(count, of: NeighbourSet.Place.self)
        features = arena.floats(kept * width * stride)
        bases = arena.floats(kept * width)
        looks = arena.floats(kept * width * lookStride)
        factors = arena.floats(lookStride)
        columnDecays = arena.floats(2 * settings.radius + 1)
        rowDecays = arena.floats(settings.radius + 1)
        distances = arena.floats(most)
        rows = arena.allocate(most, of: UnsafePointer<Float>.self)
        found = SimilarSamples(most: most, errors: kept * width, in: arena)
        solver = SimilarSolver(count: count, in: arena)
        for (index, end) in neighbours.ends.enumerated() { ends[index] = end }
        for (index, place) in neighbours.places.enumerated() { places[index] = place }
        var total: Float = 0
        for (index, feature) in compared.enumerated() {
            let place = neighbours.places[feature]
            let square = Float(place.column * place.column + place.row * place.row)
            lookIndices[index] = feature
            factors[index] = place.plane == plane ? 1 / square : 0.5 / (1 + square)
            total += factors[index]
        }
        for index in 0..<lookCount { factors[index] /= total }
        let decay = Float(settings.decay) / 1000
        var power: Float = 1
        for distance in 0...settings.radius {
            columnDecays[settings.radius - distance] = power
            columnDecays[settings.radius + distance] = power
            rowDecays[distance] = power
            power *= decay
        }
    }

    /// Which neighbours are compared: the nearest ones, at most sixteen.
    private static func compared(_ neighbours: NeighbourSet, plane: Int) -> [Int] {
        func ofPlane(_ other: Int, most: Int) -> [Int] {
            Array((other == 0 ? 0 : neighbours.ends[other - 1])..<neighbours.ends[other]).prefix(most).map { $0 }
        }
        let others = neighbours.ends.indices.filter { $0 != plane }.flatMap { ofPlane($0, most: 4) }
        return ofPlane(plane, most: 8) + others.prefix(8)
    }

    /// Begins a row, whose samples and whose neighbours' lie in `planes`.
    func beginRow(_ row: Int, planes: UnsafePointer<PlaneRows>) {
        for index in 0..<count {
            let place = places[index]
            pointers[index] = UnsafePointer(planes[place.plane].floats(row, above: -place.row) + place.column)
        }
    }

    /// Where a sample's features begin, in samples.
    @inline(__always)
    func place(_ row: Int, _ column: Int) -> Int { row % (settings.radius &+ 1) &* width &+ column }

    /// Predicts a sample.
    ///
    /// - Parameters:
    ///   - references: for each plane what is taken from its samples.
    ///   - base: what is added to the prediction: the reference of the sample's own plane.
    ///   - error: what is expected of the blended prediction.
    @inline(__always)
    func predict(row: Int, column: Int, references: UnsafePointer<Float>, base: Float, error: Float) -> Float {
        let here = place(row, column)
        let current = features + here &* stride
        Kernels.gatherDeviations(
            UnsafePointer(pointers), ends: UnsafePointer(ends), planes: planes, column: column,
            references: references, features: current)
        // The sample itself is not known yet, and one that is never learnt counts for nothing.
        for index in count..<stride { current[index] = 0 }
        bases[here] = 0
        let look = looks + here &* lookStride
        for index in 0..<lookCount { look[index] = current[lookIndices[index]] }
        let samples = find(row: row, column: column, current: look, error: error)
        for index in 0..<samples { rows[index] = UnsafePointer(features + found.places[index] &* stride) }
        let factor = found.summarise(samples, error: error) / (error + 0.6 * unit)
        let prediction = solver.predict(
            current, rows: rows, weights: found.weights, factor: factor, samples: samples,
            ridge: Float(settings.ridge) * unit)
        return prediction + base
    }

    /// Finds the samples that count, and how much each does.
    ///
    /// - Returns: how many.
    @inline(__always)
    private func find(row: Int, column: Int, current: UnsafePointer<Float>, error: Float) -> Int {
        let radius = settings.radius
        var samples = 0
        for up in 0...min(radius, row) {
            let first = max(0, column &- radius)
            let end = up == 0 ? column : min(width, column &+ radius &+ 1)
            if end <= first { continue }
            let start = place(row &- up, first)
            Kernels.squaredDistances(
                features: looks + start &* lookStride, current: current, factors: factors, width: lookStride / 8,
                samples: end &- first, distances: distances + samples)
            let decays = columnDecays + (first &- column &+ radius)
            for index in 0..<end &- first {
                found.weights[samples] = bases[start &+ index] * decays[index] * rowDecays[up]
                found.places[samples] = start &+ index
                samples &+= 1
            }
        }
        for index in samples..<(samples + 7) / 8 * 8 {
            distances[index] = 0
            found.weights[index] = 0
        }
        let closeness = 4 * unit * unit + Float(settings.closeness) / 100 * error * error
        let sum = Kernels.weightByDistance(
            distances, weights: found.weights, count: samples, closeness: closeness, power: settings.power)
        return found.keep(samples, above: sum / Float(max(samples, 1)) * (Float(settings.cut) / 100))
    }

    /// Learns what the sample turned out to be.
    ///
    /// - Parameters:
    ///   - deviation: from the reference of its plane.
    ///   - weight: of the sample.
    ///   - error: the blended prediction's, signed.
    @inline(__always)
    func learn(row: Int, column: Int, deviation: Float, weight: Float, error: Float) {
        let here = place(row, column)
        features[here &* stride &+ count] = deviation
        bases[here] = weight
        found.errors[here] = error
    }

    /// Bytes that a fit takes, at most.
    static func byteCount(_ settings: PixelSettings.SimilarFit, width: Int) -> Int {
        let stride = (settings.neighbours / 8 + 1) * 8
        let most = (windowSize(radius: settings.radius) + 7) / 8 * 8
        return 4 * (settings.radius + 1) * width * (stride + 2 + min(16, (settings.neighbours + 7) / 8 * 8)) + 28 * most
            + SimilarSolver<Kernels>.byteCount(count: settings.neighbours) + 48 * stride + 2048
    }
}
