// The settings within a stretch's parameters, every value an unsigned LEB128 number of at most four bytes:
//
//     groups of fits, 0 to 8, and for each: neighbours, own percent, windows << 1 | is phased, and for each: column decay, row
//     decay; then the rest: histograms, their floors, counters, table bits, weight sets, hidden units / 8, mixing rate
//
// or, with fits to similar samples:
//
//     21 + groups of fits, 0 to 8, and all of the above; then fits to similar samples, 1 to 4, and for each: neighbours, own
//     percent, radius, decay, closeness, power, cut, ridge; inputs of the correction
//
// or, where both kinds of fits are a preset's:
//
//     8 + the preset's number, 1 to 12; table bits << 1 | has rest; with it: the rest, without table bits
//
// What the presets stand for is part of the format: `docs/stream-presets.md`. A level that is tuned again gets a new number.
extension PixelSettings {
    /// The greatest number of groups that are spelled out.
    private static let mostGroups = 8
    static let presetCount = 12
    /// What is added to the number of groups where fits to similar samples follow the rest.
    private static let similarBase = mostGroups + presetCount + 1

    /// The settings with a number from 1: those of the levels, and from 7 to 9 what these levels were before they had fits to
    /// similar samples.
    static func preset(_ number: Int) -> PixelSettings {
        switch number {
        case 7...9: earlierLevel(number)
        case 10...: level(number - 3)
        default: level(number)
        }
    }

    /// The settings as parameters carry them; not ``isPixelOrder`` and ``isPhotoCD``, which are among their flags.
    var values: [Int] {
        func isSame(_ preset: PixelSettings) -> Bool {
            preset.fitGroups == fitGroups && preset.similarFits == similarFits
                && preset.correctionInputs == correctionInputs
        }
        func isSameWhole(_ preset: PixelSettings) -> Bool { isSame(preset) && preset.rest == rest }
        let numbers = 1...Self.presetCount
        guard
            let number = numbers.first(where: { isSameWhole(Self.preset($0)) })
                ?? numbers.first(where: { isSame(Self.preset($0)) })
        else { return spelledOut }
        let hasRest = !isSameWhole(Self.preset(number))
        return [Self.mostGroups + number, tableBits << 1 | (hasRest ? 1 : 0)] + (hasRest ? rest : [])
    }

    /// The settings without the help of a preset.
    var spelledOut: [Int] {
        var values = [similarFits.isEmpty ? fitGroups.count : Self.similarBase + fitGroups.count]
        for group in fitGroups {
            values += [group.neighbours, group.ownPercent, group.windows.count << 1 | (group.isPhased ? 1 : 0)]
            for window in group.windows { values += [window.columnDecay, window.rowDecay] }
        }
        values += rest[..<4] + [tableBits] + rest[4...]
        guard !similarFits.isEmpty else { return values }
        return values + [similarFits.count] + similarFits.flatMap { $0.values } + [correctionInputs]
    }

    /// What is neither groups nor the size of tables.
    private var rest: [Int] {
        [histograms, histogramFloor, weightedHistogramFloor, counters, weightSets, hiddenUnits / 8, mixingRate]
    }

    /// Reads what ``values`` gave, and moves `bytes` past it.
    init(decoding bytes: inout ArraySlice<UInt8>) throws(MediaParametersError) {
        func next(_ field: String, _ range: ClosedRange<Int>) throws(MediaParametersError) -> Int {
            try ParameterFields.next(field, in: range, from: &bytes)
        }
        func tableBits(_ shift: Int) throws(MediaParametersError) -> (bits: Int, flag: Int) {
            let value = try next("table bits", 8 << shift...(20 << shift) + shift)
            return (value >> shift, value & shift)
        }
        var count = try next("number of fit groups", 0...Self.similarBase + Self.mostGroups)
        let hasSimilar = count >= Self.similarBase
        if hasSimilar { count -= Self.similarBase }
        let isPreset = count > Self.mostGroups
        var settings: PixelSettings
        var hasRest = true
        if isPreset {
            settings = Self.preset(count - Self.mostGroups)
            let size = try tableBits(1)
            settings.tableBits = size.bits
            hasRest = size.flag == 1
        } else {
            var groups: [FitGroup] = []
            for _ in 0..<count { groups.append(try FitGroup(decoding: &bytes)) }
            settings = PixelSettings(fitGroups: groups, histograms: 0, counters: 0, weightSets: 1)
        }
        if hasRest {
            settings.histograms = try next("histograms", 0...ColourContexts.most)
            settings.histogramFloor = try next("histogram floor", 1...1000)
            settings.weightedHistogramFloor = try next("histogram floor", 1...1000)
            settings.counters = try next("counters", 0...ColourContexts.most)
            if !isPreset { settings.tableBits = try tableBits(0).bits }
            settings.weightSets = try next("weight sets", 1...MixingContexts.most)
            settings.hiddenUnits = 8 * (try next("hidden units", 0...16))
            settings.mixingRate = try next("mixing rate", 1...10_000)
        }
        if hasSimilar {
            for _ in 0..<(try next("number of fits to similar samples", 1...4)) {
                settings.similarFits.append(try SimilarFit(decoding: &bytes))
            }
            settings.correctionInputs = try next("inputs of the correction", 0...23)
        }
        self = settings
    }
}

extension PixelSettings.SimilarFit {
    /// The numbers as parameters carry them.
    fileprivate var values: [Int] { [neighbours, ownPercent, radius, decay, closeness, power, cut, ridge] }

    fileprivate init(decoding bytes: inout ArraySlice<UInt8>) throws(MediaParametersError) {
        func next(_ field: String, _ range: ClosedRange<Int>) throws(MediaParametersError) -> Int {
            try ParameterFields.next(field, in: range, from: &bytes)
        }
        self.init(
            neighbours: try next("neighbours", 1...55), ownPercent: try next("own percent", 0...100),
            radius: try next("radius", 1...24), decay: try next("decay", 1...1000),
            closeness: try next("closeness", 1...10_000), power: try next("power", 1...4),
            cut: try next("cut", 0...400), ridge: try next("ridge", 1...1000))
    }
}

extension PixelSettings.FitGroup {
    fileprivate init(decoding bytes: inout ArraySlice<UInt8>) throws(MediaParametersError) {
        func next(_ field: String, _ range: ClosedRange<Int>) throws(MediaParametersError) -> Int {
            try ParameterFields.next(field, in: range, from: &bytes)
        }
        let neighbours = try next("neighbours", 1...55)
        let own = try next("own percent", 0...100)
        let kind = try next("number of windows", 2...17)
        var windows: [PixelSettings.Window] = []
        for _ in 0..<kind >> 1 {
            windows.append(PixelSettings.Window(try next("column decay", 1...999), try next("row decay", 1...999)))
        }
        self.init(neighbours: neighbours, ownPercent: own, windows: windows, isPhased: kind & 1 == 1)
    }
}
