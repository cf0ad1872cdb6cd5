import ArgumentParser
import Console
import FileTool
import Foundation

/// What is missing of a sound or a text: `1.20s-1.25s`, or `120-140`, frames or bytes, the end not included.
struct MissingRange: ExpressibleByArgument, Hashable {
    enum Bound: Hashable {
        case own(Int)
        case seconds(Double)
    }

    let start: Bound
    let end: Bound

    init?(argument: String) {
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let start = Self.bound(parts[0]), let end = Self.bound(parts[1]) else { return nil }
        self.start = start
        self.end = end
    }

    /// Whether both bounds are times, or neither is.
    private var isOfOneUnit: Bool {
        switch (start, end) {
        case (.own, .own), (.seconds, .seconds): true
        default: false
        }
    }

    /// Times have a unit: `1-2` is of frames, and so `1.5-2` would be read as anything but what is meant.
    private static func bound(_ text: String) -> Bound? {
        if let number = Int(text) { return .own(number) }
        guard text.last?.isLetter ?? false else { return nil }
        return SpanOfTime(argument: text).map { .seconds($0.seconds) }
    }

    /// The ranges that a mask's text has, one a line; empty lines and what follows a `#` do not count.
    static func lines(_ bytes: [UInt8], path: String) throws(MediaFileError) -> [MissingRange] {
        var ranges: [MissingRange] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let text = String(decoding: line.prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            guard !text.isEmpty else { continue }
            guard let range = MissingRange(argument: text) else {
                throw MediaFileError(
                    path: path, reason: "line \(index + 1) is no range, as in 120-140 or 1.20s-1.25s")
            }
            ranges.append(range)
        }
        guard !ranges.isEmpty else { throw MediaFileError(path: path, reason: "names no range") }
        return ranges
    }

    /// Ranges of whole units, ascending and apart from each other.
    ///
    /// - Parameters:
    ///   - count: how many units there are.
    ///   - perSecond: nil where there is no time.
    ///   - name: of the units, for messages.
    static func resolved(
        _ ranges: [MissingRange], count: Int, perSecond: Int?, name: String
    ) throws(ValidationError) -> [Range<Int>] {
        func unit(_ bound: Bound) throws(ValidationError) -> Int {
            switch bound {
            case .own(let number): return number
            case .seconds(let seconds):
                guard let perSecond else { throw ValidationError("a text has no seconds; ranges are of bytes") }
                let place = (seconds * Double(perSecond)).rounded()
                return place < 1e15 ? Int(place) : .max
            }
        }
        var result: [Range<Int>] = []
        for range in ranges {
            let (start, end) = (try unit(range.start), try unit(range.end))
            guard range.isOfOneUnit else {
                throw ValidationError(
                    "a gap has both its bounds in \(name), or both with a unit of time, as in 1.20s-1.25s")
            }
            guard start < end else {
                throw ValidationError("a gap from \(start) to \(end) \(name) is empty")
            }
            guard end <= count else {
                guard case .seconds(let seconds) = range.end, let perSecond else {
                    throw ValidationError("a gap that ends at \(end) is past the end: there are \(count) \(name)")
                }
                throw ValidationError(
                    String(
                        format: "a gap that ends at %g s is past the end: there are %ld \(name), or %g s", seconds,
                        count,
                        Double(count) / Double(perSecond)))
            }
            result.append(start..<end)
        }
        result.sort { $0.lowerBound < $1.lowerBound }
        var merged: [Range<Int>] = []
        for range in result {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        guard merged != [0..<count] else {
            throw ValidationError("everything is missing; there is nothing to learn from")
        }
        return merged
    }
}
