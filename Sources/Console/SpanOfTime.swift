/// A span of time on the command line: `90`, `90s`, `1.5m`, `2h`, `250ms`.
package struct SpanOfTime: Sendable, Hashable {
    package let seconds: Double

    package init(seconds: Double) { self.seconds = seconds }

    package init?(argument text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let factors = ["": 1.0, "ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600]
        guard let number = Double(digits), let factor = factors[String(text.dropFirst(digits.count))] else {
            return nil
        }
        seconds = number * factor
    }

    package var defaultValueDescription: String { seconds < 60 ? "\(seconds)s" : "\(seconds / 60)m" }
}
