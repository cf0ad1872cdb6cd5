import Foundation

/// How near repaired samples are to the true ones, over all gaps of a sound.
package struct SoundMeasures: Sendable {
    private var signal = 0.0
    private var error = 0.0
    private var ratios: [Double] = []
    private var distances: [Double] = []

    package init() {}

    /// Counts a gap.
    package mutating func add(_ found: [Double], truth: [Double]) {
        let energy = truth.reduce(0) { $0 + $1 * $1 }
        let off = zip(found, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        signal += energy
        error += off
        // Half a unit of error stands for none, and silence for a unit.
        let least = Double(truth.count) / 12
        ratios.append(10 * log10(max(energy, least) / max(off, least)))
        distances.append(Self.logSpectralDistance(found, truth))
    }

    /// Signal-to-noise ratio of all missing samples together, in dB; infinity where every one is as it was.
    package var signalToNoise: Double { error == 0 ? .infinity : 10 * log10(max(signal, 1e-9) / error) }
    /// The mean over gaps of each one's signal-to-noise ratio, in dB.
    package var meanSignalToNoise: Double { Self.mean(ratios) }
    /// The mean over gaps of the distance of the logarithmic spectra, in dB.
    package var logSpectralDistance: Double { Self.mean(distances) }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    /// The root mean square difference of the power spectra in dB, over frames of at most 256 of the missing samples under a
    /// Hann window; powers below that of a rounding error count as that.
    private static func logSpectralDistance(_ found: [Double], _ truth: [Double]) -> Double {
        let length = min(256, truth.count)
        var distances: [Double] = []
        for start in stride(from: 0, through: truth.count - length, by: length) {
            let (a, b) = (powers(found[start..<start + length]), powers(truth[start..<start + length]))
            let floor = Double(length) / 12
            let square = zip(a, b).reduce(0) { sum, pair in
                let off = 10 * log10((pair.0 + floor) / (pair.1 + floor))
                return sum + off * off
            }
            distances.append((square / Double(a.count)).squareRoot())
        }
        return mean(distances)
    }

    private static func powers(_ frame: ArraySlice<Double>) -> [Double] {
        let count = frame.count
        let windowed = frame.enumerated().map { index, value in
            value * (0.5 - 0.5 * cos(2 * Double.pi * (Double(index) + 0.5) / Double(count)))
        }
        return (0...count / 2).map { bin in
            var (real, imaginary) = (0.0, 0.0)
            for (index, value) in windowed.enumerated() {
                let angle = 2 * Double.pi * Double(bin * index % count) / Double(count)
                real += value * cos(angle)
                imaginary += value * sin(angle)
            }
            return real * real + imaginary * imaginary
        }
    }
}
