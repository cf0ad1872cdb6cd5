// The settings within a stretch's parameters, every value an unsigned LEB128 number of at most four bytes:
//
//     fits, 1 to 16, and for each: own / 4, other / 4, far / 4, memory, period;
//     cascades, and for each: fit, filters, and for each: taps / 16, step;
//     stackings, and each one's memory; weight sets, mixing rate, direct width, hidden units / 8
//
// or, where they are a preset's, 16 + its number, 1 to 9. Of one channel a preset's fits have no lags of another; without far
// lags none around them. What the presets stand for is part of the format: `docs/stream-presets.md`. A level that is tuned
// again gets a new number.
extension SampleSettings {
    /// The greatest number of fits that are spelled out.
    private static let mostFits = 16
    static let presetCount = 9

    /// The settings with a number from 1, for sounds of so many channels in which far lags were found or not.
    static func preset(_ number: Int, channels: Int, hasFarLags: Bool) -> SampleSettings {
        var settings = level(number)
        for index in settings.fits.indices {
            if channels == 1 { settings.fits[index].other = 0 }
            if !hasFarLags { settings.fits[index].far = 0 }
        }
        return settings
    }

    /// The settings as parameters carry them.
    func values(channels: Int, hasFarLags: Bool) -> [Int] {
        for number in 1...Self.presetCount
        where self == Self.preset(number, channels: channels, hasFarLags: hasFarLags) {
            return [Self.mostFits + number]
        }
        return spelledOut
    }

    /// The settings without the help of a preset.
    var spelledOut: [Int] {
        var values = [fits.count]
        for fit in fits { values += [fit.own / 4, fit.other / 4, fit.far / 4, fit.memory, fit.period] }
        values.append(cascades.count)
        for cascade in cascades {
            values += [cascade.fit, cascade.filters.count]
            for filter in cascade.filters { values += [filter.taps / 16, filter.step] }
        }
        values.append(stackings.count)
        return values + stackings + [weightSets, mixingRate, directWidth, hiddenUnits / 8]
    }

    /// Reads what ``values(channels:hasFarLags:)`` gave, and moves `bytes` past it.
    init(decoding bytes: inout ArraySlice<UInt8>, channels: Int, hasFarLags: Bool) throws(MediaParametersError) {
        func next(_ field: String, _ range: ClosedRange<Int>) throws(MediaParametersError) -> Int {
            try ParameterFields.next(field, in: range, from: &bytes)
        }
        let count = try next("number of fits", 1...Self.mostFits + Self.presetCount)
        guard count <= Self.mostFits else {
            self = Self.preset(count - Self.mostFits, channels: channels, hasFarLags: hasFarLags)
            return
        }
        var fits: [Fit] = []
        for _ in 0..<count {
            fits.append(
                Fit(
                    4 * (try next("own lags", 1...16)), 4 * (try next("other lags", 0...16)),
                    far: 4 * (try next("far lags", 0...16)), memory: try next("memory", 2...1_000_000),
                    period: try next("period", 1...64)))
        }
        var cascades: [Cascade] = []
        for _ in 0..<(try next("number of cascades", 1...4)) {
            let fit = try next("fit of a cascade", 0...fits.count - 1)
            var filters: [Filter] = []
            for _ in 0..<(try next("number of filters", 1...8)) {
                filters.append(Filter(16 * (try next("taps", 1...256)), try next("step", 0...1000)))
            }
            cascades.append(Cascade(fit: fit, filters: filters))
        }
        var stackings: [Int] = []
        for _ in 0..<(try next("number of stackings", 1...4)) { stackings.append(try next("memory", 2...1_000_000)) }
        self.init(
            fits: fits, cascades: cascades, stackings: stackings,
            weightSets: try next("weight sets", 1...SampleContexts.most),
            mixingRate: try next("mixing rate", 1...10_000), directWidth: try next("direct width", 0...100),
            hiddenUnits: 8 * (try next("hidden units", 0...8)))
    }
}
