/// How long each stretch of one pass over an item took, where the codec tells how far it is.
package struct StretchTimes: Sendable, Hashable {
    /// Raw bytes up to the end of each stretch, rising; the last is the item's size.
    package let ends: [Int]
    /// Wall time of each stretch, seconds; together they are the pass.
    package private(set) var seconds: [Double]

    /// Nil unless there are two stretches or more, their ends rise, and times are what times can be.
    package init?(ends: [Int], seconds: [Double]) {
        guard ends.count == seconds.count, (2...Self.mostStretches).contains(ends.count), ends[0] > 0,
            zip(ends, ends.dropFirst()).allSatisfy({ $0 < $1 }), seconds.allSatisfy({ $0.isFinite && $0 > 0 })
        else { return nil }
        self.ends = ends
        self.seconds = seconds
    }

    /// More are not believed: four times what a ``StretchClock`` makes.
    private static let mostStretches = 4 * StretchClock.mostStretches

    /// How long the pass took, seconds.
    package var sum: Double { seconds.reduce(0, +) }

    /// The same pass, so many times as slow.
    package mutating func multiply(by factor: Double) { for place in seconds.indices { seconds[place] *= factor } }

    /// The ends that all of them have, where stretches of several passes can be compared; empty unless the passes were over as
    /// many bytes.
    package static func commonEnds(of passes: some Collection<StretchTimes>) -> [Int] {
        guard let first = passes.first, passes.allSatisfy({ $0.ends.last == first.ends.last }) else { return [] }
        // Nearly always all are equal.
        guard !passes.allSatisfy({ $0.ends == first.ends }) else { return first.ends }
        let common = passes.dropFirst().reduce(into: Set(first.ends)) { $0.formIntersection($1.ends) }
        return common.sorted()
    }

    /// The times of longer stretches, which end at some of these ends.
    ///
    /// - Parameter longer: a part of ``ends``, rising, with the last.
    package func seconds(upToEach longer: [Int]) -> [Double] {
        guard longer != ends else { return seconds }
        var result: [Double] = []
        var time = 0.0
        for (end, own) in zip(ends, seconds) {
            time += own
            guard result.count < longer.count, end >= longer[result.count] else { continue }
            result.append(time)
            time = 0
        }
        return result
    }

    /// The fastest time of each stretch in any of these passes, which have the same stretches.
    package static func fastest(of passes: some Collection<[Double]>) -> [Double] {
        passes.dropFirst().reduce(passes.first ?? []) { zip($0, $1).map(min) }
    }
}

extension StretchTimes {
    /// Microseconds of each stretch, `9876.4 9912.0 512:5021.3`: the length in raw bytes stands before those that are not as long as
    /// the one before.
    package var text: String {
        var (length, begin) = (0, 0)
        return zip(ends, seconds).map { end, seconds in
            defer { begin = end }
            let time = Self.microseconds(seconds * 1e6)
            guard end - begin != length else { return time }
            length = end - begin
            return "\(length):\(time)"
        }.joined(separator: " ")
    }

    private static let microseconds = NumberText.fixed(1)

    /// Nil for anything that ``text`` is never.
    package init?(_ text: String) {
        var (ends, seconds): ([Int], [Double]) = ([], [])
        var length = 0
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let parts = word.split(separator: ":", omittingEmptySubsequences: false)
            if parts.count == 2 { length = Int(parts[0]) ?? 0 }
            let (end, overflow) = (ends.last ?? 0).addingReportingOverflow(length)
            guard parts.count <= 2, length > 0, !overflow, ends.count < Self.mostStretches,
                let time = parts.last.flatMap({ NumberText.value(of: String($0)) })
            else { return nil }
            ends.append(end)
            seconds.append(time / 1e6)
        }
        self.init(ends: ends, seconds: seconds)
    }
}

extension StretchTimes: Codable {
    /// Reads what ``encode(to:)`` wrote.
    ///
    /// - Throws: `DecodingError` for a string that ``text`` is never.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let times = StretchTimes(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no times of stretches")
        }
        self = times
    }

    /// Writes its ``text``.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
