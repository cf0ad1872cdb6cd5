/// Least-squares predictors that look at the same neighbours through windows of different extent.
///
/// A window decays exponentially in both directions. The normal equations are kept for blocks of eight columns: a block's
/// own samples, what lies left of it in the row, and what all rows above left behind; at the end of a row a pass from the
/// right takes the row into what the next one begins with. Each fit is solved once a block: sizes grow by 0.1 % against
/// once a pixel.
struct LeastSquaresFits<Kernels: PixelKernelSet> {
    /// Samples of a block.
    static var blockWidth: Int { 8 }

    /// How many windows there are: predictions of a sample.
    let windows: Int

    private let planes: Int
    private let count: Int
    /// Floats of a row of features: the neighbours, the target, zeros.
    private let featureStride: Int
    private let triangleSize: Int
    private let blocks: Int
    private let pointers: UnsafeMutablePointer<UnsafePointer<Float>>
    private let ends: UnsafeMutablePointer<Int>
    private let features: UnsafeMutablePointer<Float>
    private let weights: UnsafeMutablePointer<Float>
    private let coefficients: UnsafeMutablePointer<Float>
    private let blockTriangles: UnsafeMutablePointer<Float>
    private let above: UnsafeMutablePointer<Float>
    private let left: UnsafeMutablePointer<Float>
    private let scratch: UnsafeMutablePointer<Float>
    private let factors: UnsafeMutablePointer<Float>
    private let decays: UnsafeMutablePointer<Float>
    private let rowDecays: UnsafeMutablePointer<Float>
    private let places: UnsafeMutablePointer<NeighbourSet.Place>

    init(neighbours: NeighbourSet, windows: [PixelSettings.Window], width: Int, in arena: Arena) {
        self.windows = windows.count
        planes = neighbours.ends.count
        count = neighbours.places.count
        featureStride = (count / 8 + 1) * 8
        triangleSize = Kernels.triangleFloatCount(count)
        blocks = (width + Self.blockWidth - 1) / Self.blockWidth
        pointers = arena.allocate(count, of: UnsafePointer<Float>.self)
        ends = arena.allocate(neighbours.ends.count, of: Int.self)
        for (index, end) in neighbours.ends.enumerated() { ends[index] = end }
        features = arena.floats(Self.blockWidth * featureStride)
        weights = arena.floats(Self.blockWidth)
        coefficients = arena.floats(windows.count * featureStride)
        blockTriangles = arena.floats(blocks * triangleSize)
        above = arena.floats(windows.count * blocks * triangleSize)
        left = arena.floats(windows.count * triangleSize)
        scratch = arena.floats(triangleSize)
        factors = arena.floats(count * featureStride)
        decays = arena.floats(windows.count)
        rowDecays = arena.floats(windows.count)
        places = arena.allocate(count, of: NeighbourSet.Place.self)
        for (index, place) in neighbours.places.enumerated() { places[index] = place }
        for (index, window) in windows.enumerated() {
            rowDecays[index] = window.vertical
            var power: Float = 1
            for _ in 0..<Self.blockWidth { power *= window.horizontal }
            decays[index] = power
        }
    }

    /// Begins a row, whose samples and whose neighbours' lie in `planes`.
    func beginRow(_ row: Int, planes: UnsafePointer<PlaneRows>) {
        for index in 0..<count {
            let place = places[index]
            pointers[index] = UnsafePointer(planes[place.plane].floats(row, above: -place.row) + place.column)
        }
        for index in 0..<windows * triangleSize { left[index] = 0 }
    }

    /// Predicts a sample.
    ///
    /// - Parameters:
    ///   - column: of the sample.
    ///   - index: its number in the row among those that these fits are for.
    ///   - references: for each plane what is taken from its samples, so that only deviations matter.
    ///   - base: what is added to the predictions: the reference of the sample's own plane.
    ///   - predictions: one for each window, written.
    @inline(__always)
    func predict(
        column: Int, index: Int, references: UnsafePointer<Float>, base: Float,
        predictions: UnsafeMutablePointer<Float>
    ) {
        if index % Self.blockWidth == 0 { solve(block: index / Self.blockWidth) }
        let row = features + index % Self.blockWidth &* featureStride
        Kernels.gatherDeviations(
            UnsafePointer(pointers), ends: UnsafePointer(ends), planes: planes, column: column,
            references: references, features: row)
        row[count] = 0
        Kernels.predict(
            features: row, coefficients: coefficients, width: featureStride / 8, fits: windows,
            predictions: predictions)
        for index in 0..<windows { predictions[index] += base }
    }

    /// Learns what the sample turned out to be.
    ///
    /// - Parameters:
    ///   - index: as it was given to predict it.
    ///   - deviation: from the reference of its plane.
    ///   - weight: of the sample.
    ///   - isLast: whether the row ends with it.
    @inline(__always)
    func learn(index: Int, deviation: Float, weight: Float, isLast: Bool) {
        let place = index % Self.blockWidth
        features[place &* featureStride &+ count] = deviation
        weights[place] = weight
        if place == Self.blockWidth - 1 || isLast { join(block: index / Self.blockWidth, samples: place + 1) }
    }

    private func join(block: Int, samples: Int) {
        let triangle = blockTriangles + block * triangleSize
        Kernels.blockTriangle(
            features: features, weights: weights, samples: samples, count: count, triangle: triangle)
        for index in 0..<windows {
            Kernels.joinBlock(
                triangle, left: left + index * triangleSize, above: above + (index * blocks + block) * triangleSize,
                length: triangleSize, decay: decays[index], rowDecay: rowDecays[index])
        }
    }

    private func solve(block: Int) {
        for index in 0..<windows {
            Kernels.solveWindow(
                above: above + (index * blocks + block) * triangleSize, left: left + index * triangleSize,
                decay: decays[index], ridge: 1, count: count, coefficients: coefficients + index * featureStride,
                triangle: scratch, factors: factors)
        }
    }

    /// Ends a row.
    func endRow() {
        for index in 0..<windows {
            let right = scratch
            for place in 0..<triangleSize { right[place] = 0 }
            var block = blocks - 2
            while block >= 0 {
                Kernels.joinFromRight(
                    blockTriangles + (block + 1) * triangleSize, right: right,
                    above: above + (index * blocks + block) * triangleSize, length: triangleSize, decay: decays[index])
                block -= 1
            }
        }
    }

    /// Bytes that fits to `count` neighbours take.
    static func byteCount(count: Int, windows: Int, width: Int) -> Int {
        let blocks = (width + blockWidth - 1) / blockWidth
        let triangle = 4 * Kernels.triangleFloatCount(count)
        return triangle * (blocks * (windows + 1) + windows + 1) + 4 * 8 * (count / 8 + 1) * (count + windows + 9)
            + 2048
    }
}
