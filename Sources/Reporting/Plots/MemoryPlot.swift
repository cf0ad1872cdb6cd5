/// Peak memory of both directions, one row a variant, smallest output first.
enum MemoryPlot {
    private static let mostRows = 40

    static func drawing(_ totals: Totals) -> Drawing? {
        let lines = totals.withoutSweeps.filter { $0.compressionPeak != nil || $0.decompressionPeak != nil }
            .prefix(mostRows)
        guard lines.contains(where: { max($0.compressionPeak ?? 0, $0.decompressionPeak ?? 0) > 0 }) else { return nil }
        // Less than a page is below what the system can tell, and a logarithmic axis has no place for nothing.
        let floor = 4096.0
        let values = lines.flatMap { [$0.compressionPeak, $0.decompressionPeak] }.compactMap(\.self)
            .map { max(Double($0), floor) }
        let hasLess = lines.contains { min($0.compressionPeak ?? .max, $0.decompressionPeak ?? .max) < Int(floor) }
        let labels = lines.map { SafeText.shortened($0.variant.label, to: 26) }
        let left = 26 + (labels.map { TextWidth.of($0, size: 12) }.max() ?? 0)
        let rowHeight = 20.0
        let height = 72 + Double(lines.count) * rowHeight + 54
        let frame = Frame(height: height, left: left, rightMargin: 84)
        let axis = Axis.logarithmic(values, range: frame.horizontal).binary
        var drawing = Drawing(width: Frame.width, height: height)
        Frame.heading("\(totals.group.title): peak memory, smallest output first", into: &drawing)
        let family = Family.plainest(of: lines.map(\.variant.family))
        let directions: [Frame.KeyEntry] = [
            .sign(family, isHollow: false, "compressing"), .sign(family, isHollow: true, "decompressing"),
        ]
        let others = lines.map(\.variant).filter { $0.family != family }
        Frame.key(directions + Frame.KeyEntry.families(of: others), into: &drawing)
        frame.drawHorizontal(
            axis, label: { $0 == floor && hasLess ? "≤ 4 KiB" : Quantity.blockSize($0) },
            title: "peak memory, logarithmic (← less)", into: &drawing)
        for (index, line) in lines.enumerated() {
            row(line, labels[index], axis, floor, y: frame.top + 12 + Double(index) * rowHeight, into: &drawing)
        }
        return drawing
    }

    private static func row(
        _ line: Totals.Line, _ label: String, _ axis: Axis, _ floor: Double, y: Double, into drawing: inout Drawing
    ) {
        func position(_ value: Int?) -> Double? { value.map { axis.position(max(Double($0), floor)) } }
        let compression = position(line.compressionPeak)
        let decompression = position(line.decompressionPeak)
        let tip =
            "\(line.variant.label): \(Quantity.memory(line.compressionPeak)) compressing, "
            + "\(Quantity.memory(line.decompressionPeak)) decompressing"
        let family = line.variant.family
        drawing.group(of: line.variant, tip: tip) { drawing in
            drawing.text(
                label, x: axis.range.0 - 12, y: y + 4, style: family.hasNetwork ? "ncp-small ncp-strong" : "ncp-small",
                anchor: .end)
            if let compression, let decompression {
                drawing.line((decompression, y), (compression, y), style: "ncp-span")
            }
            if let decompression { drawing.sign(x: decompression, y: y, family: family, isHollow: true) }
            if let compression { drawing.sign(x: compression, y: y, family: family) }
            if let end = [compression, decompression].compactMap(\.self).max() {
                let largest = [line.compressionPeak, line.decompressionPeak].compactMap(\.self).max()
                drawing.text(Quantity.memory(largest), x: end + 11, y: y + 4, style: "ncp-small")
            }
        }
    }
}

extension Axis {
    /// The same axis with ticks at powers of two, for bytes of memory.
    fileprivate var binary: Axis {
        var ticks: [Double] = []
        var tick = 1024.0
        while tick <= domain.upperBound {
            if tick >= domain.lowerBound { ticks.append(tick) }
            tick *= 2
        }
        while ticks.count > 8 { ticks = ticks.enumerated().filter { $0.offset % 2 == 0 }.map(\.element) }
        return Axis(scale: .logarithmic, domain: domain, range: range, ticks: ticks)
    }
}
