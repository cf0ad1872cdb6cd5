import Benchmarking
import History

/// Values of a metric as people read them.
enum ValueText {
    /// With its unit: `2.345`, `39 000 B`, `12.3 ms`, `19.7 MiB`.
    static func text(_ value: Double, _ metric: HistoryMetric) -> String {
        guard value.isFinite else { return "–" }
        switch metric {
        case .ratio: return NumberText.fixed(4)(value)
        case .size: return NumberText.fixed(0)(value) + " B"
        case .memory: return NumberText.fixed(2)(value / 1_048_576) + " MiB"
        case .compressionTime, .decompressionTime:
            switch value {
            case ..<0.001: return digits(value * 1e6) + " µs"
            case ..<1: return digits(value * 1e3) + " ms"
            default: return digits(value) + " s"
            }
        }
    }

    /// Four significant digits, since changes of a per cent are to be seen.
    private static func digits(_ value: Double) -> String {
        switch value {
        case 1000...: NumberText.fixed(0)(value)
        case 100..<1000: NumberText.fixed(1)(value)
        case 10..<100: NumberText.fixed(2)(value)
        default: NumberText.fixed(3)(value)
        }
    }
}
