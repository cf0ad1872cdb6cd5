import CodecInterface
import Training

/// The loss curve of a training: bits per byte of the training data and of what was held out, epoch by epoch.
enum LossPlot {
    /// Nil before the first epoch.
    static func drawing(_ curve: TrainingCurve, named name: String) -> Drawing? {
        guard let best = curve.best else { return nil }
        let training = points(curve) { $0.training }
        let validation = points(curve) { $0.validation }
        let height = 400.0
        let frame = Frame(height: height, rightMargin: 150)
        let horizontal = Axis.linear([1, Double(max(curve.points.count, 2))], fromZero: false, range: frame.horizontal)
            .with(ticks: ticks(curve.points.count))
        let vertical = Axis.fitting((training + validation).map(\.y), range: frame.vertical)
        func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
            (horizontal.position(point.x), vertical.position(point.y))
        }
        var drawing = Drawing(width: Frame.width, height: height)
        Frame.heading("Training of \(SafeText.shortened(name, to: 60))", into: &drawing)
        let score = Quantity.bitsPerByte(best.validation ?? best.training)
        drawing.text(
            "best: \(score) bits per byte\(best.validation == nil ? "" : " of held-out data") in epoch \(curve.bestEpoch)",
            x: 14, y: 44, style: "ncp-key")
        frame.draw(
            horizontal, label: Quantity.short, title: "epoch", vertical, label: Quantity.short,
            title: "bits per byte (smaller ↓)", into: &drawing)
        let series = [
            (label: "training", points: training, colour: 6, style: "ncp-line"),
            (label: "held out", points: validation, colour: 1, style: "ncp-line ncp-thick"),
        ].filter { !$0.points.isEmpty }
        let heights = LabelLayout.column(
            series.map { vertical.position($0.points.last?.y ?? 0) }, spacing: 16,
            bounds: (frame.top + 4)...(frame.bottom - 2))
        for (index, one) in series.enumerated() {
            let places = one.points.map(place)
            guard let last = places.last else { continue }
            drawing.append("<g class=\"ncp-series-\(one.colour)\">\n")
            drawing.path(places, style: one.style)
            for (point, value) in zip(places, one.points) where places.count <= 40 || value.x == Double(curve.bestEpoch)
            {
                // The epoch that is kept stands out.
                let isKept = Int(value.x) == curve.bestEpoch
                drawing.sign(x: point.x, y: point.y, family: .classical, isHollow: !isKept, radius: isKept ? 4.5 : 3)
            }
            drawing.line((last.x + 6, last.y), (frame.right + 8, heights[index]), style: "ncp-leader")
            drawing.append("</g>\n")
            drawing.text(
                "\(one.label): \(Quantity.bitsPerByte(one.points.last?.y))", x: frame.right + 12, y: heights[index] + 4,
                style: "ncp-label")
        }
        return drawing
    }

    private static func points(
        _ curve: TrainingCurve, _ value: (TrainingCurve.Point) -> Double?
    ) -> [(x: Double, y: Double)] {
        curve.points.enumerated().compactMap { index, point in
            value(point).flatMap(Quantity.finite).map { (Double(index + 1), $0) }
        }
    }

    /// Whole epochs, at most some ten of them.
    private static func ticks(_ count: Int) -> [Double] {
        let magnitudes = [1, 10, 100, 1000, 10_000]
        let step = magnitudes.flatMap { [$0, 2 * $0, 5 * $0] }.first { count / $0 <= 10 } ?? 100_000
        return step == 1
            ? (1...max(count, 2)).map(Double.init) : stride(from: step, through: count, by: step).map(Double.init)
    }
}
