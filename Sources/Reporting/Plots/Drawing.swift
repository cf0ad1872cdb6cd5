import CodecInterface

/// The marks of an SVG picture, in the order they were drawn, and its size in pixels.
struct Drawing: Sendable {
    let width: Double
    let height: Double
    private(set) var body = ""

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// Adds SVG as it is.
    mutating func append(_ svg: String) { body += svg }

    enum Anchor: String { case start, middle, end }

    /// Text as it is to be seen; escaped here.
    mutating func text(
        _ text: String, x: Double, y: Double, style: String = "", anchor: Anchor = .start, attributes: String = ""
    ) {
        let style = style.isEmpty ? "" : " class=\"\(style)\""
        let anchor = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
        body +=
            "<text\(style) x=\"\(SVGNumber.text(x))\" y=\"\(SVGNumber.text(y))\"\(anchor)\(attributes)>\(SafeText.xml(text))</text>\n"
    }

    mutating func line(
        _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), style: String, attributes: String = ""
    ) {
        body += """
            <line class="\(style)" x1="\(SVGNumber.text(from.x))" y1="\(SVGNumber.text(from.y))" \
            x2="\(SVGNumber.text(to.x))" y2="\(SVGNumber.text(to.y))"\(attributes)/>

            """
    }

    mutating func path(_ points: [(x: Double, y: Double)], style: String, attributes: String = "") {
        guard points.count > 1 else { return }
        body += "<path class=\"\(style)\" d=\"M\(Self.coordinates(points))\"\(attributes)/>\n"
    }

    mutating func bar(x: Double, y: Double, width: Double, height: Double, style: String) {
        body += """
            <rect class="\(style)" x="\(SVGNumber.text(x))" y="\(SVGNumber.text(y))" \
            width="\(SVGNumber.text(max(width, 0.5)))" height="\(SVGNumber.text(height))"/>

            """
    }

    /// The sign of a family, all of about one area: a circle for classical codecs, a diamond for neural ones, a square for hybrid
    /// ones; hollow for the lesser marks.
    mutating func sign(x: Double, y: Double, family: Family, isHollow: Bool = false, radius: Double = 5) {
        let style = "ncp-sign" + (isHollow ? " ncp-hollow" : "")
        switch family {
        case .neural:
            let r = radius * 1.35
            outline([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], style: style)
        case .hybrid:
            let r = radius * 0.92
            outline([(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)], style: style)
        case .classical:
            body +=
                "<circle class=\"\(style)\" cx=\"\(SVGNumber.text(x))\" cy=\"\(SVGNumber.text(y))\" r=\"\(SVGNumber.text(radius))\"/>\n"
        }
    }

    private mutating func outline(_ corners: [(x: Double, y: Double)], style: String) {
        body += "<path class=\"\(style)\" d=\"M\(Self.coordinates(corners))Z\"/>\n"
    }

    /// What belongs to one variant: pages switch it by `data-codec` and show `tip` for it.
    mutating func group(of variant: Variant, tip: String?, attributes: String = "", _ draw: (inout Drawing) -> Void) {
        let codec = SafeText.xml(variant.codecName)
        var head = "<g class=\"ncp-\(variant.family.rawValue)\" data-codec=\"\(codec)\"\(attributes)"
        if let tip {
            head +=
                " tabindex=\"0\" role=\"img\" aria-label=\"\(SafeText.xml(tip))\"><title>\(SafeText.xml(tip))</title>\n"
        } else {
            head += ">\n"
        }
        body += head
        draw(&self)
        body += "</g>\n"
    }

    private static func coordinates(_ points: [(x: Double, y: Double)]) -> String {
        points.map { "\(SVGNumber.text($0.x)),\(SVGNumber.text($0.y))" }.joined(separator: "L")
    }
}
