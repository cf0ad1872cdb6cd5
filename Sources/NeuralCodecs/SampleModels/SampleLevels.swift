extension SampleSettings {
    /// The settings of a level, 1 to 9: each has what the one below has, and more.
    static func level(_ level: Int) -> SampleSettings {
        let far = level >= 7 ? 32 : level == 6 ? 24 : level == 5 ? 16 : 8
        var fits = [
            level >= 3 ? Fit(32, 16, far: far, memory: 5000, period: 8) : Fit(16, 8, far: far, memory: 2000, period: 4),
            Fit(24, 8, memory: 50, period: 2),
        ]
        if level >= 2 { fits.append(Fit(16, 8, far: 8, memory: level >= 5 ? 1000 : 500, period: 4)) }
        if level >= 4 { fits.append(Fit(16, 8, far: 8, memory: 200, period: 2)) }
        if level >= 5 {
            fits.append(Fit(24, 8, far: 8, memory: 500, period: 4))
            fits.append(Fit(12, 4, memory: 20, period: 1))
        }
        if level >= 7 { fits.append(Fit(24, 8, memory: 100, period: 2)) }
        if level >= 8 { fits.append(Fit(32, 32, far: 16, memory: 20_000, period: 8)) }
        if level >= 9 { fits.append(Fit(16, 4, far: 4, memory: 30, period: 1)) }
        let filters = [Filter(1024, 30), Filter(256, 100), Filter(32, 60), Filter(16, 40)]
        var cascades = [Cascade(fit: 0, filters: level >= 3 ? filters : [filters[0], filters[1], filters[3]])]
        if level >= 6 { cascades.append(Cascade(fit: 2, filters: filters)) }
        if level >= 9 {
            cascades.append(Cascade(fit: 1, filters: [Filter(2048, 4), Filter(256, 5), Filter(16, 8)]))
        }
        var settings = SampleSettings(
            fits: fits, cascades: cascades,
            stackings: level >= 5 ? [2000, 200, 40] : level >= 2 ? [2000, 200] : [1000],
            weightSets: level >= 9 ? 7 : min(level + 1, 6))
        settings.hiddenUnits = level >= 9 ? 32 : level >= 7 ? 16 : 0
        return settings
    }

    /// How many far lags are looked for.
    static func farLagCount(level: Int) -> Int { level >= 9 ? 4 : level >= 8 ? 3 : level >= 3 ? 2 : 1 }
}
