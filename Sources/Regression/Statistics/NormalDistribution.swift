import Foundation

/// The normal distribution, for approximations.
enum NormalDistribution {
    /// The probability of a value of at most `distance` from the mean; where nothing varies, all there is lies at the mean.
    static func lowerTail(_ distance: Double, variance: Double) -> Double {
        guard variance > 0 else { return distance >= 0 ? 1 : 0 }
        return 0.5 * erfc(-distance / (2 * variance).squareRoot())
    }
}
