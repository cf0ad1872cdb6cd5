/// Everything a decoder needs to know of a stretch of pixels before its payload: the layout, what the model is made of, and
/// what the encoder found out about the stretch.
package struct PixelParameters: Sendable, Equatable {
    package let layout: PixelLayout
    let settings: PixelSettings
    /// The values that are coded, as their ranks.
    let used: UsedValues

    var usedValues: [Int] { used.values }

    /// Whether each plane has a payload of its own, and a ``PlaneCoder`` codes them.
    package var arePlanesApart: Bool { settings.arePlanesApart }

    /// The most memory a model may take, whatever a stream asks for.
    package static let memoryLimit = 1 << 30

    /// Looks at a whole stretch and decides how to code it.
    ///
    /// - Parameters:
    ///   - level: 1 to 9; higher is smaller and slower.
    ///   - layout: one that ``canCode(_:)`` accepts.
    ///   - bytes: whole rows.
    ///   - fewestPixelsApart: from which on planes have payloads of their own, where they are coded row by row.
    package init(
        level: Int, layout: PixelLayout, analysing bytes: UnsafeRawBufferPointer,
        fewestPixelsApart: Int = PixelParameters.fewestPixelsApart
    ) {
        let used = Self.usedValues(layout, bytes)
        let samples = bytes.count / layout.bytesPerSample / layout.channels
        var settings = Self.affordable(level: level, layout: layout, tableBits: Self.tableBits(samples: samples))
        if layout.channels < 3 {
            // Most contexts are of colours; without them they say the same again, and cost 0.3 %.
            settings.histograms = min(settings.histograms, 6)
            settings.counters = 0
        }
        let survey = PictureSurvey(layout, bytes)
        settings.isPixelOrder = layout.channels >= 3 && (survey.isRepetitive || survey.hasPhases)
        if survey.isRepetitive {
            // Where values repeat exactly, one that was seen says nearly everything.
            settings.histogramFloor = 1
            settings.weightedHistogramFloor = 1
        }
        settings.isPhotoCD = Self.isPhotoCD(layout, bytes)
        if settings.isPhotoCD { settings.isPixelOrder = true }
        if level >= 8, layout.channels >= 3, survey.isRepetitive || settings.isPhotoCD {
            settings = Self.withAllHistograms(settings, layout: layout)
        }
        settings.arePlanesApart =
            layout.channels > 1 && !settings.isPixelOrder
            && bytes.count / layout.bytesPerRow * layout.width >= fewestPixelsApart
        self.init(layout: layout, settings: settings, used: settings.isPhotoCD ? UsedValues(all: 256) : used)
    }

    /// Pixels from which on planes have payloads of their own, unless a test asks for others. These cost some twenty bytes a
    /// segment, and a small picture is done soon enough.
    package static let fewestPixelsApart = 1 << 19

    /// The same for drawing: one whole pixel after the other, so that their colours agree, and never the luma and chroma of a
    /// Photo CD, beside which pixels would be drawn that those cannot hold.
    var forGeneration: PixelParameters {
        var settings = settings
        settings.isPixelOrder = layout.channels >= 3
        settings.isPhotoCD = false
        settings.arePlanesApart = false
        return PixelParameters(layout: layout, settings: settings, used: used)
    }

    /// Whether a model of rows this long takes no more than ``memoryLimit``, on the lowest level if not on a higher one.
    package static func canCode(_ layout: PixelLayout) -> Bool {
        guard layout.isValid else { return false }
        let settings = affordable(level: 1, layout: layout, tableBits: 8)
        return PixelModel.memoryByteCount(layout: layout, settings: settings, valueCount: 1 << 16) <= memoryLimit
    }

    /// The settings of a level, with smaller tables, or of a lower level, where long rows would take too much memory.
    private static func affordable(level: Int, layout: PixelLayout, tableBits: Int) -> PixelSettings {
        var level = min(max(level, 1), 9)
        var settings = PixelSettings.level(level)
        settings.tableBits = tableBits
        while level > 1 || settings.tableBits > 8 {
            let needed = PixelModel.memoryByteCount(layout: layout, settings: settings, valueCount: 1 << 16)
            if needed <= memoryLimit { break }
            if settings.tableBits > 14 || level == 1 {
                settings.tableBits -= 1
            } else {
                level -= 1
                settings = PixelSettings.level(level)
                settings.tableBits = min(tableBits, 16)
            }
        }
        return settings
    }

    /// With every histogram there is, where memory allows it: where colours repeat each one pays, elsewhere twelve say all.
    private static func withAllHistograms(_ settings: PixelSettings, layout: PixelLayout) -> PixelSettings {
        var more = settings
        more.histograms = ColourContexts.most
        let needed = PixelModel.memoryByteCount(layout: layout, settings: more, valueCount: 1 << 16)
        return needed <= memoryLimit ? more : settings
    }

    private static func isPhotoCD(_ layout: PixelLayout, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard layout.channels == 3, layout.bytesPerSample == 1, layout.rowPadding == 0 else { return false }
        let order = layout.planeOrder
        return PhotoCDColours.describe(bytes, offsets: (red: order[1], green: order[0], blue: order[2]))
    }

    init(layout: PixelLayout, settings: PixelSettings, used: UsedValues) {
        self.layout = layout
        self.settings = settings
        self.used = used
    }

    /// The values that occur, where many do not; otherwise all that may, as far as any occurs.
    private static func usedValues(_ layout: PixelLayout, _ bytes: UnsafeRawBufferPointer) -> UsedValues {
        let range = 1 << (8 * layout.bytesPerSample)
        var flags = [Bool](repeating: false, count: range)
        for start in stride(from: 0, to: bytes.count, by: layout.bytesPerRow) {
            let row = UnsafeRawBufferPointer(rebasing: bytes[start...].prefix(layout.pixelBytesPerRow))
            if layout.bytesPerSample == 1 {
                for byte in row { flags[Int(byte)] = true }
            } else {
                for index in stride(from: 0, to: row.count - 1, by: 2) {
                    let first = Int(row[index])
                    let second = Int(row[index + 1])
                    flags[layout.isBigEndian ? first << 8 | second : second << 8 | first] = true
                }
            }
        }
        let largest = flags.lastIndex(of: true) ?? 0
        let count = largest <= layout.maximumValue ? layout.maximumValue + 1 : range
        let used = UsedValues(Array(flags.prefix(count)))
        return used.isWorthRanks && !used.values.isEmpty ? used : UsedValues(all: count)
    }

    /// Tables of histograms grow with the picture, so that contexts seldom meet.
    private static func tableBits(samples: Int) -> Int {
        var bits = 12
        while bits < 18 && 1 << bits < samples { bits += 1 }
        return bits
    }

    /// An upper bound of the memory of the model, in bytes.
    package var memoryByteCount: Int {
        PixelModel.memoryByteCount(layout: layout, settings: settings, valueCount: max(2, used.values.count))
    }
}
