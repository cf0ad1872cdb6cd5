// The settings within a stretch's parameters, every value an unsigned LEB128 number of at most four bytes:
//
//     groups of fits, 0 to 8, and for each: neighbours, own percent, windows << 1 | is phased, and for each: column decay, row
//     decay; then the rest: histograms, their floors, counters, table bits, weight sets, hidden units / 8, mixing rate
//
// or, where the groups are a preset's:
//
//     8 + the preset's number, 1 to 9; table bits << 1 | has rest; with it: the rest, without table bits
//
// What the presets stand for is part of the format: `docs/stream-presets.md`. A level that is tuned again gets a new number.
extension PixelSettings {
    /// The greatest number of groups that are spelled out.
    private static let mostGroups = 8
    static let presetCount = 9

    /// The settings with a number from 1.
    static func preset(_ number: Int) -> PixelSettings { level(number) }

    /// The settings as parameters carry them; not ``isPixelOrder`` and ``isPhotoCD``, which are among their flags.
    var values: [Int] {
        func isSame(_ preset: PixelSettings) -> Bool { preset.fitGroups == fitGroups }
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
        var values = [fitGroups.count]
        for group in fitGroups {
            values += [group.neighbours, group.ownPercent, group.windows.count << 1 | (group.isPhased ? 1 : 0)]
            for window in group.windows { values += [window.columnDecay, window.rowDecay] }
        }
        return values + rest[..<4] + [tableBits] + rest[4...]
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
        let count = try next("number of fit groups", 0...Self.mostGroups + Self.presetCount)
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
        self = settings
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
