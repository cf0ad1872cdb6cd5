/// What a model of pixels is made of: numbers that travel with the stream, so that levels may be tuned again.
struct PixelSettings: Sendable, Equatable {
    /// The window of a least-squares fit: how much a sample's weight decays from one column, and one row, to the next.
    struct Window: Sendable, Equatable {
        /// In thousandths, 1 to 999.
        var columnDecay: Int
        var rowDecay: Int

        init(_ columnDecay: Int, _ rowDecay: Int) {
            self.columnDecay = columnDecay
            self.rowDecay = rowDecay
        }

        var horizontal: Float { Float(columnDecay) / 1000 }
        var vertical: Float { Float(rowDecay) / 1000 }
    }

    /// Fits that look at the same neighbours.
    struct FitGroup: Sendable, Equatable {
        /// Neighbours, 1 to 63; costs least at 7, 15, 23, ...
        var neighbours: Int
        /// How many of a hundred are of the plane itself.
        var ownPercent: Int
        /// 1 to 8.
        var windows: [Window]
        /// Whether samples at even and odd columns and rows are fitted apart. Colours that were stored at half the
        /// resolution, and cameras' colour filters, make them differ.
        var isPhased = false
    }

    /// A fit for each sample to those nearby that look similar: ``SimilarFit``.
    struct SimilarFit: Sendable, Equatable {
        /// Neighbours, 1 to 55; costs least at 7, 15, 23, ...
        var neighbours: Int
        /// How many of a hundred are of the plane itself.
        var ownPercent: Int
        /// How many columns left and right, and rows up, samples may lie; 1 to 24.
        var radius: Int
        /// What a sample counts for one column or one row further away, in thousandths, 1 to 1000.
        var decay: Int
        /// From what difference on samples are not similar, in hundredths of the expected error squared, 1 to 10,000.
        var closeness: Int
        /// How much difference matters, 1 to 4.
        var power: Int
        /// Samples that count for less, in hundredths of what one of the window does in the mean, are left out; 0 to 400.
        var cut: Int
        /// What keeps coefficients small, 1 to 1000.
        var ridge: Int
    }

    /// Whether all components of a pixel are coded before the next pixel; otherwise rows of one plane after the other.
    var isPixelOrder = false
    /// Whether luma and chroma of a Photo CD are coded instead of the colours made of them; in pixel order.
    var isPhotoCD = false
    /// Whether each plane has a payload of its own, so that several can be coded at a time; in plane order.
    var arePlanesApart = false
    /// At most 8.
    var fitGroups: [FitGroup]
    /// At most 4.
    var similarFits: [SimilarFit] = []
    /// What the first of them corrects the blended prediction from, 0 to 23; 0 for no correction.
    var correctionInputs = 0
    /// Histograms that take part in each sample, at most ``ColourContexts/most``.
    var histograms: Int
    /// Contexts of counters, likewise.
    var counters: Int
    /// What histograms' counts are increased by, in hundredths, as ``ValueCoderShape/histogramFloor``.
    var histogramFloor = 40
    var weightedHistogramFloor = 10
    /// The binary logarithm of the slots of a table of histograms, 8 to 22.
    var tableBits = 16
    /// Sets of weights, 1 to ``MixingContexts/most``.
    var weightSets: Int
    /// Units of the hidden layer of the network, a multiple of 8; 0 for none.
    var hiddenUnits = 0
    /// Rate of the weights' steps in units of 10^-5.
    var mixingRate = 60

    /// Least-squares predictions of a sample.
    var fitCount: Int { fitGroups.reduce(0) { $0 + $1.windows.count } + similarFits.count }
    /// All predictors: the fits, and simple ones that make the number a multiple of eight.
    var predictorCount: Int { (fitCount + SimplePredictors.least + 7) / 8 * 8 }
    /// Distributions of each sample: the predictors', eight of the blended prediction, and eight where there are similar samples.
    var distributionCount: Int { predictorCount + (similarFits.isEmpty ? 8 : 16) }
}
