import CodecInterface
import OutsideText

/// Lines with a label at the end of each: codecs with a network are drawn thick, classical ones thin, all with the signs of
/// their families.
enum LinePlot {
    struct Series: Sendable {
        let variant: Variant
        let label: String
        /// By rising x.
        let points: [(x: Double, y: Double)]
    }

    /// Colours that stay apart for colour-blind readers (after Okabe and Ito), warm ones for neural codecs, purple ones for hybrid
    /// ones and cool ones for classical ones; when there are more series than colours, the labels tell them apart.
    private static func colours(of family: Family) -> [Int] {
        switch family {
        case .neural: [1, 4, 7]
        case .hybrid: [3, 8]
        case .classical: [0, 2, 5, 6]
        }
    }

    static func drawing(
        _ series: [Series], heading: String,
        x: (axis: ([Double], (Double, Double)) -> Axis, label: (Double) -> String, title: String),
        yTitle: String, showsPoints: Bool
    ) -> Drawing {
        let height = 440.0
        let widest = series.map { TextWidth.of($0.label) }.max() ?? 0
        let frame = Frame(height: height, rightMargin: min(widest, 220) + 30)
        let horizontal = x.axis(series.flatMap { $0.points.map(\.x) }, frame.horizontal)
        let vertical = Axis.linear(series.flatMap { $0.points.map(\.y) }, fromZero: false, range: frame.vertical)
        var drawing = Drawing(width: Frame.width, height: height)
        Frame.heading(heading, into: &drawing)
        let entries = Frame.KeyEntry.families(of: series.map(\.variant)) { family in
            "\(family.rawValue) (\(family.hasNetwork ? "thick" : "thin"))"
        }
        Frame.key(entries, into: &drawing)
        frame.draw(
            horizontal, label: x.label, title: x.title, vertical, label: Quantity.short, title: yTitle, into: &drawing)
        let ends = series.map { vertical.position($0.points.last?.y ?? 0) }
        let heights = LabelLayout.column(ends, spacing: 16, bounds: (frame.top + 4)...(frame.bottom - 2))
        var counts: [Family: Int] = [:]
        for (index, one) in series.enumerated() {
            let family = one.variant.family
            let colours = Self.colours(of: family)
            let colour = colours[counts[family, default: 0] % colours.count]
            counts[family, default: 0] += 1
            let points = one.points.map { (x: horizontal.position($0.x), y: vertical.position($0.y)) }
            guard let last = points.last else { continue }
            let tip = "\(one.label): \(Quantity.bitsPerByte(one.points.last?.y)) bits per byte at the end"
            drawing.group(of: one.variant, tip: tip) { drawing in
                drawing.append("<g class=\"ncp-series-\(colour)\">\n")
                drawing.path(points, style: family.hasNetwork ? "ncp-line ncp-thick" : "ncp-line")
                for point in showsPoints ? points : [last] {
                    drawing.sign(x: point.x, y: point.y, family: family, radius: 4)
                }
                if abs(heights[index] - last.y) > 3 || last.x < frame.right - 14 {
                    drawing.line((last.x + 6, last.y), (frame.right + 8, heights[index]), style: "ncp-leader")
                }
                drawing.append("</g>\n")
                drawing.text(
                    one.label, x: frame.right + 12, y: heights[index] + 4,
                    style: family.hasNetwork ? "ncp-label ncp-strong" : "ncp-label")
            }
        }
        return drawing
    }
}

/// Size by block size: what independent blocks cost each codec.
enum BlockSizePlot {
    /// Nil unless some spec was measured at two block sizes.
    static func drawing(_ totals: Totals) -> Drawing? {
        var lines: [ExactText: [Totals.Line]] = [:]
        for line in totals.lines {
            lines["\(line.variant.spec)\n\(line.variant.threads)", default: []].append(line)
        }
        let sizes = Set(totals.lines.compactMap(\.variant.blockByteCount)).sorted().map(Double.init)
        guard let largest = sizes.last else { return nil }
        // The whole item stands behind the largest block, since it is no smaller; single records before the smallest of several.
        let whole = largest * 4
        let isOfRecords = totals.lines.contains(where: \.variant.isOfRecords)
        let single = isOfRecords && sizes.first == 1 ? sizes.dropFirst().first.map { $0 / 4 } : nil
        let positions = single.map { [$0] + sizes.dropFirst() } ?? sizes
        func position(_ line: Totals.Line) -> Double {
            guard let size = line.variant.blockByteCount else { return whole }
            return size == 1 ? single ?? 1 : Double(size)
        }
        let series = lines.values.filter { $0.count > 1 }.sorted { Variant.precedes($0[0].variant, $1[0].variant) }
            .compactMap { lines in
                lines.first.map { first in
                    LinePlot.Series(
                        variant: first.variant, label: SafeText.shortened(first.variant.spec, to: 26),
                        points: lines.map { (position($0), $0.bitsPerByte) }.sorted { $0.0 < $1.0 })
                }
            }
        guard !series.isEmpty else { return nil }
        return LinePlot.drawing(
            series, heading: "\(totals.group.title): bits per byte by block size",
            x: (
                {
                    $0.contains(whole) || single != nil
                        ? Axis.doubling($0, range: $1).with(ticks: positions + ($0.contains(whole) ? [whole] : []))
                        : Axis.doubling($0, range: $1)
                },
                { $0 == whole ? "whole" : $0 == single ? "single" : Quantity.blockSize($0) },
                isOfRecords
                    ? "whole records up to so many bytes together, logarithmic"
                    : "bytes in each independent block, logarithmic"
            ),
            yTitle: "bits per byte (smaller files ↓)", showsPoints: true)
    }
}
