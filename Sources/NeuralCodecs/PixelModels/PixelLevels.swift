extension PixelSettings {
    private static let wide = Window(960, 920)
    private static let long = Window(990, 980)
    private static let near = Window(880, 800)
    private static let nearest = Window(800, 650)

    /// The settings of a level, 1 to 9.
    static func level(_ level: Int, channels: Int) -> PixelSettings {
        PixelSettings(
            fitGroups: [
                FitGroup(neighbours: 31, ownPercent: 50, windows: [wide, long, Window(920, 850)]),
                FitGroup(neighbours: 15, ownPercent: 50, windows: [near, nearest, Window(970, 950)]),
                FitGroup(neighbours: 47, ownPercent: 55, windows: [Window(980, 960)]),
                FitGroup(neighbours: 47, ownPercent: 45, windows: [Window(940, 900), Window(980, 970)], isPhased: true),
            ], histograms: 12, counters: 8, weightSets: 8, hiddenUnits: 32)
    }
}
