import Benchmarking

/// Numbers as people read them; the same on every machine.
enum Quantity {
    static let missing = "–"

    static func ratio(_ value: Double?) -> String { value.flatMap(finite).map(NumberText.fixed(3)) ?? missing }

    static func bitsPerByte(_ value: Double?) -> String { ratio(value) }

    /// MB/s with three significant digits: `1234`, `56.7`, `0.0612`.
    static func speed(_ value: Double?) -> String {
        guard let value = value.flatMap(finite) else { return missing }
        switch value {
        case 100...: return NumberText.fixed(0)(value)
        case 10..<100: return NumberText.fixed(1)(value)
        case 1..<10: return NumberText.fixed(2)(value)
        case 0.1..<1: return NumberText.fixed(3)(value)
        default: return NumberText.fixed(4)(value)
        }
    }

    /// Bytes with thin groups of three, as in `1 234 567`.
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

    /// Memory in MiB, or KiB below one.
    static func memory(_ value: Int?) -> String {
        guard let value else { return missing }
        if value < 1 << 20 { return "\((value + 512) / 1024) KiB" }
        return NumberText.fixed(1)(Double(value) / 1_048_576) + " MiB"
    }

    /// `34.2 %`.
    static func percent(_ fraction: Double) -> String { NumberText.fixed(1)(fraction * 100) + " %" }

    private static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}
