import Benchmarking

/// Learning curves on one item: what each stretch of it cost, from its first byte to its last.
enum CurvePlot {
    /// Stretches are joined until at most so many points are left: more would be noise on a plot of this width.
    private static let mostPoints = 120

    static func drawing(_ records: [CurveRecord]) -> Drawing? {
        struct Key: Hashable {
            let codec: String
            let parameters: String
        }
        var curves: [Key: [CurveRecord]] = [:]
        for record in records {
            curves[Key(codec: record.codec, parameters: record.parameters), default: []].append(record)
        }
        let series = unique(records.map { Key(codec: $0.codec, parameters: $0.parameters) }).compactMap { key in
            let points = self.points(curves[key] ?? [])
            let variant = Variant(codec: key.codec, parameters: key.parameters)
            return points.isEmpty
                ? nil
                : LinePlot.Series(variant: variant, label: SafeText.shortened(variant.spec, to: 26), points: points)
        }
        guard !series.isEmpty, let item = records.first?.item else { return nil }
        return LinePlot.drawing(
            series, heading: "Learning curves on \(SafeText.shortened(item, to: 60))",
            x: (
                { Axis.linear([0] + $0, fromZero: true, range: $1) }, { $0 == 0 ? "0" : size($0) },
                "position in the item, bytes"
            ),
            yTitle: "bits per byte of the stretch (smaller ↓)", showsPoints: false)
    }

    /// Positions and bits per byte of stretches of about the same length.
    private static func points(_ records: [CurveRecord]) -> [(x: Double, y: Double)] {
        let sorted = records.sorted { $0.position < $1.position }
        guard let last = sorted.last else { return [] }
        let step = Double(last.position) / Double(mostPoints)
        var points: [(x: Double, y: Double)] = []
        var (start, bits) = (0, 0.0)
        for record in sorted where record.position > start {
            bits += record.bits
            guard Double(record.position - start) >= step || record.position == last.position else { continue }
            points.append((Double(record.position), bits / Double(record.position - start)))
            (start, bits) = (record.position, 0)
        }
        return points
    }

    private static func size(_ value: Double) -> String {
        value >= 1e6
            ? "\(Quantity.short(value / 1e6)) MB"
            : value >= 1e3 ? "\(Quantity.short(value / 1e3)) KB" : "\(Quantity.short(value)) B"
    }
}
