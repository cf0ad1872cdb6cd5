/// How well the data has been predicted of late: a running mean of the bits that its symbols cost.
///
/// Prose, code and markup come down to one to three bits a byte; raw samples of pictures and sound stay above four. On
/// those, steps must be smaller, and replaying old windows would teach their noise.
struct Predictability {
    private var meanCost: Float = 2

    /// - Parameter probability: what the coded symbol had.
    mutating func add(_ probability: Float) {
        // The exponent and, linearly, the significand: −log2 to within 0.09, from integer operations only.
        let cost = 127 - Float(max(probability, 0x1p-24).bitPattern) * 0x1p-23
        meanCost += (cost - meanCost) * 0x1p-13
    }

    /// Whether replay helps.
    var favoursReplay: Bool { meanCost < 3.4 }

    /// Factor of the learning rate.
    var rateFactor: Float { min(1, max(0.25, 1 - (meanCost - 3) * 0.6)) }
}
