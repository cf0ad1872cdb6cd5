import CodecInterface

/// The parts that all plots with two axes share: title, grid, ticks, axis titles and the key of the signs.
struct Frame: Sendable {
    static let width = 760.0
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double

    /// The area for the data, in pixels: the x range, then the y range from bottom to top.
    var horizontal: (Double, Double) { (left, right) }
    var vertical: (Double, Double) { (bottom, top) }

    init(height: Double, left: Double = 66, rightMargin: Double = 26) {
        self.left = left
        right = Self.width - rightMargin
        top = 64
        bottom = height - 50
    }

    func draw(
        _ x: Axis, label: (Double) -> String, title: String, _ y: Axis, label yLabel: (Double) -> String,
        title yTitle: String,
        into drawing: inout Drawing
    ) {
        for tick in y.ticks {
            let position = y.position(tick)
            drawing.line((left, position), (right, position), style: "ncp-grid")
            drawing.text(yLabel(tick), x: left - 8, y: position + 4, style: "ncp-tick", anchor: .end)
        }
        drawHorizontal(x, label: label, title: title, into: &drawing)
        let middle = (top + bottom) / 2
        drawing.text(
            yTitle, x: 16, y: middle, style: "ncp-axis", anchor: .middle,
            attributes: " transform=\"rotate(-90 16 \(SVGNumber.text(middle)))\"")
    }

    func drawHorizontal(_ x: Axis, label: (Double) -> String, title: String, into drawing: inout Drawing) {
        var taken = -Double.infinity
        for tick in x.ticks {
            let position = x.position(tick)
            let text = label(tick)
            drawing.line((position, top), (position, bottom), style: "ncp-grid")
            let half = TextWidth.of(text) / 2
            guard position - half > taken + 4 else { continue }
            let middle = min(position, Self.width - 2 - half)
            drawing.text(text, x: middle, y: bottom + 18, style: "ncp-tick", anchor: .middle)
            taken = position + half
        }
        drawing.text(title, x: (left + right) / 2, y: bottom + 40, style: "ncp-axis", anchor: .middle)
    }

    static func heading(_ title: String, into drawing: inout Drawing) {
        drawing.text(title, x: 14, y: 24, style: "ncp-title")
    }

    /// The key: a row of signs with their meaning, below the heading.
    static func key(_ entries: [KeyEntry], into drawing: inout Drawing) {
        var x = 20.0
        let y = 44.0
        for entry in entries {
            switch entry {
            case .sign(let family, let isHollow, let text):
                drawing.openFamily(family)
                drawing.sign(x: x, y: y - 4, family: family, isHollow: isHollow, radius: 4.5)
                drawing.close()
                x += 12
                drawing.text(text, x: x, y: y, style: "ncp-key")
                x += TextWidth.of(text) + 20
            case .frontier(let text):
                drawing.line((x - 6, y - 4), (x + 18, y - 4), style: "ncp-frontier")
                x += 26
                drawing.text(text, x: x, y: y, style: "ncp-key")
                x += TextWidth.of(text) + 20
            }
        }
    }

    enum KeyEntry {
        case sign(Family, isHollow: Bool, String)
        case frontier(String)

        /// The signs of the families that some of `variants` belong to, with their names.
        static func families(of variants: some Sequence<Variant>, _ word: (Family) -> String = \.rawValue) -> [Self] {
            let present = Set(variants.map(\.family))
            return Family.listed.filter(present.contains).map { .sign($0, isHollow: false, word($0)) }
        }
    }
}

extension Drawing {
    /// Begins a part in the colour of a family; ``close()`` ends it.
    mutating func openFamily(_ family: Family) { append("<g class=\"ncp-\(family.rawValue)\">\n") }

    mutating func close() { append("</g>\n") }
}
