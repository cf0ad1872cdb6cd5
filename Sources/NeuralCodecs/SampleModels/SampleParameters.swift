/// Everything a decoder needs to know of a stretch of samples before its payload: the layout, what the model is made of, and
/// what the encoder found out about the stretch.
package struct SampleParameters: Sendable, Equatable {
    package let layout: SampleLayout
    let settings: SampleSettings
    /// How many low bits are zero in every sample.
    let shift: Int
    /// The smallest and the largest sample without those bits.
    let lowest: Int
    let highest: Int
    /// Which of the values from `lowest` on occur; nil for all.
    let used: UsedValues?
    /// Distances in frames at which the sound is like itself.
    let farLags: [Int]

    /// The most memory a model may take, whatever a stream asks for.
    package static let memoryLimit = 1 << 30
    /// The longest far lag, in frames.
    static let longestLag = 1 << 19

    /// Looks at a whole stretch and decides how to code it.
    ///
    /// - Parameters:
    ///   - level: 1 to 9; higher is smaller and slower.
    ///   - layout: valid.
    ///   - bytes: whole frames.
    package init(level: Int, layout: SampleLayout, analysing bytes: UnsafeRawBufferPointer) {
        let analysis = SampleAnalysis(layout, bytes)
        let farLags =
            SampleSettings.level(level).fits.contains { $0.far > 0 }
            ? FarLagSearch.lags(
                layout, bytes, shift: analysis.shift, most: SampleSettings.farLagCount(level: level)) : []
        self.init(
            layout: layout,
            settings: SampleSettings.preset(level, channels: layout.channels, hasFarLags: !farLags.isEmpty),
            shift: analysis.shift, lowest: analysis.lowest,
            highest: analysis.highest, used: analysis.used, farLags: farLags)
    }

    init(
        layout: SampleLayout, settings: SampleSettings, shift: Int, lowest: Int, highest: Int, used: UsedValues?,
        farLags: [Int]
    ) {
        self.layout = layout
        self.settings = settings
        self.shift = shift
        self.lowest = lowest
        self.highest = highest
        self.used = used
        self.farLags = farLags
    }

    private static let longMemory = 8000

    /// The same for drawing, when nothing more is learnt: fits that follow the last moments alone would be left with whatever
    /// these taught, and the sound that goes round through them would swell.
    var forGeneration: SampleParameters {
        var settings = settings
        for index in settings.fits.indices {
            settings.fits[index].memory = max(settings.fits[index].memory, Self.longMemory)
        }
        settings.stackings = settings.stackings.map { max($0, Self.longMemory) }
        return SampleParameters(
            layout: layout, settings: settings, shift: shift, lowest: lowest, highest: highest, used: used,
            farLags: farLags)
    }

    /// How many different values are coded, at least two.
    var valueCount: Int { max(2, used?.values.count ?? highest - lowest + 1) }

    /// An upper bound of the memory of a model with these parameters, in bytes.
    package var memoryByteCount: Int { SampleModel.memoryByteCount(self) }
}
