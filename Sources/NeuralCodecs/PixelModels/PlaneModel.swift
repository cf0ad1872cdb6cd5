/// Predicts and codes the samples of one plane.
struct PlaneModel<Kernels: PixelKernelSet> {
    /// Where the rows of a plane that a sample looks at lie, for column 0.
    struct Rows {
        var floats: UnsafeMutablePointer<Float>
        var floatsNorth: UnsafeMutablePointer<Float>
        var floatsNorthNorth: UnsafeMutablePointer<Float>
        var values: UnsafeMutablePointer<Int32>
        var valuesNorth: UnsafeMutablePointer<Int32>
        var valuesNorthNorth: UnsafeMutablePointer<Int32>
        /// Signed errors of the blended prediction.
        var errors: UnsafeMutablePointer<Float>
        var errorsNorth: UnsafeMutablePointer<Float>
    }

    let plane: Int
    let planes: Int
    let role: Int
    /// Whether the plane holds chroma that was stored at half the resolution.
    let isSubsampled: Bool
    let width: Int
    let isPixelOrder: Bool
    let unit: Float
    let lastValue: Float
    let groups: Int
    let fitCount: Int
    let simpleCount: Int
    let predictorCount: Int
    let histograms: Int
    let counters: Int
    let weightSets: Int
    let stride: Int

    /// Four of each group: for even and odd columns of even and odd rows, or only the first for all samples.
    let fits: UnsafeMutablePointer<LeastSquaresFits<Kernels>>
    /// For each group 1 where it has four fits, otherwise 0.
    let phased: UnsafeMutablePointer<Int>
    /// Fitted to samples that look similar; the first finds samples for the correction as well.
    let similarCount: Int
    let similarFits: UnsafeMutablePointer<SimilarFit<Kernels>>
    let correction: CorrectionFit<Kernels>
    /// Absolute errors of all predictors at the places that the first of these fits keeps; and their weighted sums.
    let pastErrors: UnsafeMutablePointer<Float>
    let similarErrors: UnsafeMutablePointer<Float>
    let planeRows: UnsafeMutablePointer<PlaneRows>
    /// Of every plane.
    let rows: UnsafeMutablePointer<Rows>
    /// Of every plane: the blended prediction's errors in two rows.
    let errorRows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    /// Smoothed errors of each predictor, and of the blend, at each column of two rows.
    let smoothed: UnsafeMutablePointer<Float>
    let rowState: UnsafeMutablePointer<RowState>
    let predictions: UnsafeMutablePointer<Float>
    let averages: UnsafeMutablePointer<Float>
    let references: UnsafeMutablePointer<Float>
    let tables: UnsafeMutablePointer<HistogramTable<Kernels>>
    let hashes: UnsafeMutablePointer<UInt32>
    let expected: UnsafeMutablePointer<Int32>
    let coder: ValueCoder<Kernels>
    let hasNetwork: Bool
    let network: MixtureNetwork<Kernels>

    struct RowState {
        var smoothed: UnsafeMutablePointer<Float>
        var smoothedNorth: UnsafeMutablePointer<Float>
        /// Counted from the first of the stretch.
        var row: Int
        /// 1 in odd rows.
        var parity: Int
        /// What interpolation said of the latest sample of subsampled planes; shared by them.
        var expected: UnsafeMutablePointer<Int32>
    }

    /// - Parameters:
    ///   - plane: in coding order.
    ///   - planeRows: of every plane.
    ///   - errorRows: of every plane; this one makes its own.
    ///   - expected: one value that the planes share.
    init(
        plane: Int, planes: Int, width: Int, valueCount: Int, settings: PixelSettings,
        planeRows: UnsafeMutablePointer<PlaneRows>, errorRows: UnsafeMutablePointer<UnsafeMutablePointer<Float>>,
        expected: UnsafeMutablePointer<Int32>, in arena: Arena
    ) {
        self.plane = plane
        self.planes = planes
        self.width = width
        self.planeRows = planeRows
        self.errorRows = errorRows
        rows = arena.allocate(planes, of: Rows.self)
        self.expected = expected
        role = min(plane, 2)
        isSubsampled = settings.isPhotoCD && plane > 0
        isPixelOrder = settings.isPixelOrder
        unit = PixelEngine<Kernels>.unit(valueCount: valueCount)
        lastValue = Float(valueCount - 1) * unit
        groups = settings.fitGroups.count
        fitCount = settings.fitCount
        predictorCount = settings.predictorCount
        simpleCount = predictorCount - fitCount
        histograms = settings.histograms
        counters = settings.counters
        weightSets = settings.weightSets
        stride = predictorCount + 8

        fits = arena.allocate(4 * groups, of: LeastSquaresFits<Kernels>.self)
        phased = arena.allocate(groups, of: Int.self)
        for (index, group) in settings.fitGroups.enumerated() {
            let neighbours = NeighbourSet(
                count: group.neighbours, plane: plane, planes: planes, isPixelOrder: settings.isPixelOrder,
                ownShare: Float(group.ownPercent) / 100)
            phased[index] = group.isPhased ? 1 : 0
            for phase in 0..<(group.isPhased ? 4 : 1) {
                fits[4 * index + phase] = LeastSquaresFits(
                    neighbours: neighbours, windows: group.windows,
                    width: group.isPhased ? (width + 1) / 2 : width, in: arena)
            }
        }
        similarCount = settings.similarFits.count
        similarFits = arena.allocate(max(1, similarCount), of: SimilarFit<Kernels>.self)
        for (index, fit) in settings.similarFits.enumerated() {
            let neighbours = NeighbourSet(
                count: fit.neighbours, plane: plane, planes: planes, isPixelOrder: settings.isPixelOrder,
                ownShare: Float(fit.ownPercent) / 100)
            similarFits[index] = SimilarFit(
                fit, neighbours: neighbours, plane: plane, width: width, unit: unit, in: arena)
        }
        pastErrors = arena.floats(Self.pastErrorCount(settings, width: width))
        similarErrors = arena.floats(predictorCount)
        correction = CorrectionFit(settings, width: width, unit: unit, in: arena)
        errorRows[plane] = arena.floats(2 * (width + 16))
        smoothed = arena.floats(2 * (width + 2) * stride)
        for index in 0..<2 * (width + 2) * stride { smoothed[index] = 4 }
        rowState = arena.allocate(1, of: RowState.self)
        predictions = arena.floats(stride)
        averages = arena.floats(stride)
        references = arena.floats(planes)
        tables = arena.allocate(max(1, histograms), of: HistogramTable<Kernels>.self)
        for index in 0..<histograms { tables[index] = HistogramTable(bits: settings.tableBits, in: arena) }
        hashes = arena.allocate(ColourContexts.most, of: UInt32.self)
        coder = ValueCoder(
            Self.coderShape(settings, valueCount: valueCount, unit: unit), in: arena)
        hasNetwork = settings.hiddenUnits > 0
        network = MixtureNetwork(
            features: hasNetwork ? Self.featureCount(settings) : 0, hidden: settings.hiddenUnits, in: arena)
    }

    /// What the network looks at, padded to a multiple of eight.
    static func featureCount(_ settings: PixelSettings) -> Int { 48 + settings.predictorCount }

    static func coderShape(_ settings: PixelSettings, valueCount: Int, unit: Float) -> ValueCoderShape {
        ValueCoderShape(
            valueCount: valueCount, unit: unit, distributions: settings.distributionCount,
            histograms: settings.histograms, histogramFloor: Float(settings.histogramFloor) / 100,
            weightedHistogramFloor: Float(settings.weightedHistogramFloor) / 100, counters: settings.counters,
            counterBits: settings.tableBits + 2,
            hasMixture: settings.hiddenUnits > 0,
            contextCounts: Array(MixingContexts.counts.prefix(settings.weightSets)),
            rate: Float(settings.mixingRate) * 1e-5)
    }

    /// Begins a row. Other planes may be in another one.
    func beginRow(_ row: Int) {
        planeRows[plane].begin(row)
        for other in 0..<planes {
            let theirs = planeRows[other]
            rows[other] = Rows(
                floats: theirs.floats(row, above: 0), floatsNorth: theirs.floats(row, above: 1),
                floatsNorthNorth: theirs.floats(row, above: 2), values: theirs.values(row, above: 0),
                valuesNorth: theirs.values(row, above: 1), valuesNorthNorth: theirs.values(row, above: 2),
                errors: errorRows[other] + (row % 2 * (width + 16) + 8),
                errorsNorth: errorRows[other] + ((row + 1) % 2 * (width + 16) + 8))
        }
        let current = smoothed + row % 2 * (width + 2) * stride
        let north = smoothed + (row + 1) % 2 * (width + 2) * stride
        // Left of the row what lies above its first sample, right of the row above what its last one left.
        for index in 0..<stride {
            current[index] = north[stride + index]
            north[(width + 1) * stride + index] = north[width * stride + index]
        }
        rowState.pointee = RowState(
            smoothed: current + stride, smoothedNorth: north + stride, row: row, parity: row % 2, expected: expected)
        forEachFit(row) { $0.beginRow(row, planes: planeRows) }
        for index in 0..<similarCount { similarFits[index].beginRow(row, planes: planeRows) }
    }

    /// Ends a row.
    ///
    /// - Parameter isLearnt: whether the fits learnt its samples.
    @inline(__always)
    func endRow(_ row: Int, isLearnt: Bool) {
        planeRows[plane].end(row)
        if isLearnt { forEachFit(row) { $0.endRow() } }
    }

    /// The fits that samples of a row belong to.
    private func forEachFit(_ row: Int, _ body: (LeastSquaresFits<Kernels>) -> Void) {
        for index in 0..<groups {
            if phased[index] == 0 {
                body(fits[4 * index])
            } else {
                body(fits[4 * index + row % 2 * 2])
                body(fits[4 * index + row % 2 * 2 + 1])
            }
        }
    }

    /// The fits of a group that a sample belongs to.
    @inline(__always)
    private func fit(_ group: Int, _ column: Int) -> LeastSquaresFits<Kernels> {
        fits[4 &* group &+ phased[group] &* phase(column)]
    }

    /// 0 to 3: whether column and row are even or odd.
    @inline(__always)
    func phase(_ column: Int) -> Int { column & 1 &+ 2 &* rowState.pointee.parity }

    @inline(__always)
    private func surroundings(_ plane: Int, _ column: Int) -> SimplePredictors.Surroundings {
        let r = rows[plane]
        return SimplePredictors.Surroundings(
            west: r.floats[column &- 1], north: r.floatsNorth[column], northWest: r.floatsNorth[column &- 1],
            northEast: r.floatsNorth[column &+ 1], westWest: r.floats[column &- 2],
            northNorth: r.floatsNorthNorth[column], northNorthEast: r.floatsNorthNorth[column &+ 1])
    }

    @inline(__always)
    func values(_ plane: Int, _ column: Int, isWestKnown: Bool) -> ColourContexts.Values {
        let r = rows[plane]
        return ColourContexts.Values(
            here: r.values[column], west: isWestKnown ? r.values[column &- 1] : r.valuesNorth[column &- 1],
            north: r.valuesNorth[column], northWest: r.valuesNorth[column &- 1],
            northEast: r.valuesNorth[column &+ 1],
            westWest: isWestKnown ? r.values[column &- 2] : r.valuesNorth[column &- 2],
            northNorth: r.valuesNorthNorth[column])
    }

    /// Codes the sample of a column, and writes it into the plane's rows.
    ///
    /// - Parameter value: anything in a decoder.
    /// - Returns: the value in the payload.
    @inline(__always)
    func code<Coder: BitCoder>(_ value: Int, column: Int, with bits: inout Coder) -> Int {
        let own = surroundings(plane, column)
        predict(own, column: column)
        let state = rowState.pointee
        let place = column &* stride
        let west = state.smoothed + (place &- stride)
        let north = state.smoothedNorth + place
        let width = predictorCount / 8
        var center =
            similarCount > 0
            ? blendBySimilar(west: west, north: north)
            : Kernels.blend(
                predictions: predictions, width: width, west: west, north: north, northEast: north + stride,
                northWest: north - stride, averages: averages, floor: 0.3 * unit, scale: 0.48,
                scaleFloor: 0.12 * unit, inverseScales: coder.inverseScales)
        center = center > 0 ? (center < lastValue ? center : lastValue) : 0
        let blend = predictorCount
        let error = expectedError(column)
        averages[blend] = error
        let scale = error * 0.75 + 0.15 * unit
        for index in 0..<predictorCount { coder.means[index] = predictions[index] }
        // The blend's own distributions: sharp to vague.
        var multiple: Float = 0.3
        for index in predictorCount..<predictorCount &+ 8 {
            coder.means[index] = center
            coder.inverseScales[index] = 1 / (scale * multiple)
            multiple *= 1.35
        }
        if similarCount > 0 { judgeBySimilar(center: center, scale: scale, error: error, column: column) }
        if hasNetwork {
            gatherFeatures(own, center: center, scale: scale, column: column)
            network.predict(scale: scale, into: coder)
        }
        chooseContexts(center: center, scale: scale, column: column)
        let coded = coder.code(value, center: center, scale: 0.72 * scale, with: &bits)
        note(coded, own: own, center: center, column: column)
        if !Coder.choosesValues { learn(error: error, column: column) }
        return coded
    }

    @inline(__always)
    private func predict(_ own: SimplePredictors.Surroundings, column: Int) {
        for other in 0..<planes {
            let r = rows[other]
            let north = r.floatsNorth[column]
            references[other] =
                other <= plane || isPixelOrder ? (r.floats[column &- 1] + north) * 0.5 : north
        }
        var place = simpleCount
        let base = references[plane]
        for index in 0..<groups {
            let fit = fit(index, column)
            fit.predict(
                column: column, index: column >> phased[index], references: references, base: base,
                predictions: predictions + place)
            place &+= fit.windows
        }
        if similarCount > 0 { predictSimilar(predictions + place, base: base, column: column) }
        if plane == 0 {
            SimplePredictors.predict(own, count: simpleCount, into: predictions)
        } else {
            SimplePredictors.predict(
                own, first: surroundings(0, column), firstHere: rows[0].floats[column],
                second: surroundings(plane &- 1, column), secondHere: rows[plane &- 1].floats[column],
                count: simpleCount, into: predictions)
        }
        for index in 0..<predictorCount {
            let p = predictions[index]
            predictions[index] = p > 0 ? (p < lastValue ? p : lastValue) : 0
        }
    }

    @inline(__always)
    private func note(_ value: Int, own: SimplePredictors.Surroundings, center: Float, column: Int) {
        let r = rows[plane]
        let truth = Float(value) * unit
        r.values[column] = Int32(truncatingIfNeeded: value)
        r.floats[column] = truth
        r.errors[column] = truth - center
        let smoothed = rowState.pointee.smoothed + column &* stride
        Kernels.noteErrors(
            predictions: predictions, width: predictorCount / 8, value: truth, averages: averages, rate: 0.5,
            smoothed: smoothed)
        let off = truth > center ? truth - center : center - truth
        smoothed[predictorCount] = averages[predictorCount] + 0.5 * (off - averages[predictorCount])
    }

    /// Lets the network and the fits learn what was noted.
    @inline(__always)
    private func learn(error: Float, column: Int) {
        let r = rows[plane]
        let truth = r.floats[column]
        if hasNetwork {
            // The first and the last value own all that lies beyond them.
            network.learn(
                from: r.values[column] == 0 ? -1e6 : truth - 0.5 * unit,
                to: truth >= lastValue ? 1e6 : truth + 0.5 * unit)
        }
        let deviation = truth - references[plane]
        let weight = 1 / (error + 0.6 * unit)
        if similarCount > 0 { learnSimilar(deviation: deviation, weight: weight, column: column) }
        for index in 0..<groups {
            fit(index, column).learn(
                index: column >> phased[index], deviation: deviation, weight: weight,
                isLast: column &+ phased[index] >= width &- 1)
        }
    }
}
