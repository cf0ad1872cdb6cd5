import Foundation

/// Numbers as text that is the same on every machine.
package enum NumberText {
    /// A number with so many digits after the point.
    package static func fixed(_ digits: Int) -> @Sendable (Double) -> String {
        { value in fixed(value, digits) }
    }

    /// By the C library, a hundred times faster than Foundation's formats, which a journal of many rows feels. Its decimal
    /// separator is that of the process's locale, which is "C" unless a linked library changed it.
    private static func fixed(_ value: Double, _ digits: Int) -> String {
        // The longest number has 309 digits before its point.
        var text = [CChar](repeating: 0, count: 350 + digits)
        let count = withVaList([Int32(digits), value]) { vsnprintf(&text, text.count, "%.*f", $0) }
        let bytes = text.prefix(max(0, Int(count))).map(UInt8.init(bitPattern:))
        return String(decoding: bytes.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
    }

    /// The number that a text is in decimal digits, with an exponent or without: nil for anything else, such as `0x10`, `inf` or
    /// what is too large to be held.
    package static func value(of text: String) -> Double? {
        let isDecimal = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
        }
        guard isDecimal, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// A number with six significant digits and no exponent: enough for speeds from bytes to gigabytes a second.
    package static func significant(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        guard value != 0 else { return "0" }
        let magnitude = Int(log10(abs(value)).rounded(.down))
        let text = fixed(max(0, min(12, 5 - magnitude)))(value)
        guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
        var trimmed = Substring(text)
        while trimmed.hasSuffix("0") { trimmed = trimmed.dropLast() }
        return String(trimmed.hasSuffix(".") ? trimmed.dropLast() : trimmed)
    }
}
