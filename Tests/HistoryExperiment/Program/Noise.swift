import CodecSamples
import Foundation

/// A kind of noise, with a standard deviation of about 1.
enum Noise: Sendable {
    case normal
    /// Sharper, with longer tails.
    case laplace
    /// Normal, and every tenth run slower by as much as chance has it, three deviations on average.
    case spikes
    /// Drawn from what was measured: deviations from a series' median, in units of its own.
    case drawn([Double])

    func value(_ random: inout SplitMix64) -> Double {
        switch self {
        case .normal: return Self.normal(&random)
        case .laplace:
            let place = Self.uniform(&random) - 0.5
            return (place < 0 ? 1 : -1) * log(1 - 2 * abs(place)) / 2.0.squareRoot()
        case .spikes:
            let spike = Self.uniform(&random) < 0.1 ? -3 * log(Self.uniform(&random)) : 0
            return 0.7 * Self.normal(&random) + spike
        case .drawn(let values): return values.randomElement(using: &random) ?? 0
        }
    }

    /// By Box and Muller.
    private static func normal(_ random: inout SplitMix64) -> Double {
        (-2 * log(uniform(&random))).squareRoot() * cos(2 * .pi * uniform(&random))
    }

    /// Between 0 and 1, neither included.
    private static func uniform(_ random: inout SplitMix64) -> Double {
        (Double(random.next() >> 11) + 0.5) / 0x1p53
    }
}
