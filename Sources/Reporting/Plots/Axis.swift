import Foundation

/// Maps values to pixels, and knows where to put ticks.
struct Axis: Sendable {
    enum Scale: Sendable { case linear, logarithmic }

    let scale: Scale
    /// Values at the two ends.
    let domain: ClosedRange<Double>
    /// Pixels of the two ends; the first may be the larger, as on an upward axis.
    let range: (Double, Double)
    /// Values that get a label and a grid line.
    let ticks: [Double]

    /// Decades (and 2 and 5 of each, where few decades are spanned) around positive values, with some air.
    static func logarithmic(_ values: [Double], range: (Double, Double)) -> Axis {
        let low = log10(max(values.min() ?? 1, 1e-12))
        let high = log10(max(values.max() ?? 1, 1e-12))
        let air = max((high - low) * 0.06, 0.08)
        let (from, to) = (low - air, high + air)
        let factors: [Double] = to - from < 1.2 ? [1, 1.5, 2, 3, 5, 7] : to - from < 2.5 ? [1, 2, 5] : [1]
        var ticks: [Double] = []
        for decade in Int(from.rounded(.down))...Int(to.rounded(.up)) {
            for factor in factors {
                let position = Double(decade) + log10(factor)
                // Written through decimal text, so that no tick is 0.30000000000000004.
                if from...to ~= position, let tick = Double("\(factor)e\(decade)") { ticks.append(tick) }
            }
        }
        return Axis(scale: .logarithmic, domain: pow(10, from)...pow(10, to), range: range, ticks: ticks)
    }

    /// Powers of two from the least to the greatest value, for block sizes.
    static func doubling(_ values: [Double], range: (Double, Double)) -> Axis {
        let low = log2(max(values.min() ?? 1, 1))
        let high = log2(max(values.max() ?? 1, 1))
        let step = max(1, Int(((high - low) / 8).rounded(.up)))
        let ticks = stride(from: Int(low.rounded(.up)), through: Int(high.rounded(.down)), by: step).map {
            pow(2, Double($0))
        }
        let air = max((high - low) * 0.04, 0.2)
        return Axis(scale: .logarithmic, domain: pow(2, low - air)...pow(2, high + air), range: range, ticks: ticks)
    }

    /// Round steps around values; `fromZero` for bars, whose lengths must be in proportion.
    static func linear(_ values: [Double], fromZero: Bool, range: (Double, Double)) -> Axis {
        let highest = values.max() ?? 1
        var low = fromZero ? 0 : values.min() ?? 0
        var high = highest > low ? highest : low + max(abs(low) * 0.1, 0.1)
        if !fromZero {
            let air = (high - low) * 0.08
            low = max(low - air, 0)
            high += air
        }
        let raw = (high - low) / 5
        let magnitude = pow(10, log10(raw).rounded(.down))
        let step = magnitude * ([1, 2, 2.5, 5, 10].first { raw / magnitude <= $0 } ?? 10)
        let first = Int((low / step).rounded(.up))
        let last = Int((high / step + (fromZero ? 0.25 : 0)).rounded(.down))
        let ticks = first <= last ? (first...last).map { Double($0) * step } : []
        return Axis(scale: .linear, domain: low...max(high, ticks.last ?? high), range: range, ticks: ticks)
    }

    /// Linear, or logarithmic where the values span more than a factor of six.
    static func fitting(_ values: [Double], range: (Double, Double)) -> Axis {
        let (low, high) = (values.min() ?? 1, values.max() ?? 1)
        return low > 0 && high / low > 6
            ? logarithmic(values, range: range) : linear(values, fromZero: false, range: range)
    }

    /// The same axis with other ticks.
    func with(ticks: [Double]) -> Axis { Axis(scale: scale, domain: domain, range: range, ticks: ticks) }

    func position(_ value: Double) -> Double {
        let share: Double
        switch scale {
        case .linear: share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
        case .logarithmic:
            share = log(max(value, domain.lowerBound) / domain.lowerBound) / log(domain.upperBound / domain.lowerBound)
        }
        return range.0 + share * (range.1 - range.0)
    }
}
