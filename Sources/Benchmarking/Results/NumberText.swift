import Foundation

/// Numbers as text that is the same on every machine.
package enum NumberText {
    /// A number with so many digits after the point.
    package static func fixed(_ digits: Int) -> @Sendable (Double) -> String {
        { String(format: "%.\(digits)f", locale: Locale(identifier: "en_US_POSIX"), $0) }
    }

    /// A number with six significant digits and no exponent: enough for speeds from bytes to gigabytes a second.
    package static func significant(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        guard value != 0 else { return "0" }
        let magnitude = Int(log10(abs(value)).rounded(.down))
        let text = fixed(max(0, min(12, 5 - magnitude)))(value)
        guard text.contains(".") else { return text }
        var trimmed = Substring(text)
        while trimmed.hasSuffix("0") { trimmed = trimmed.dropLast() }
        return String(trimmed.hasSuffix(".") ? trimmed.dropLast() : trimmed)
    }
}
