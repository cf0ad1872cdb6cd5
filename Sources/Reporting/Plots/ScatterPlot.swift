import Benchmarking
import OutsideText

/// Ratio against speed, with the frontier of the best trade-offs.
enum ScatterPlot {
    enum Direction: String, CaseIterable {
        case compression, decompression
    }

    private struct Point {
        let line: Totals.Line
        let x: Double
        let y: Double
        let isOptimal: Bool
        let tip: String
    }

    static func drawing(_ totals: Totals, _ direction: Direction) -> Drawing? {
        func speed(_ line: Totals.Line) -> Double? {
            (direction == .compression ? line.compression : line.decompression).value
        }
        let lines = totals.withoutSweeps.filter { speed($0) != nil }
        guard !lines.isEmpty else { return nil }
        let frame = Frame(height: 480, rightMargin: 40)
        let x = Axis.logarithmic(lines.compactMap(speed), range: frame.horizontal)
        let y = Axis.fitting(lines.map(\.ratio), range: frame.vertical)
        var drawing = Drawing(width: Frame.width, height: 480)
        Frame.heading("\(totals.group.title): ratio against \(direction.rawValue) speed", into: &drawing)
        key(lines, into: &drawing)
        frame.draw(
            x, label: Quantity.speedWithUnit, title: "\(direction.rawValue) speed, logarithmic (faster →)", y,
            label: Quantity.short, title: "ratio (smaller files ↑)", into: &drawing)
        let points = lines.compactMap { line in
            speed(line).map { value in
                Point(
                    line: line, x: x.position(value), y: y.position(line.ratio),
                    isOptimal: direction == .compression ? line.isCompressionOptimal : line.isDecompressionOptimal,
                    tip: "\(line.variant.label): ratio \(Quantity.ratio(line.ratio)), \(Quantity.speedWithUnit(value))")
            }
        }
        levels(points, into: &drawing)
        let frontier = frontier(points, frame)
        drawing.path(frontier, style: "ncp-frontier", attributes: " data-frontier=\"1\"")
        marks(points, frontier, frame, into: &drawing)
        return drawing
    }

    private static func key(_ lines: [Totals.Line], into drawing: inout Drawing) {
        var entries = Frame.KeyEntry.families(of: lines.map(\.variant))
        let family = Family.plainest(of: lines.map(\.variant.family))
        entries.append(.sign(family, isHollow: true, "beaten in both ratio and speed"))
        entries.append(.frontier("best trade-offs (Pareto frontier)"))
        Frame.key(entries, into: &drawing)
    }

    /// A thin line through the settings of one codec.
    private static func levels(_ points: [Point], into drawing: inout Drawing) {
        for codec in unique(points.map { ExactText($0.line.variant.codecName) }) {
            let own = points.filter { ExactText($0.line.variant.codecName) == codec }
                .sorted { Variant.precedes($0.line.variant, $1.line.variant) }
            guard own.count > 1, let variant = own.first?.line.variant else { continue }
            drawing.group(of: variant, tip: nil) { $0.path(own.map { ($0.x, $0.y) }, style: "ncp-level") }
        }
    }

    /// At each speed the best ratio to be had at that speed or faster: steps down to the right.
    private static func frontier(_ points: [Point], _ frame: Frame) -> [(x: Double, y: Double)] {
        let best = points.filter(\.isOptimal).sorted { $0.x < $1.x }
        guard let first = best.first, let last = best.last else { return [] }
        var path = [(x: frame.left, y: first.y)]
        for (index, point) in best.enumerated() {
            path.append((point.x, point.y))
            if index + 1 < best.count { path.append((point.x, best[index + 1].y)) }
        }
        path.append((last.x, frame.bottom))
        return path
    }

    private static func marks(
        _ points: [Point], _ frontier: [(x: Double, y: Double)], _ frame: Frame, into drawing: inout Drawing
    ) {
        let radius = 5.0
        var layout = LabelLayout(
            bounds: .init(left: frame.left + 2, top: frame.top, right: Frame.width - 4, bottom: frame.bottom),
            obstacles: points.map { .init(around: ($0.x, $0.y), to: ($0.x, $0.y), margin: radius + 1) }
                + zip(frontier, frontier.dropFirst()).map { .init(around: $0, to: $1, margin: 1) })
        // The ones that matter most choose first, and have their place when there are too many to label all.
        let order = points.indices.sorted { left, right in
            let ranks = [left, right].map {
                (points[$0].line.variant.family.hasNetwork ? 0 : 1) + (points[$0].isOptimal ? 0 : 2)
            }
            return (ranks[0], left) < (ranks[1], right)
        }
        var places: [Int: LabelLayout.Placed] = [:]
        var labelled: Set<ExactText> = []
        for index in order {
            // Where there are very many, the lesser settings of a codec go without; pointing at them still names them.
            let isFirst = labelled.insert(ExactText(points[index].line.variant.codecName)).inserted
            guard points.count <= 36 || isFirst || points[index].isOptimal else { continue }
            let text = label(points[index])
            places[index] = layout.place(text, at: (points[index].x, points[index].y), radius: radius)
        }
        for (index, point) in points.enumerated() {
            let attributes = " data-x=\"\(SVGNumber.text(point.x))\" data-y=\"\(SVGNumber.text(point.y))\""
            drawing.group(of: point.line.variant, tip: point.tip, attributes: attributes) { drawing in
                if let place = places[index] {
                    if let leader = place.leader { drawing.line((point.x, point.y), leader, style: "ncp-leader") }
                    drawing.text(
                        label(point), x: place.x, y: place.y,
                        style: point.line.variant.family.hasNetwork ? "ncp-label ncp-strong" : "ncp-label")
                }
                drawing.sign(
                    x: point.x, y: point.y, family: point.line.variant.family, isHollow: !point.isOptimal,
                    radius: radius)
            }
        }
    }

    private static func label(_ point: Point) -> String { SafeText.shortened(point.line.variant.label, to: 26) }
}
