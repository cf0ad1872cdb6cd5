import Benchmarking

/// Coordinates with a tenth of a pixel: fine enough to see no step, coarse enough to be the same on every machine.
enum SVGNumber {
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let text = NumberText.fixed(1)(value)
        let whole = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        return whole == "-0" ? "0" : whole
    }
}

/// How wide text is likely to be, in pixels. Fonts differ from reader to reader: these are the widths of a wide one, so that
/// what is laid out by them does not overlap with narrower ones either.
enum TextWidth {
    static func of(_ text: String, size: Double = 13) -> Double {
        text.unicodeScalars.reduce(0) { $0 + share($1) } * size
    }

    private static func share(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", ",", ".", "'", ":", ";", "|", "!": 0.34
        case "f", "r", "t", "I", "(", ")", "[", "]", " ", "-", "/": 0.42
        case "m", "w", "M", "W", "@", "%": 0.95
        case "A"..."Z": 0.72
        case _ where scalar.value < 0x2E80: 0.64
        // East Asian characters and pictures take a full square.
        default: 1.05
        }
    }
}
