import Benchmarking
import Foundation
import OutsideText

/// Learning curves on one item: what each stretch of it cost, from its first byte to its last, by the logarithm of the
/// position, since what is learnt is learnt early.
enum CurvePlot {
    /// Stretches are joined while more than so many would lie within a factor of ten of position: more would be noise.
    private static let mostPointsPerDecade = 24.0

    static func drawing(_ records: [CurveRecord]) -> Drawing? {
        struct Key: Hashable {
            let codec: ExactText
            let parameters: ExactText
        }
        var curves: [Key: [CurveRecord]] = [:]
        for record in records {
            curves[Key(codec: ExactText(record.codec), parameters: ExactText(record.parameters)), default: []].append(
                record)
        }
        // By name, so that a codec has the same colour on every item.
        let variants = curves.keys.map {
            (key: $0, variant: Variant(codec: $0.codec.text, parameters: $0.parameters.text))
        }
        .sorted { Variant.precedes($0.variant, $1.variant) }
        let series = variants.compactMap { key, variant -> LinePlot.Series? in
            let points = self.points(curves[key] ?? [])
            return points.isEmpty
                ? nil
                : LinePlot.Series(variant: variant, label: SafeText.shortened(variant.spec, to: 26), points: points)
        }
        guard !series.isEmpty, let item = records.first?.item else { return nil }
        return LinePlot.drawing(
            series, heading: "Learning curves on \(SafeText.shortened(item.text, to: 60))",
            x: (Axis.logarithmic, Quantity.size, "bytes coded so far, logarithmic"),
            yTitle: "bits per byte of the stretch before (smaller ↓)",
            showsPoints: (series.map(\.points.count).max() ?? 0) <= 40)
    }

    /// Positions and bits per byte of stretches.
    private static func points(_ records: [CurveRecord]) -> [(x: Double, y: Double)] {
        let sorted = records.sorted { $0.position < $1.position }
        guard let last = sorted.last else { return [] }
        let factor = pow(10, 1 / mostPointsPerDecade)
        var points: [(x: Double, y: Double)] = []
        var (start, bits) = (0, 0.0)
        for record in sorted where record.position > start {
            bits += record.bits
            let isFar = Double(record.position) >= Double(start) * factor
            guard isFar || record.position == last.position else { continue }
            points.append((Double(record.position), bits / Double(record.position - start)))
            (start, bits) = (record.position, 0)
        }
        return points
    }
}
