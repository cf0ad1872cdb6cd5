import Benchmarking
import OutsideText

/// Bars of bits per byte, item by item, for the best setting of each codec.
enum SizePlot {
    /// More bars than these no reader compares.
    private static let mostCodecs = 10
    private static let mostItems = 24

    static func drawing(_ totals: Totals, _ run: ReportedRun) -> Drawing? {
        let variants = chosen(totals)
        let items = totals.commonItems.prefix(mostItems)
        let isListed = Set(variants)
        var sizes: [ExactText: [Variant: Double]] = [:]
        for record in run.records where record.isComparable && isListed.contains(Variant(record)) {
            sizes[record.item, default: [:]][Variant(record)] = record.bitsPerByte
        }
        guard !variants.isEmpty, !items.isEmpty else { return nil }

        let barHeight = 14.0
        let blockHeight = 28 + Double(variants.count) * barHeight
        let labels = variants.map { SafeText.shortened($0.label, to: 22) }
        let left = 24 + (labels.map { TextWidth.of($0, size: 12) }.max() ?? 0)
        let height = 66 + Double(items.count) * blockHeight + 54
        let frame = Frame(height: height, left: left, rightMargin: 70)
        let axis = Axis.linear(
            items.flatMap { sizes[$0]?.values.map(\.self) ?? [] }, fromZero: true, range: frame.horizontal)
        var drawing = Drawing(width: Frame.width, height: height)
        Frame.heading("\(totals.group.title): bits per byte, best setting of each codec", into: &drawing)
        Frame.key(Frame.KeyEntry.families(of: variants), into: &drawing)
        frame.drawHorizontal(axis, label: Quantity.short, title: "bits per byte (← smaller files)", into: &drawing)
        var y = frame.top + 8
        for item in items {
            drawing.text(
                SafeText.shortened(item.text, to: 70) + (run.isGenerated(item) ? " †" : ""), x: left, y: y + 10,
                style: "ncp-item")
            y += 17
            for (variant, label) in zip(variants, labels) {
                guard let size = sizes[item]?[variant] else { continue }
                bar(variant, label, size, item, axis, y, barHeight, into: &drawing)
                y += barHeight
            }
            y += 11
        }
        return drawing
    }

    private static func bar(
        _ variant: Variant, _ label: String, _ size: Double, _ item: ExactText, _ axis: Axis, _ y: Double,
        _ height: Double,
        into drawing: inout Drawing
    ) {
        let (start, end) = (axis.position(0), axis.position(size))
        let middle = y + height / 2
        let tip =
            "\(variant.label) on \(SafeText.shortened(item.text, to: 80)): \(Quantity.bitsPerByte(size)) bits per byte"
        drawing.group(of: variant, tip: tip) { drawing in
            drawing.text(
                label, x: start - 8, y: middle + 4,
                style: variant.family.hasNetwork ? "ncp-small ncp-strong" : "ncp-small",
                anchor: .end)
            drawing.bar(x: start, y: y + 1.5, width: end - start, height: height - 3, style: "ncp-bar")
            drawing.sign(x: end, y: middle, family: variant.family, radius: 4)
            drawing.text(Quantity.ratio(size), x: end + 9, y: middle + 4, style: "ncp-small")
        }
    }

    /// The best line of each codec, best first; codecs with a network are always among them. A plain copy is not: its bar is as long
    /// as the axis wherever it stands.
    private static func chosen(_ totals: Totals) -> [Variant] {
        var seen: Set<ExactText> = []
        let all = totals.lines.map(\.variant).filter { seen.insert(ExactText($0.codecName)).inserted }
        let others = all.filter { $0.codec != "store" }
        let best = others.isEmpty ? all : others
        guard best.count > mostCodecs else { return best }
        let networks = best.filter(\.family.hasNetwork).prefix(mostCodecs)
        let classical = Set(best.filter { !$0.family.hasNetwork }.prefix(mostCodecs - networks.count))
        let kept = classical.union(networks)
        return best.filter(kept.contains)
    }
}
