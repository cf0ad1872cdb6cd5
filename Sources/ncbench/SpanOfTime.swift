import ArgumentParser

/// A span of time on the command line: `90`, `90s`, `1.5m`, `2h`, `250ms`.
struct SpanOfTime: ExpressibleByArgument, Hashable {
    let seconds: Double

    init(seconds: Double) { self.seconds = seconds }

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let factors = ["": 1.0, "ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600]
        guard let number = Double(digits), let factor = factors[String(argument.dropFirst(digits.count))] else {
            return nil
        }
        seconds = number * factor
    }

    var defaultValueDescription: String { seconds < 60 ? "\(seconds)s" : "\(seconds / 60)m" }
}
