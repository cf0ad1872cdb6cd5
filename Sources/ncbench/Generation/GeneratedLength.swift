import ArgumentParser
import Console

/// How much is to be generated: `500` bytes, rows or frames, `4KiB` of text, `2s` of sound.
struct GeneratedLength: ExpressibleByArgument, Hashable {
    enum Unit: Hashable {
        /// Bytes of text, rows of a picture, frames of a sound.
        case own
        case bytes
        case seconds
    }

    let value: Double
    let unit: Unit

    init?(argument: String) {
        if let number = Int(argument) {
            (value, unit) = (Double(number), .own)
        } else if argument.hasSuffix("s"), let span = SpanOfTime(argument: argument) {
            (value, unit) = (span.seconds, .seconds)
        } else if let count = ByteCount(argument: argument) {
            (value, unit) = (Double(count.value), .bytes)
        } else if argument.last?.isLetter ?? false, let span = SpanOfTime(argument: argument) {
            (value, unit) = (span.seconds, .seconds)
        } else {
            return nil
        }
    }

    /// The most bytes that are generated in one go: more would take days.
    static let largestByteCount = 1 << 26

    /// How many units of a kind are meant.
    ///
    /// - Parameters:
    ///   - name: of the units, for messages.
    ///   - unitByteCount: bytes of one.
    ///   - perSecond: how many make a second; nil where there is no time.
    func count(_ name: String, unitByteCount: Int, perSecond: Int?) throws(ValidationError) -> Int {
        let count: Double
        switch unit {
        case .own: count = value
        case .bytes where unitByteCount == 1 && perSecond == nil: count = value
        case .seconds where perSecond != nil: count = (value * Double(perSecond ?? 1)).rounded()
        default:
            throw ValidationError(
                "--length takes a number of \(name) here\(perSecond == nil ? "" : ", or a time, as in 2s")")
        }
        guard count >= 1, count * Double(unitByteCount) <= Double(Self.largestByteCount) else {
            throw ValidationError(
                "--length takes 1 to \(Self.largestByteCount / unitByteCount) \(name) here")
        }
        return Int(count)
    }
}
