import CodecInterface
import Foundation

/// Values run by run, with the levels between steps and the steps themselves.
package struct TrendPlot: Sendable {
    /// One line.
    package struct Series: Sendable {
        let variant: Variant
        let label: String
        let points: [(run: Int, value: Double)]
        let steps: [Mark]

        /// - Parameters:
        ///   - codec: the codec's name, by which its family is known.
        ///   - points: by rising run; values are above 0.
        package init(
            codec: String, parameters: String, label: String, points: [(run: Int, value: Double)], steps: [Mark]
        ) {
            variant = Variant(codec: codec, parameters: parameters)
            self.label = label
            self.points = points
            self.steps = steps
        }
    }

    /// A step of a series.
    package struct Mark: Sendable {
        let run: Int
        let label: String
        let isWorse: Bool
        let before: Double
        let after: Double

        /// - Parameter run: the first one behind the step.
        package init(run: Int, label: String, isWorse: Bool, before: Double, after: Double) {
            self.run = run
            self.label = label
            self.isWorse = isWorse
            self.before = before
            self.after = after
        }
    }

    /// What it shows, one line.
    package let title: String
    package let yTitle: String
    /// A label for each run: its commit.
    package let runLabels: [String]
    package let series: [Series]
    /// How values read on the axis and in tips.
    package let format: @Sendable (Double) -> String

    package init(
        title: String, yTitle: String, runLabels: [String], series: [Series],
        format: @escaping @Sendable (Double) -> String
    ) {
        self.title = title
        self.yTitle = yTitle
        self.runLabels = runLabels
        self.series = series
        self.format = format
    }

    /// Nil without a value.
    package var figure: SiteFigure? {
        guard let drawing else { return nil }
        let plot = Plot(runIndex: 0, group: nil, name: "", title: title, drawing: drawing)
        return SiteFigure(title: title, svg: plot.svg(style: nil))
    }

    private static let height = 330.0
    /// Lines of more points than this are drawn by the extremes of stretches of them.
    private static let mostPoints = 360
    /// With more points than this they are no longer dots with tips.
    private static let mostDots = 120

    private var drawing: Drawing? {
        let shown = series.filter { !$0.points.isEmpty }
        guard !shown.isEmpty else { return nil }
        let isSingle = shown.count == 1
        let names = shown.map { SafeText.shortened($0.label, to: 22) }
        let margin = isSingle ? 26 : min(names.map { TextWidth.of($0) }.max() ?? 0, 190) + 30
        let frame = Frame(height: Self.height, left: 86, rightMargin: margin)
        let last = max(runLabels.count - 1, 1)
        let x = Axis(
            scale: .linear, domain: -0.5...(Double(last) + 0.5), range: frame.horizontal, ticks: ticks(last, frame))
        var values = shown.flatMap { $0.points.map(\.value) }
        // A value that never changes lies in the middle.
        if let only = values.first, values.allSatisfy({ $0 == only }) { values = [0.95 * only, 1.05 * only] }
        let y =
            isSingle
            ? Axis.linear(values, fromZero: false, range: frame.vertical) : Axis.fitting(values, range: frame.vertical)
        var drawing = Drawing(width: Frame.width, height: Self.height)
        Frame.heading(SafeText.shortened(title, to: 84), into: &drawing)
        frame.draw(
            x, label: { runLabels.indices.contains(Int($0)) ? runLabels[Int($0)] : "" },
            title: "runs by commit, the newest at the right",
            y, label: format, title: yTitle, into: &drawing)
        let heights = LabelLayout.column(
            shown.map { y.position($0.points.last?.value ?? 1) }, spacing: 15,
            bounds: (frame.top + 4)...(frame.bottom - 2))
        for (index, one) in shown.enumerated() {
            drawing.append(
                "<g class=\"\(isSingle ? "ncp-\(one.variant.family.rawValue)" : "ncp-series-\(index % 9)")\">\n")
            draw(one, x, y, isSingle, into: &drawing)
            drawing.append("</g>\n")
            draw(one.steps, x, frame, isSingle, into: &drawing)
            if !isSingle, let point = one.points.last {
                let end = (x: x.position(Double(point.run)), y: y.position(point.value))
                drawing.line((end.x + 3, end.y), (frame.right + 8, heights[index]), style: "ncp-leader")
                drawing.text(names[index], x: frame.right + 12, y: heights[index] + 4, style: "ncp-label")
            }
        }
        return drawing
    }

    private func draw(_ series: Series, _ x: Axis, _ y: Axis, _ isSingle: Bool, into drawing: inout Drawing) {
        let points = Self.thinned(series.points).map { (x: x.position(Double($0.run)), y: y.position($0.value)) }
        drawing.path(points, style: "ncp-line", attributes: isSingle ? "" : " opacity=\"0.9\"")
        if isSingle, !series.steps.isEmpty {
            var start = Double(series.points.first?.run ?? 0)
            for (index, step) in series.steps.enumerated() {
                let end = Double(step.run) - 0.5
                let level = y.position(step.before)
                drawing.path([(x.position(start), level), (x.position(end), level)], style: "ncp-level-line")
                start = end
                if index == series.steps.count - 1 {
                    let level = y.position(step.after)
                    let newest = Double(series.points.last?.run ?? 0)
                    drawing.path(
                        [(x.position(start), level), (x.position(newest + 0.5), level)], style: "ncp-level-line")
                }
            }
        }
        guard series.points.count <= Self.mostDots else { return }
        for point in series.points {
            let run = runLabels.indices.contains(point.run) ? runLabels[point.run] : ""
            let tip = SafeText.xml("\(series.label), \(run): \(format(point.value))")
            drawing.append(
                "<circle class=\"ncp-dot\" cx=\"\(SVGNumber.text(x.position(Double(point.run))))\""
                    + " cy=\"\(SVGNumber.text(y.position(point.value)))\" r=\"\(isSingle ? "2.6" : "1.8")\"><title>\(tip)</title></circle>\n"
            )
        }
    }

    private func draw(_ steps: [Mark], _ x: Axis, _ frame: Frame, _ isSingle: Bool, into drawing: inout Drawing) {
        for (index, step) in steps.enumerated() {
            let place = x.position(Double(step.run) - 0.5)
            let style = step.isWorse ? "ncp-worse" : "ncp-better"
            drawing.line((place, frame.top), (place, frame.bottom), style: "ncp-step \(style)")
            guard isSingle else { continue }
            let isLeft = place < (frame.left + frame.right) / 2
            drawing.text(
                step.label, x: isLeft ? place + 5 : place - 5, y: frame.top - 6 + Double(index % 3) * 14,
                style: "ncp-label \(style)", anchor: isLeft ? .start : .end)
        }
    }

    /// Some runs with labels, the first and the newest among them, as far apart as short commits are wide.
    private func ticks(_ last: Int, _ frame: Frame) -> [Double] {
        let count = min(last, max(1, Int((frame.right - frame.left) / 100)))
        return (0...count).map { Double(($0 * last + count / 2) / count) }
    }

    /// The smallest and the largest value of stretches of a long line, in their order.
    static func thinned(_ points: [(run: Int, value: Double)]) -> [(run: Int, value: Double)] {
        guard points.count > mostPoints else { return points }
        let width = (2 * points.count + mostPoints - 1) / mostPoints
        return stride(from: 0, to: points.count, by: width).flatMap { start in
            let stretch = points[start..<min(start + width, points.count)]
            guard let low = stretch.min(by: { $0.value < $1.value }),
                let high = stretch.max(by: { $0.value < $1.value })
            else { return [(run: Int, value: Double)]() }
            return low.run < high.run ? [low, high] : low.run == high.run ? [low] : [high, low]
        }
    }
}
