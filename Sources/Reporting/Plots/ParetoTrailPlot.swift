import OutsideText

/// Ratio against speed at several runs: where each codec came from, and how the frontier of the best trade-offs moved.
package struct ParetoTrailPlot: Sendable {
    /// What one spec came to, the oldest first; the newest run has it.
    package struct Trail: Sendable {
        let variant: Variant
        let points: [(time: Int, ratio: Double, speed: Double)]

        /// - Parameter points: `time` counts the runs that are shown.
        package init(codec: String, parameters: String, points: [(time: Int, ratio: Double, speed: Double)]) {
            variant = Variant(codec: codec, parameters: parameters)
            self.points = points
        }
    }

    package let title: String
    /// What a speed is of: `compression speed`.
    package let speedName: String
    package let trails: [Trail]

    package init(title: String, speedName: String, trails: [Trail]) {
        self.title = title
        self.speedName = speedName
        self.trails = trails
    }

    /// Nil without a value.
    package var figure: SiteFigure? {
        guard let drawing else { return nil }
        return SiteFigure(
            title: title, svg: Plot(runIndex: 0, group: nil, name: "", title: title, drawing: drawing).svg(style: nil))
    }

    private var drawing: Drawing? {
        let all = trails.flatMap(\.points)
        guard let newest = all.map(\.time).max(), let oldest = all.map(\.time).min() else { return nil }
        let frame = Frame(height: 480, rightMargin: 40)
        let x = Axis.logarithmic(all.map(\.speed), range: frame.horizontal)
        let y = Axis.fitting(all.map(\.ratio), range: frame.vertical)
        var drawing = Drawing(width: Frame.width, height: 480)
        Frame.heading(SafeText.shortened(title, to: 84), into: &drawing)
        Frame.key(
            Frame.KeyEntry.families(of: trails.map(\.variant)) + [.frontier("best trade-offs, newest; faint: oldest")],
            into: &drawing)
        frame.draw(
            x, label: Quantity.speedWithUnit, title: "\(speedName), logarithmic (faster →)", y,
            label: { Quantity.ratio($0) },
            title: "ratio (smaller files ↑)", into: &drawing)
        func place(_ point: (time: Int, ratio: Double, speed: Double)) -> (x: Double, y: Double) {
            (x.position(point.speed), y.position(point.ratio))
        }
        func frontier(_ time: Int) -> [(x: Double, y: Double)] {
            Self.frontier(all.filter { $0.time == time }.map(place), frame)
        }
        if oldest < newest { drawing.path(frontier(oldest), style: "ncp-frontier ncp-faint") }
        let edge = frontier(newest)
        drawing.path(edge, style: "ncp-frontier")
        let ends = trails.compactMap { trail in
            trail.points.last { $0.time == newest }.map { (trail: trail, at: place($0), point: $0) }
        }
        var layout = LabelLayout(
            bounds: .init(left: frame.left + 2, top: frame.top, right: Frame.width - 4, bottom: frame.bottom),
            obstacles: ends.map { .init(around: $0.at, to: $0.at, margin: 6) }
                + zip(edge, edge.dropFirst()).map { .init(around: $0, to: $1, margin: 1) })
        for (trail, at, point) in ends {
            let name = SafeText.shortened(trail.variant.label, to: 26)
            let tip =
                "\(trail.variant.label): ratio \(Quantity.ratio(point.ratio)), \(Quantity.speedWithUnit(point.speed))"
            let label = layout.place(name, at: at, radius: 5)
            drawing.group(of: trail.variant, tip: tip) { drawing in
                drawing.path(trail.points.map(place), style: "ncp-level")
                if let label {
                    if let leader = label.leader { drawing.line(at, leader, style: "ncp-leader") }
                    drawing.text(name, x: label.x, y: label.y, style: "ncp-label")
                }
                drawing.sign(x: at.x, y: at.y, family: trail.variant.family)
            }
        }
        return drawing
    }

    /// Steps down to the right, through the points that no other beats in both; up is smaller here.
    private static func frontier(_ points: [(x: Double, y: Double)], _ frame: Frame) -> [(x: Double, y: Double)] {
        let best = points.filter { point in
            !points.contains { $0.x >= point.x && $0.y <= point.y && ($0.x > point.x || $0.y < point.y) }
        }.sorted { $0.x < $1.x }
        guard let first = best.first, let last = best.last else { return [] }
        var path = [(x: frame.left, y: first.y)]
        for (index, point) in best.enumerated() {
            path.append(point)
            if index + 1 < best.count { path.append((point.x, best[index + 1].y)) }
        }
        path.append((last.x, frame.bottom))
        return path
    }
}
