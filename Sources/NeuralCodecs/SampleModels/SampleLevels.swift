extension SampleSettings {
    /// The settings of a level, 1 to 9.
    static func level(_ level: Int) -> SampleSettings {
        SampleSettings(
            fits: [
                Fit(32, 16, far: 16, memory: 5000, period: 2), Fit(16, 8, far: 8, memory: 1000, period: 2),
                Fit(24, 8, memory: 50, period: 2), Fit(16, 8, far: 8, memory: 200, period: 2),
                Fit(24, 8, far: 8, memory: 500, period: 2), Fit(12, 4, memory: 20, period: 1),
            ],
            cascades: [Cascade(fit: 0, filters: [Filter(1024, 30), Filter(256, 100), Filter(32, 60), Filter(16, 40)])],
            stackings: [2000, 200], weightSets: 6)
    }
}
