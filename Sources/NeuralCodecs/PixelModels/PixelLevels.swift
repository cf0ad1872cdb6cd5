extension PixelSettings {
    /// The settings of a level, 1 to 9: what `docs/mix-model.md` has the sizes and speeds of.
    static func level(_ level: Int) -> PixelSettings {
        switch level {
        case ...1:
            return PixelSettings(
                fitGroups: [group(31, 50, (970, 930)), group(15, 50, (880, 800))], histograms: 6, counters: 0,
                weightSets: 3, hiddenUnits: 8)
        case 2:
            return PixelSettings(
                fitGroups: [group(31, 50, (960, 920), (990, 980)), group(15, 50, (880, 800), (970, 950))],
                histograms: 7, counters: 0, weightSets: 4, hiddenUnits: 16)
        case 3:
            return PixelSettings(
                fitGroups: [
                    group(31, 50, (960, 920), (990, 980)), group(15, 50, (880, 800), (970, 950)),
                    group(47, 55, (980, 960)), phased(23, 50, (970, 950)),
                ], histograms: 8, counters: 0, weightSets: 5, hiddenUnits: 16)
        case 4:
            return PixelSettings(
                fitGroups: [
                    group(31, 50, (960, 920), (990, 980), (920, 850)), group(15, 50, (880, 800), (970, 950)),
                    group(47, 55, (980, 960)), phased(31, 45, (970, 950)),
                ], histograms: 10, counters: 0, weightSets: 6, hiddenUnits: 24)
        case 5:
            return PixelSettings(
                fitGroups: [
                    group(31, 50, (960, 920), (990, 980), (920, 850)),
                    group(15, 50, (880, 800), (800, 650), (970, 950)),
                    group(47, 55, (980, 960), (950, 900)), phased(47, 45, (940, 900), (980, 970)),
                ], histograms: 12, counters: 8, weightSets: 8, hiddenUnits: 32)
        case 6:
            return PixelSettings(
                fitGroups: [
                    group(31, 50, (960, 920), (990, 980), (920, 850)),
                    group(15, 50, (880, 800), (800, 650), (970, 950)),
                    group(47, 55, (980, 960), (950, 900)), group(31, 80, (950, 900), (980, 970)),
                    phased(47, 45, (940, 900), (980, 970)),
                ], histograms: 14, counters: 10, weightSets: 8, hiddenUnits: 32)
        case 7: return similar(Self.level(5), correction: 7, similarFit(31, radius: 12, decay: 900, ridge: 20))
        case 8:
            return similar(
                Self.level(5), correction: 7, similarFit(31, radius: 16, decay: 950, ridge: 20),
                similarFit(15, radius: 6, decay: 800, ridge: 5))
        default:
            return similar(
                Self.level(5), correction: 15, similarFit(31, radius: 24, decay: 950, cut: 60, ridge: 20),
                similarFit(15, radius: 6, decay: 800, ridge: 5),
                similarFit(47, radius: 20, decay: 950, cut: 50, ridge: 20))
        }
    }

    /// The settings of levels 7 to 9 before they had fits to similar samples, which streams name by number.
    static func earlierLevel(_ level: Int) -> PixelSettings {
        switch level {
        case ...7:
            return PixelSettings(
                fitGroups: [
                    group(31, 50, (960, 920), (990, 980), (920, 850), (990, 998)),
                    group(15, 50, (880, 800), (800, 650), (970, 950)),
                    group(47, 55, (980, 960), (950, 900), (995, 990)),
                    group(31, 80, (950, 900), (980, 970)), group(55, 75, (970, 940)),
                    phased(47, 45, (940, 900), (980, 970)),
                ], histograms: 16, counters: 12, weightSets: 8, hiddenUnits: 32)
        case 8:
            return PixelSettings(
                fitGroups: [
                    group(31, 50, (960, 920), (990, 980), (920, 850), (990, 998)),
                    group(15, 50, (880, 800), (800, 650), (970, 950), (950, 990)),
                    group(47, 55, (980, 960), (950, 900), (995, 990)), group(31, 80, (950, 900), (980, 970)),
                    group(55, 75, (970, 940), (990, 980)), group(7, 60, (850, 700), (930, 900)),
                    phased(47, 45, (940, 900), (980, 970)),
                ], histograms: 20, counters: 14, weightSets: 8, hiddenUnits: 32)
        default:
            return PixelSettings(
                fitGroups: [
                    group(31, 50, (960, 920), (990, 980), (920, 850), (990, 998), (850, 960), (980, 800)),
                    group(15, 50, (880, 800), (800, 650), (970, 950), (950, 990), (700, 500)),
                    group(47, 55, (980, 960), (950, 900), (995, 990), (920, 970)),
                    group(31, 80, (950, 900), (980, 970), (900, 800)),
                    group(55, 75, (970, 940), (990, 980), (940, 880)), group(7, 60, (850, 700), (930, 900)),
                    phased(47, 45, (940, 900), (980, 970), (995, 995)), phased(23, 50, (900, 850), (960, 940)),
                ], histograms: 24, counters: 16, weightSets: 8, hiddenUnits: 32)
        }
    }

    private static func similar(_ settings: PixelSettings, correction: Int, _ fits: SimilarFit...) -> PixelSettings {
        var settings = settings
        settings.similarFits = fits
        settings.correctionInputs = correction
        return settings
    }

    private static func similarFit(
        _ neighbours: Int, radius: Int, decay: Int, cut: Int = 30, ridge: Int
    ) -> SimilarFit {
        SimilarFit(
            neighbours: neighbours, ownPercent: 50, radius: radius, decay: decay, closeness: 70, power: 2, cut: cut,
            ridge: ridge)
    }

    private static func group(_ neighbours: Int, _ ownPercent: Int, _ windows: (Int, Int)...) -> FitGroup {
        FitGroup(neighbours: neighbours, ownPercent: ownPercent, windows: windows.map { Window($0.0, $0.1) })
    }

    private static func phased(_ neighbours: Int, _ ownPercent: Int, _ windows: (Int, Int)...) -> FitGroup {
        FitGroup(
            neighbours: neighbours, ownPercent: ownPercent, windows: windows.map { Window($0.0, $0.1) }, isPhased: true)
    }
}
