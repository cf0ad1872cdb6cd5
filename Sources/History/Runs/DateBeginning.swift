import Foundation

/// A date as a person writes it, or as much of one as needs be: `2026`, `2026-11` for a month, `2026-11-25`, `2026-11-25T18`,
/// `2026-11-25 18:15`. In UTC.
package struct DateBeginning: Sendable, Hashable {
    /// As the dates of runs begin that began then: ISO 8601.
    package let text: String

    /// Nil where no day, or no moment of one, is called so.
    package init?(parsing words: String) {
        let form = /(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d))?)?Z?)?)?)?/
        guard let match = words.wholeMatch(of: form)?.output else { return nil }
        func isMissing(_ digits: Substring?, orIn range: ClosedRange<Int>) -> Bool {
            digits.map { Int($0).map(range.contains) ?? false } ?? true
        }
        let (year, month) = (Int(match.1) ?? 0, match.2.flatMap { Int($0) } ?? 1)
        guard year > 0, isMissing(match.2, orIn: 1...12),
            isMissing(match.3, orIn: 1...Self.dayCount(year: year, month: month)),
            isMissing(match.4, orIn: 0...23), isMissing(match.5, orIn: 0...59), isMissing(match.6, orIn: 0...60)
        else { return nil }
        text = words.replacing("Z", with: "").replacing(" ", with: "T")
    }

    /// Whether nothing but a date looks so, right or wrong: neither identifiers nor commits have a dash behind four digits.
    package static func isMeant(by words: String) -> Bool { words.prefixMatch(of: /\d{4}-\d/) != nil }

    private static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
