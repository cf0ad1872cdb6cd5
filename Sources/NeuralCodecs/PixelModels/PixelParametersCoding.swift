// The bytes a stream's header carries, every value an unsigned LEB128 number of at most four bytes:
//
//     width, channels - 1 | bytes - 1 << 2 | is big-endian << 3 | is blue first << 4 | is pixel order << 5 | has map << 6 | is Photo CD << 7,
//     maximum value, number of values,
//     groups of fits, and for each: neighbours, own percent, windows << 1 | is phased, and for each: column decay, row decay;
//     histograms, their floors, counters, table bits, weight sets, hidden units / 8, mixing rate,
//     with a map: its length in bytes, the map
extension PixelParameters {
    /// The parameters as a stream's header carries them; self-delimiting.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        let hasMap = !used.isDense
        let flags =
            layout.channels - 1 | (layout.bytesPerSample - 1) << 2 | (layout.isBigEndian ? 8 : 0)
            | (layout.isBlueFirst ? 16 : 0) | (settings.isPixelOrder ? 32 : 0) | (hasMap ? 64 : 0)
            | (settings.isPhotoCD ? 128 : 0)
        for value in [layout.width, flags, layout.maximumValue, used.flags.count, settings.fitGroups.count] {
            ParameterFields.append(value, to: &bytes)
        }
        for group in settings.fitGroups {
            for value in [group.neighbours, group.ownPercent, group.windows.count << 1 | (group.isPhased ? 1 : 0)] {
                ParameterFields.append(value, to: &bytes)
            }
            for window in group.windows {
                ParameterFields.append(window.columnDecay, to: &bytes)
                ParameterFields.append(window.rowDecay, to: &bytes)
            }
        }
        for value in [
            settings.histograms, settings.histogramFloor, settings.weightedHistogramFloor, settings.counters,
            settings.tableBits, settings.weightSets, settings.hiddenUnits / 8,
            settings.mixingRate,
        ] {
            ParameterFields.append(value, to: &bytes)
        }
        if hasMap {
            let map = used.encodedFlags
            ParameterFields.append(map.count, to: &bytes)
            bytes += map
        }
        return bytes
    }

    /// Reads what ``encoded`` gave and moves `bytes` past it. Nothing is allocated before every value is checked.
    package init(decoding bytes: inout ArraySlice<UInt8>) throws(MediaParametersError) {
        func next(_ field: String, _ range: ClosedRange<Int>) throws(MediaParametersError) -> Int {
            try ParameterFields.next(field, in: range, from: &bytes)
        }
        let width = try next("width", 1...PixelLayout.largestWidth)
        let flags = try next("flags", 0...255)
        let bytesPerSample = (flags >> 2 & 1) + 1
        let maximum = try next("maximum value", 1...(1 << (8 * bytesPerSample)) - 1)
        let valueCount = try next("number of values", 1...1 << (8 * bytesPerSample))
        var groups: [PixelSettings.FitGroup] = []
        for _ in 0..<(try next("number of fit groups", 0...8)) {
            let neighbours = try next("neighbours", 1...55)
            let own = try next("own percent", 0...100)
            var windows: [PixelSettings.Window] = []
            let kind = try next("number of windows", 2...17)
            for _ in 0..<kind >> 1 {
                windows.append(
                    PixelSettings.Window(try next("column decay", 1...999), try next("row decay", 1...999)))
            }
            groups.append(
                PixelSettings.FitGroup(
                    neighbours: neighbours, ownPercent: own, windows: windows, isPhased: kind & 1 == 1))
        }
        let histograms = try next("histograms", 0...ColourContexts.most)
        let floor = try next("histogram floor", 1...1000)
        let weightedFloor = try next("histogram floor", 1...1000)
        var settings = PixelSettings(
            fitGroups: groups, histograms: histograms, counters: try next("counters", 0...ColourContexts.most),
            weightSets: 1)
        settings.histogramFloor = floor
        settings.weightedHistogramFloor = weightedFloor
        settings.tableBits = try next("table bits", 8...20)
        settings.weightSets = try next("weight sets", 1...MixingContexts.most)
        settings.hiddenUnits = 8 * (try next("hidden units", 0...16))
        settings.mixingRate = try next("mixing rate", 1...10_000)
        settings.isPixelOrder = flags & 32 != 0
        settings.isPhotoCD = flags & 128 != 0
        let layout = PixelLayout(
            width: width, channels: (flags & 3) + 1, bytesPerSample: bytesPerSample, isBigEndian: flags & 8 != 0,
            maximumValue: maximum, isBlueFirst: flags & 16 != 0)
        if settings.isPhotoCD {
            // Only what an encoder writes: three components of eight bits, pixel by pixel, all values.
            guard flags & 111 == 34 || flags & 111 == 42, valueCount == 256 else {
                throw .outOfRange(field: "flags", value: flags)
            }
        }
        let needed = PixelModel.memoryByteCount(layout: layout, settings: settings, valueCount: max(2, valueCount))
        guard needed <= Self.memoryLimit else {
            throw .tooLarge(byteCount: needed, limit: Self.memoryLimit)
        }
        var used = UsedValues(all: valueCount)
        if flags & 64 != 0 {
            let length = try next("length of the map", 0...1 << 16)
            guard length <= bytes.count else { throw .truncated }
            used = UsedValues(decoding: bytes.prefix(length), count: valueCount)
            bytes = bytes.dropFirst(length)
            guard !used.values.isEmpty, !used.isDense else {
                throw .outOfRange(field: "number of used values", value: used.values.count)
            }
        }
        self.init(layout: layout, settings: settings, used: used)
    }
}
