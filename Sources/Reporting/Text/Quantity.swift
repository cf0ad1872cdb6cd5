import Benchmarking

/// Numbers as people read them; the same on every machine. What is not there, or not finite, is a dash.
enum Quantity {
    static let missing = "–"

    static func ratio(_ value: Double?) -> String { value.flatMap(finite).map(NumberText.fixed(3)) ?? missing }

    static func bitsPerByte(_ value: Double?) -> String { ratio(value) }

    /// MB/s with three significant digits: `12 345`, `1234`, `56.7`, `0.0612`.
    static func speed(_ value: Double?) -> String {
        guard let value = value.flatMap(finite) else { return missing }
        switch value {
        case 10_000..<1e15: return bytes(Int(value.rounded()))
        case 100...: return NumberText.fixed(0)(value)
        case 10..<100: return NumberText.fixed(1)(value)
        case 1..<10: return NumberText.fixed(2)(value)
        case 0.1..<1: return NumberText.fixed(3)(value)
        case 0.001..<0.1: return NumberText.fixed(4)(value)
        default: return NumberText.significant(value)
        }
    }

    /// The speed with the unit that suits it: `45 KB/s`, `3.1 MB/s`, `1.2 GB/s`.
    static func speedWithUnit(_ value: Double?) -> String {
        guard let value = value.flatMap(finite) else { return missing }
        switch value {
        case 1000...: return short(value / 1000) + " GB/s"
        case 1..<1000: return short(value) + " MB/s"
        case 0.001..<1: return short(value * 1000) + " KB/s"
        default: return short(value * 1_000_000) + " B/s"
        }
    }

    /// Bytes in groups of three with narrow spaces: `1 234 567`.
    static func bytes(_ value: Int?) -> String {
        guard let value else { return missing }
        let digits = String(value)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append("\u{202F}") }
            text.append(digit)
        }
        return text
    }

    /// An amount of data with three significant digits: `789 B`, `12.3 KB`, `1.2 MB`, by powers of 1000 as speeds are.
    static func size(_ value: Double) -> String {
        switch value {
        case 1e9...: short(value / 1e9) + " GB"
        case 1e6..<1e9: short(value / 1e6) + " MB"
        case 1e3..<1e6: short(value / 1e3) + " KB"
        default: short(value) + " B"
        }
    }

    /// Memory in MiB, KiB below one, GiB above 1024. Less than a page is less than the system counts.
    static func memory(_ value: Int?) -> String {
        guard let value else { return missing }
        switch value {
        case ..<4096: return "< 4 KiB"
        case ..<1_048_576: return "\(value / 1024 + (value % 1024 + 512) / 1024) KiB"
        case ..<1_073_741_824: return NumberText.fixed(1)(Double(value) / 1_048_576) + " MiB"
        default: return NumberText.fixed(2)(Double(value) / 1_073_741_824) + " GiB"
        }
    }

    /// A block size: `64 KiB`, `1 MiB`, `1000 B`.
    static func blockSize(_ value: Int) -> String {
        for (unit, name) in [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")]
        where value >= unit && value % unit == 0 {
            return "\(value / unit) \(name)"
        }
        return "\(value) B"
    }

    /// How much of a set of records is compressed at a time: `single records`, `records up to 4 KiB`.
    static func recordSize(_ value: Int) -> String {
        value == 1 ? "single records" : "records up to \(blockSize(value))"
    }

    /// The same for a place on an axis, which may lie beyond the largest integer.
    static func blockSize(_ value: Double) -> String {
        value < 0x1p60 ? blockSize(Int(max(value, 0))) : short(value / 0x1p60) + " EiB"
    }

    /// `34.2 %`.
    static func percent(_ fraction: Double) -> String { NumberText.fixed(1)(fraction * 100) + " %" }

    /// `+3.4 %`, `−3.4 %`, `0.0 %`.
    static func change(_ fraction: Double?) -> String {
        guard let fraction = fraction.flatMap(finite) else { return missing }
        let text = percent(abs(fraction))
        return text == "0.0 %" ? text : (fraction > 0 ? "+" : "−") + text
    }

    /// Seconds as `0.42 s`, `75 s`, `12.5 min`.
    static func duration(_ seconds: Double?) -> String {
        guard let seconds = seconds.flatMap(finite) else { return missing }
        switch seconds {
        case ..<0.001: return short(seconds * 1_000_000) + " µs"
        case ..<1: return short(seconds * 1000) + " ms"
        case ..<120: return short(seconds) + " s"
        case ..<7200: return short(seconds / 60) + " min"
        default: return short(seconds / 3600) + " h"
        }
    }

    /// Three significant digits at most.
    static func short(_ value: Double) -> String {
        switch abs(value) {
        case 100...: NumberText.fixed(0)(value)
        case 10..<100: trimmed(NumberText.fixed(1)(value))
        default: trimmed(NumberText.fixed(2)(value))
        }
    }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text = text.dropLast() }
        return String(text)
    }

    static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}
