/// Keeps a sound that goes round through its own predictions from swelling up.
///
/// Where its fits would let a tone grow, all that was heard before is made a little quieter as soon as the channel is louder than its
/// limit: as if every pole of the fits lay so much nearer to zero.
struct LoudnessLimit {
    private let levels: UnsafeMutablePointer<Double>
    private let limits: UnsafeMutablePointer<Double>
    private let channels: Int

    /// After how many frames a sound's part in the loudness has fallen to 1/e.
    private static let memory = 1024
    /// How often it is looked at, in frames.
    private static let period = 32

    init(channels: Int, in arena: Arena) {
        self.channels = channels
        levels = arena.allocate(channels, of: Double.self)
        limits = arena.allocate(channels, of: Double.self)
        for channel in 0..<channels { limits[channel] = .infinity }
    }

    static func byteCount(channels: Int) -> Int { 16 * channels + 128 }

    /// Sets the limit of a channel to the loudest moment of some samples.
    func setLimit(_ samples: some Sequence<Int>, channel: Int) {
        var level = 0.0
        var loudest = 0.0
        for sample in samples {
            level = Self.following(level, sample)
            loudest = max(loudest, level)
        }
        levels[channel] = level
        limits[channel] = loudest
    }

    @inline(__always)
    private static func following(_ level: Double, _ sample: Int) -> Double {
        level + (Double(sample) * Double(sample) - level) / Double(memory)
    }

    /// Hears a sample.
    ///
    /// - Returns: what to multiply the past by; nil where nothing is to be done.
    @inline(__always)
    func note(_ sample: Int, channel: Int, at time: Int) -> Double? {
        let level = Self.following(levels[channel], sample)
        levels[channel] = level
        guard time % Self.period == 0, level > limits[channel] else { return nil }
        let factor = max((limits[channel] / level).squareRoot(), 0.9)
        levels[channel] = level * factor * factor
        return factor
    }
}
